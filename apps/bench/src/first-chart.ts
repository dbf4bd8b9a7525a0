import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { Status, Timeline } from '@khabar/api/schemas';
import { processEnvironment } from '@khabar/config';

/** `npx node apps/bench/src/first-chart.ts`: from `npm start` on an empty folder to the first chart over the whole sample coverage. */
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), 'khabar-bench-'));
print(`machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; Node ${process.version}`);
const begun = performance.now();
const since = (): string => ((performance.now() - begun) / 1000).toFixed(1);
const child = spawn('npm', ['start'], {
  cwd: join(import.meta.dirname, '../../..'),
  stdio: ['ignore', 'pipe', 'pipe'],
  detached: true,
  env: { ...processEnvironment(), KHABAR_DATA: folder, PORT: '0', LOG_LEVEL: 'warn' },
});
let said = '';
for (const stream of [child.stdout, child.stderr]) {
  stream.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
}
const address = await until(async () => /Dashboard: (\S+)/.exec(said)?.[1] ?? null);
print(`dashboard answers after ${since()} s`);
const timeline = await until(async () => {
  const { buckets } = Timeline.parse(await ask('/api/v1/timeline'));
  return buckets.some((bucket) => bucket.matching > 0) ? buckets : null;
});
print(`first chart with data after ${since()} s (${timeline.length} buckets)`);
const loaded = await until(async () => {
  const { sample } = Status.parse(await ask('/api/v1/status'));
  return !sample.loading && sample.articles > 0 ? sample : null;
});
print(
  `whole sample (${loaded.articles} of ${loaded.expected} articles) searchable and tagged after ${since()} s (goal 60)`,
);
const stopping = performance.now();
if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT');
await new Promise<void>((resolve) => child.once('exit', () => resolve()));
print(`stopped in ${((performance.now() - stopping) / 1000).toFixed(1)} s`);
await rm(folder, { recursive: true, force: true });

async function ask(path: string): Promise<unknown> {
  return (await fetch(`${address}${path}`)).json();
}

async function until<T>(look: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}: ${said}`);
    await wait(100);
  }
}
