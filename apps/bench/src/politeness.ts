import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { processEnvironment } from '@khabar/config';
import { openStore } from '@khabar/store';
import { presentServer, testPostgresServer } from '@khabar/store/testing';

/**
 * `npx node apps/bench/src/politeness.ts SITE [FETCHERS] [FEEDS] [ITEMS] [--kill]`: several fetcher processes and many feeds on one host. SITE
 * is a program that takes FEEDS ITEMS, prints `{"port": …}` and tells at /__ledger how it was asked. With --kill all
 * but one are killed in the middle. The queue is the Redis of REDIS_URL, else in the PostgreSQL of the record.
 */
const [site = '', fetchers = '4', feeds = '50', items = '2'] = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith('--'));
const kills = process.argv.includes('--kill');
const DELAY_MS = 1000;
const LATE_MS = 15 * 60_000;
const QUIET_MS = 5000;
const root = join(import.meta.dirname, '../../..');
const print = (line: string): void => void process.stdout.write(`${line}\n`);

interface Ledger {
  readonly hits: Readonly<Record<string, number>>;
  readonly maxOpen: number;
  readonly minGapMs: number;
}

const children: ChildProcess[] = [];
function start(args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return child;
}

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const environment = processEnvironment();
const folder = await mkdtemp(join(tmpdir(), 'khabar-politeness-'));
const database = await presentServer(await testPostgresServer()).freshDatabase('politeness');
const store = await openStore({ connectionString: database.url });
try {
  const web = start([site, feeds, items], environment);
  const [line] = await once(web.stdout ?? web, 'data');
  const { port } = JSON.parse(String(line));
  const host = `127.0.0.1:${port}`;
  const ledger = async (): Promise<Ledger> =>
    JSON.parse(await (await fetch(`http://${host}/__ledger`)).text());
  for (let feed = 0; feed < Number(feeds); feed += 1) {
    await store.outlets.put(
      {
        id: `feed-${feed}`,
        name: `Feed ${feed}`,
        country: null,
        language: 'en',
        kind: 'other',
        homepage: `http://${host}/`,
        channels: [{ kind: 'feed', url: `http://${host}/f/${feed}.xml` }],
        everyMinutes: 600,
      },
      new Date().toISOString(),
    );
  }
  const begun = performance.now();
  const running = Array.from({ length: Number(fetchers) }, () =>
    start([join(root, 'apps/fetcher/src/main.ts')], {
      ...environment,
      DATABASE_URL: database.url,
      KHABAR_DATA: folder,
      KHABAR_TEST_ALLOW: host,
      KHABAR_FETCH_DELAY_MS: String(DELAY_MS),
      KHABAR_SAMPLE: 'off',
      LOG_LEVEL: 'warn',
    }),
  );
  const wanted = Number(feeds) * Number(items);
  const articleHits = (hits: Ledger['hits']): [string, number][] =>
    Object.entries(hits).filter(([path]) => path.startsWith('/a/'));
  let killedAt: number | null = null;
  let longestPauseMs = 0;
  let last = { total: 0, at: performance.now() };
  for (;;) {
    await wait(200);
    const { hits } = await ledger();
    const total = Object.values(hits).reduce((sum, count) => sum + count, 0);
    const now = performance.now();
    if (killedAt !== null) longestPauseMs = Math.max(longestPauseMs, now - Math.max(last.at, killedAt));
    if (total > last.total) last = { total, at: now };
    if (!kills && running.some((child) => child.exitCode !== null)) throw new Error('a fetcher ended');
    const fetched = (await store.frontier.counts())['fetched'] ?? 0;
    if (kills && killedAt === null && fetched > wanted / 2) {
      // The one that works on the host is among them, most likely.
      for (const child of running.slice(1)) child.kill('SIGKILL');
      killedAt = now;
      print(`killed ${running.length - 1} fetchers after ${fetched} articles`);
    }
    if (fetched >= wanted && now - last.at > QUIET_MS) break;
    if (now - begun > LATE_MS) {
      print(`not done after ${LATE_MS / 1000} s`);
      process.exitCode = 1;
      break;
    }
  }
  const { hits, maxOpen, minGapMs } = await ledger();
  const articles = articleHits(hits);
  const twice = articles.filter(([, count]) => count > 1).length;
  const total = Object.values(hits).reduce((sum, count) => sum + count, 0);
  print(`${fetchers} fetcher processes, ${feeds} feeds of ${items} articles on one host, crawl-delay 1 s`);
  print(
    `requests ${total} in ${((performance.now() - begun - QUIET_MS) / 1000).toFixed(0)} s; robots.txt ${hits['/robots.txt'] ?? 0}`,
  );
  print(`most at a time ${maxOpen} (1); smallest gap ${minGapMs} ms (at least ${DELAY_MS})`);
  print(`articles asked for ${articles.length} of ${wanted}; more than once ${twice}`);
  if (killedAt !== null)
    print(`longest pause of the host after the kill ${(longestPauseMs / 1000).toFixed(1)} s (60)`);
  if (maxOpen !== 1 || minGapMs < DELAY_MS || articles.length !== wanted || (twice > 0 && !kills))
    process.exitCode = 1;
} finally {
  const ended = children.filter((child) => child.exitCode === null && child.signalCode === null);
  for (const child of ended) child.kill('SIGTERM');
  await Promise.all(ended.map((child) => once(child, 'exit')));
  await store.close();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
}
