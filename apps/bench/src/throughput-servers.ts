import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { processEnvironment } from '@khabar/config';
import { openElasticsearchSearch } from '@khabar/search/elasticsearch';
import { openStore } from '@khabar/store';

import { hostOf } from './generated-web.ts';
import { listenerOn, type Usage, usageOf } from './process-usage.ts';

/**
 * Pages on loopback to searchable, on PostgreSQL, Redis and Elasticsearch, with the processes of a scaled-out installation:
 * `DATABASE_URL=… REDIS_URL=… ELASTICSEARCH_URL=… npx node apps/bench/src/throughput-servers.ts [ARTICLES] [HOSTS]`.
 * The three must be empty and, for their processor time to be told, on this machine.
 */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    fetchers: { type: 'string', default: '1' },
    workers: { type: 'string', default: '1' },
    threads: { type: 'string', default: '2' },
    /** Folder for processor profiles of fetcher and worker (`summarise-profiles.ts` reads them). */
    profile: { type: 'string' },
    /** Runs the embedded form afterwards, with the same articles, and prints its figures beside. */
    embedded: { type: 'boolean', default: false },
    /** More than this many seconds and the run is given up. */
    limit: { type: 'string', default: '900' },
  },
});
const articles = Number(positionals[0] ?? 3000);
const hosts = Number(positionals[1] ?? 120);
const BYTES = 3000;
const GOAL_PER_SECOND = 60;
const GOAL_MS = 33;
const PUBLIC_ADDRESS = '93.184.216.34';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const root = resolve(import.meta.dirname, '../../..');
const environment = processEnvironment();
const needed = (name: string): string => {
  const value = environment[name];
  if (value === undefined || value === '')
    throw new Error(`${name} is not set: this run is about PostgreSQL, Redis and Elasticsearch`);
  return value;
};
const urls = {
  PostgreSQL: needed('DATABASE_URL'),
  Redis: needed('REDIS_URL'),
  Elasticsearch: needed('ELASTICSEARCH_URL'),
};

const folder = await mkdtemp(join(tmpdir(), 'khabar-bench-'));
const children: ChildProcess[] = [];

interface Start {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a process of Node and waits for the line that says it is there. */
async function start(name: string, { args, env = {} }: Start, ready: RegExp): Promise<[number, string]> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...environment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  const line = await new Promise<string>((found, failed) => {
    const heard: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (text) => {
        if (ready.test(text)) found(text);
        else if (/warn|error|"level":[456]0/i.test(text)) print(`${name}: ${text.slice(0, 300)}`);
        heard.push(text);
      });
    }
    child.once('exit', (code) => failed(new Error(`${name} ended (${code}): ${heard.slice(-5).join('\n')}`)));
  });
  if (child.pid === undefined) throw new Error(`${name} has no process`);
  return [child.pid, line];
}

const roots = new Map<string, number>();
for (const [name, url] of Object.entries(urls)) {
  const { hostname, port } = new URL(url);
  const pid = /^(127\.|localhost$|\[::1\])/.test(hostname) ? await listenerOn(Number(port)) : null;
  if (pid === null) print(`${name}: not a process of this machine; its processor time is not in the table`);
  else roots.set(name, pid);
}

const store = await openStore({ connectionString: urls.PostgreSQL });
const search = await openElasticsearchSearch({
  url: urls.Elasticsearch,
  resolveEntity: () => [],
});
if ((await store.articles.count()).articles > 0 || (await search.size()).documents > 0)
  throw new Error('the record or the index is not empty: this run wants its own');
await store.transaction(async (records) => {
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

const [webPid, webPort] = await start(
  'web',
  { args: [join(import.meta.dirname, 'generated-web.ts'), `${hosts}`, `${articles}`, `${BYTES}`] },
  /^\d+$/,
);
roots.set('web', webPid);
const dns = join(folder, 'dns.json');
await writeFile(
  dns,
  JSON.stringify(
    Object.fromEntries(Array.from({ length: hosts }, (_, i) => [hostOf(i), [[PUBLIC_ADDRESS]]])),
  ),
);
const env = {
  KHABAR_DATA: join(folder, 'data'),
  KHABAR_FETCH_DELAY_MS: '0',
  KHABAR_SAMPLE: 'off',
  KHABAR_ANALYSIS_THREADS: options.threads,
  KHABAR_TEST_DNS: dns,
  KHABAR_TEST_ROUTE: JSON.stringify({ '*': `127.0.0.1:${webPort}` }),
  LOG_LEVEL: 'warn',
};
if (options.profile !== undefined) await mkdir(options.profile, { recursive: true });
const profiling = (name: string): string[] =>
  options.profile === undefined
    ? []
    : ['--cpu-prof', `--cpu-prof-dir=${options.profile}`, `--cpu-prof-name=${name}.\${pid}.cpuprofile`];

const startRole = async (role: 'fetcher' | 'worker', number: number): Promise<void> => {
  const name = `${role} ${number}`;
  const [pid] = await start(
    name,
    { args: [...profiling(role), join(root, 'apps', role, 'src/main.ts')], env },
    /runs|ready/,
  );
  roots.set(name, pid);
};
for (let i = 1; i <= Number(options.workers); i += 1) await startRole('worker', i);

print(
  `machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; Node ${process.version}; ${articles} articles of ${BYTES} bytes on ${hosts} hosts; ${options.fetchers} fetcher(s), ${options.workers} worker(s) of ${options.threads} analysis threads`,
);
const before = await usageOf(roots);
const begun = performance.now();
for (let i = 1; i <= Number(options.fetchers); i += 1) await startRole('fetcher', i);

const SAMPLE_MS = 1000;
interface Sample {
  readonly done: number;
  readonly seconds: number;
  readonly usage: ReadonlyMap<string, Usage>;
}
const samples: Sample[] = [];
for (let next = articles / 10; ;) {
  const { documents } = await search.size();
  const seconds = (performance.now() - begun) / 1000;
  const usage = await usageOf(roots);
  samples.push({ done: documents, seconds, usage });
  if (documents >= next) {
    const rss = Array.from(roots.keys(), (name) => `${name} ${usage.get(name)?.rssMb.toFixed(0)}`).join(', ');
    print(
      `${String(documents).padStart(6)} searchable after ${seconds.toFixed(1).padStart(6)} s; ${(documents / seconds).toFixed(1).padStart(5)}/s so far; RSS MB: ${rss}`,
    );
    next = documents + articles / 10;
  }
  if (documents >= articles) break;
  if (seconds > Number(options.limit)) {
    print(`stopped after ${options.limit} s with ${documents} searchable`);
    break;
  }
  await wait(SAMPLE_MS);
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / Math.max(1, values.length);
}

/** Megabytes by which memory grew for each 1,000 articles, over the last half of the run (least squares). */
function slope(name: string): number {
  const half = samples.filter(({ done }) => done >= articles / 2);
  const points = half.map(({ done, usage }) => [done / 1000, usage.get(name)?.rssMb ?? 0] as const);
  const [x, y] = [mean(points.map(([a]) => a)), mean(points.map(([, b]) => b))];
  const spread = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return spread === 0 ? 0 : points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / spread;
}

const last = samples.at(-1);
const done = Math.max(1, last?.done ?? 0);
print('');
print(
  '| process | ms of processor an article | after the first fifth | peak RSS MB | MB per 1,000 articles, last half |',
);
print('| --- | ---: | ---: | ---: | ---: |');
// Starting and warming up, which a long run does not notice, is left out of the second figure.
const warm = samples.find((sample) => sample.done >= articles / 5);
let total = 0;
let totalWarm = 0;
for (const name of roots.keys()) {
  const ms = ((last?.usage.get(name)?.cpuMs ?? 0) - (before.get(name)?.cpuMs ?? 0)) / done;
  const warmMs =
    ((last?.usage.get(name)?.cpuMs ?? 0) - (warm?.usage.get(name)?.cpuMs ?? 0)) /
    Math.max(1, done - (warm?.done ?? 0));
  if (name !== 'web') {
    total += ms;
    totalWarm += warmMs;
  }
  const peak = Math.max(...samples.map(({ usage }) => usage.get(name)?.rssMb ?? 0));
  print(
    `| ${name} | ${ms.toFixed(1)} | ${warmMs.toFixed(1)} | ${peak.toFixed(0)} | ${slope(name).toFixed(1)} |`,
  );
}
print(`| all but the generated web | ${total.toFixed(1)} (goal ${GOAL_MS}) | ${totalWarm.toFixed(1)} | | |`);
print('');
print(
  `pipeline on servers: ${(done / (last?.seconds ?? 1)).toFixed(1)} articles/s (goal ${GOAL_PER_SECOND})`,
);

await search.close();
await store.close();
for (const child of children.toReversed()) {
  if (child.exitCode !== null) continue;
  child.removeAllListeners('exit');
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
await rm(folder, { recursive: true });
if (options.embedded) {
  const embedded = spawn(
    process.execPath,
    [join(import.meta.dirname, 'throughput.ts'), `${articles}`, `${hosts}`],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  for await (const line of createInterface({ input: embedded.stdout }))
    if (/^(processor time|embedded pipeline)/.test(line)) print(line);
}
process.exit(0);
