import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';

import { readConfig } from '@khabar/config';
import { openMetrics, silentLogger } from '@khabar/observe';
import { openParts, startFetcher, startWorker } from '@khabar/pipeline';

import { hostOf } from './generated-web.ts';

/**
 * `npx node apps/bench/src/throughput.ts [ARTICLES] [HOSTS] [--encoder on|off]`: pages on loopback to searchable and tagged, embedded, one
 * process.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { encoder: { type: 'string', default: 'auto' } },
});
const articles = Number(positionals[0] ?? 5000);
const hosts = Number(positionals[1] ?? 100);
const BYTES = 3000;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const rssMb = async (): Promise<number> =>
  Math.round(
    (Number(
      /VmRSS:\s+(\d+)/.exec(await readFile('/proc/self/status', 'utf8').catch(() => ''))?.[1] ??
        process.memoryUsage().rss / 1024,
    ) *
      1024) /
      1e6,
  );

const folder = await mkdtemp(join(tmpdir(), 'khabar-bench-'));
const read = readConfig({
  KHABAR_DATA: folder,
  KHABAR_FETCH_DELAY_MS: '0',
  KHABAR_FETCH_HOSTS: String(hosts),
  KHABAR_SAMPLE: 'off',
  KHABAR_ENCODER: values.encoder,
});
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const config = read.config;
// The web is a process's worth of work that a real one would not have; its memory counts here all the same.
const web = new Worker(new URL('./generated-web.ts', import.meta.url), {
  workerData: { hosts, articles, bytes: BYTES },
});
const port = await new Promise<number>((resolve) => web.once('message', resolve));

const parts = await openParts(config, {
  logger: silentLogger,
  metrics: openMetrics(),
  version: 'bench',
  publicUrl: () => '',
  onEvent: () => {},
  onProgress: () => {},
});
for (let i = 0; i < hosts; i += 1) parts.route.set(hostOf(i), `http://127.0.0.1:${port}`);
await parts.store.transaction(async (records) => {
  for (let i = 0; i < hosts; i += 1) {
    await records.outlets.put(
      {
        id: hostOf(i),
        name: hostOf(i),
        country: null,
        language: 'en',
        kind: 'other',
        homepage: `http://${hostOf(i)}/`,
        channels: [{ kind: 'feed', url: `http://${hostOf(i)}/feed.xml` }],
        everyMinutes: 600,
        delayMs: 0,
      },
      new Date().toISOString(),
    );
  }
});
print(
  `machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; Node ${process.version}; ${articles} articles of ${BYTES} bytes on ${hosts} hosts; encoder ${parts.analysis.encoder().state}; RSS at the start ${await rssMb()} MB`,
);
const begun = performance.now();
const before = process.cpuUsage();
const fetcher = await startFetcher(parts, { hosts: config.fetchHosts });
const worker = await startWorker(parts, { analysisThreads: config.analysisThreads });
const samples: { done: number; seconds: number; rss: number }[] = [];
let peak = 0;
for (let next = articles / 10; ;) {
  const { documents } = await parts.search.size();
  const rss = await rssMb();
  peak = Math.max(peak, rss);
  if (documents >= next || documents >= articles) {
    const seconds = (performance.now() - begun) / 1000;
    const last = samples.at(-1) ?? { done: 0, seconds: 0 };
    samples.push({ done: documents, seconds, rss });
    print(
      `${String(documents).padStart(6)} searchable after ${seconds.toFixed(1).padStart(6)} s; ${((documents - last.done) / (seconds - last.seconds)).toFixed(1).padStart(5)}/s lately; RSS ${rss} MB`,
    );
    next = Math.min(articles, documents + articles / 10);
  }
  if (documents >= articles) break;
  if (performance.now() - begun > 1000 * 600) {
    print(`stopped after 600 s with ${documents} searchable`);
    break;
  }
  await wait(500);
}
const last = samples.at(-1);
const { user, system } = process.cpuUsage(before);
print(
  `processor time: ${((user + system) / 1000 / (last?.done ?? 1)).toFixed(0)} ms an article, all threads and the generated web`,
);
print(
  `embedded pipeline, encoder ${parts.analysis.encoder().state}: ${((last?.done ?? 0) / (last?.seconds ?? 1)).toFixed(1)} articles/s (goal 25, with the encoder 15); peak RSS ${peak} MB (goal 1,100)`,
);
await fetcher.stop();
await worker.stop();
await parts.close();
await web.terminate();
await rm(folder, { recursive: true });
process.exit(0);
