import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * `npx node apps/bench/src/summarise-profiles.ts FOLDER [FUNCTIONS]`: self time of the processor profiles in a folder (`--cpu-prof`),
 * one table a program: by package, and the FUNCTIONS (20) that take most.
 */
interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const QUEUE_CLIENT = new Set([
  'bullmq',
  'ioredis',
  'redis-parser',
  '@ioredis/commands',
  'msgpackr',
  '@khabar/queue',
]);

function packageOf({ functionName, url }: Profile['nodes'][number]['callFrame']): string {
  const vendor = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  if (vendor !== undefined && vendor !== '@khabar') return vendor;
  const own = /\/(packages|apps)\/([^/]+)\//.exec(url);
  if (own !== null) return `@khabar/${own[2]}`;
  if (functionName === '(garbage collector)') return 'garbage collector';
  if (functionName === '(idle)') return 'idle';
  if (url.startsWith('node:')) return /node:(?:internal\/)?([a-z_]+)/.exec(url)?.[0] ?? 'node';
  return functionName === '(program)' ? 'program (native, kernel)' : 'native';
}

function add(map: Map<string, number>, key: string, ms: number): void {
  map.set(key, (map.get(key) ?? 0) + ms);
}

function sorted(map: ReadonlyMap<string, number>): [string, number][] {
  return Array.from(map).toSorted(([, a], [, b]) => b - a);
}

const [folder = '.', functions = '20'] = process.argv.slice(2);
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const files = (await readdir(folder)).filter((name) => name.endsWith('.cpuprofile')).toSorted();
for (const file of files) {
  const profile: Profile = JSON.parse(await readFile(join(folder, file), 'utf8'));
  const frames = new Map(profile.nodes.map((node) => [node.id, node.callFrame]));
  const byPackage = new Map<string, number>();
  const byFunction = new Map<string, number>();
  for (const [place, id] of profile.samples.entries()) {
    const frame = frames.get(id);
    const ms = (profile.timeDeltas[place] ?? 0) / 1000;
    if (frame === undefined) continue;
    const name = packageOf(frame);
    if (name === 'idle') continue;
    add(byPackage, name, ms);
    const at = frame.url.split('/').slice(-2).join('/');
    add(byFunction, `${frame.functionName || '(anonymous)'} ${at}:${frame.lineNumber + 1}`, ms);
  }
  const total = Array.from(byPackage.values()).reduce((a, b) => a + b, 0);
  const share = (ms: number): string =>
    `${ms.toFixed(0).padStart(8)} ms ${((100 * ms) / total).toFixed(1).padStart(5)} %`;
  const queue = sorted(byPackage).reduce((sum, [name, ms]) => sum + (QUEUE_CLIENT.has(name) ? ms : 0), 0);
  print(`\n${file}: ${(total / 1000).toFixed(1)} s busy; BullMQ and its client ${share(queue).trim()}`);
  for (const [name, ms] of sorted(byPackage).slice(0, 30)) print(`${share(ms)}  ${name}`);
  print('  by function:');
  for (const [name, ms] of sorted(byFunction).slice(0, Number(functions))) print(`${share(ms)}  ${name}`);
}
