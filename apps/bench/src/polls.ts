import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { readConfig } from '@khabar/config';
import { openMetrics, silentLogger } from '@khabar/observe';
import { type OpenedParts, openParts, startFetcher } from '@khabar/pipeline';

import type { PollsWebOptions, PollsWebSeen } from './polls-web.ts';

/**
 * `npx node apps/bench/src/polls.ts [OUTLETS] [SECONDS] [NEW_A_SECOND]`: one process that visits outlets every minute and fetches what
 * they publish, on generated feeds on loopback; first a second pass over feeds that did not change. Pages are kept raw, not read.
 */
const [outlets = 1000, seconds = 240, newASecond = 40] = process.argv.slice(2).map(Number);
const UNCHANGED = 200;
const MINUTE_MS = 60_000;
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function rssMb(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '');
  const kb = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? process.memoryUsage().rss / 1024);
  return Math.round((kb * 1024) / 1e6);
}

interface Web {
  readonly port: number;
  seen(): Promise<PollsWebSeen>;
  close(): Promise<unknown>;
}

async function openWeb(options: PollsWebOptions): Promise<Web> {
  const worker = new Worker(new URL('./polls-web.ts', import.meta.url), { workerData: options });
  const [port]: number[] = await once(worker, 'message');
  return {
    port: port ?? 0,
    async seen() {
      worker.postMessage('seen');
      const [seen]: PollsWebSeen[] = await once(worker, 'message');
      if (seen === undefined) throw new Error('the web does not answer');
      return seen;
    },
    close: () => worker.terminate(),
  };
}

async function withParts(
  web: Web,
  count: number,
  work: (parts: OpenedParts) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'khabar-polls-'));
  const read = readConfig({ KHABAR_DATA: folder, KHABAR_SAMPLE: 'off', KHABAR_FETCH_HOSTS: '100' });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const parts = await openParts(read.config, {
    logger: silentLogger,
    metrics: openMetrics(),
    version: 'bench',
    publicUrl: () => '',
    onEvent: () => {},
    onProgress: () => {},
    reads: false,
  });
  const now = new Date().toISOString();
  for (let number = 0; number < count; number += 1) {
    const host = `site${number}.example`;
    parts.route.set(host, `http://127.0.0.1:${web.port}`);
    await parts.store.outlets.put(
      {
        id: host,
        name: host,
        country: null,
        language: 'en',
        kind: 'other',
        homepage: `http://${host}/`,
        channels: [{ kind: 'feed', url: `http://${host}/feed.xml` }],
        everyMinutes: 1,
      },
      now,
    );
  }
  try {
    await work(parts);
  } finally {
    await parts.close();
    await rm(folder, { recursive: true, force: true });
  }
}

print(`machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; Node ${process.version}`);

const still = await openWeb({ newASecond: 0, outlets: UNCHANGED });
await withParts(still, UNCHANGED, async (parts) => {
  const fetcher = await startFetcher(parts, { hosts: 100 });
  for (let polled = 0; polled < UNCHANGED;) {
    await wait(500);
    polled = (await parts.store.outlets.list()).filter((outlet) => outlet.last_success_at !== null).length;
  }
  await still.seen();
  await wait(MINUTE_MS + 10_000);
  const second = await still.seen();
  await fetcher.stop();
  print(
    `second pass over ${UNCHANGED} unchanged feeds: ${second.feeds} requests, ${((second.conditional / second.feeds) * 100).toFixed(1)} % conditional (100), ${((second.notModified / second.feeds) * 100).toFixed(1)} % answered 304 (90)`,
  );
});
await still.close();

const busy = await openWeb({ newASecond, outlets });
await withParts(busy, outlets, async (parts) => {
  const fetcher = await startFetcher(parts, { hosts: 100 });
  const begun = performance.now();
  const rss: number[] = [];
  const last = new Map<number, number>();
  const gaps: number[] = [];
  let articles = 0;
  for (let passed = 0; passed < seconds; passed = (performance.now() - begun) / 1000) {
    await wait(10_000);
    const seen = await busy.seen();
    rss.push(await rssMb());
    for (const [number, polls] of seen.polls.entries())
      for (const at of polls) {
        const before = last.get(number);
        if (before !== undefined) gaps.push((at - before) / 1000);
        last.set(number, at);
      }
    articles += seen.articles;
    const sorted = gaps.toSorted((a, b) => a - b);
    print(
      `${String(Math.round(passed + 10)).padStart(4)} s: ${seen.feeds} polls, ${seen.articles / 10} articles/s, RSS ${rss.at(-1)} MB, longest time between polls ${(sorted.at(-1) ?? 0).toFixed(1)} s`,
    );
  }
  const late = gaps.filter((gap) => gap > 66).length;
  const sorted = gaps.toSorted((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  const half = rss.slice(Math.floor(rss.length / 2));
  print(
    `${outlets} outlets a minute apart, ${newASecond} new articles/s, ${seconds} s: ${gaps.length} intervals, median ${at(0.5)} s, p99 ${at(0.99)} s, longest ${at(0.99999)} s; later than 66 s: ${late} (0)`,
  );
  print(
    `articles fetched ${(articles / seconds).toFixed(1)}/s; RSS in the second half ${Math.min(...half)} to ${Math.max(...half)} MB`,
  );
  if (late > 0) process.exitCode = 1;
  await fetcher.stop();
});
await busy.close();
process.exit();
