import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { z } from 'zod';

import { type LabelledPage, readLabels, ReadPage } from './extract-pages.ts';
import { type Figures, scorePages } from './extract-scores.ts';

/**
 * `npx node apps/bench/src/extract.ts DATA [PEERS]`: Khabar, trafilatura, readability and defuddle on the labelled pages of a folder, one after the
 * other; figures and processor time a page. Peers are looked for in PEERS, a folder beside the repository; what is absent is said.
 */
const data = process.argv[2];
const peers = process.argv[3] ?? join(tmpdir(), 'khabar-extract-peers');
if (data === undefined) throw new Error('usage: npm run extract -w apps/bench -- DATA_FOLDER [PEERS_FOLDER]');

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 512 * 1_024 * 1_024;
const MAX_MS = 30 * 60_000;

interface Tool {
  readonly name: string;
  /** What must be there. */
  readonly needs: readonly string[];
  readonly install: string;
  readonly command: readonly [program: string, ...args: string[]];
}

const script = (name: string): readonly [string, ...string[]] => [
  process.execPath,
  here('extract-tool.ts'),
  name,
  data,
  peers,
];
const modules = (...names: string[]): string[] =>
  names.map((name) => join(peers, 'node_modules', name, 'package.json'));
const tools: readonly Tool[] = [
  { name: 'khabar', needs: [], install: '', command: script('khabar') },
  {
    name: 'trafilatura',
    needs: [join(peers, 'venv', 'bin', 'python')],
    install: `python3 -m venv ${peers}/venv && ${peers}/venv/bin/pip install trafilatura==2.3.1`,
    command: [join(peers, 'venv', 'bin', 'python'), here('extract-trafilatura.py'), data],
  },
  {
    name: 'readability',
    needs: modules('@mozilla/readability', 'jsdom'),
    install: `npm install --prefix ${peers} @mozilla/readability@0.6.0 jsdom@29.1.1`,
    command: script('readability'),
  },
  {
    name: 'defuddle',
    needs: modules('defuddle', 'linkedom'),
    install: `npm install --prefix ${peers} defuddle@0.19.4 linkedom@0.18.15`,
    command: script('defuddle'),
  },
];

const Cost = z.object({ cpuMs: z.number() });

type Answer =
  | { readonly kind: 'read'; readonly found: ReadonlyMap<string, ReadPage>; readonly cpuMs: number }
  | { readonly kind: 'failed'; readonly reason: string };

async function readAll(tool: Tool): Promise<Answer> {
  const [program, ...args] = tool.command;
  try {
    const { stdout } = await run(program, args, { maxBuffer: MAX_OUTPUT_BYTES, timeout: MAX_MS });
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    const pages = lines.slice(0, -1).map((line) => ReadPage.parse(JSON.parse(line)));
    const { cpuMs } = Cost.parse(JSON.parse(lines.at(-1) ?? '{}'));
    return { kind: 'read', found: new Map(pages.map((page) => [page.id, page])), cpuMs };
  } catch (cause) {
    return { kind: 'failed', reason: String(cause).trim().split('\n').at(-1) ?? '' };
  }
}

const columns: readonly (readonly [string, keyof Figures])[] = [
  ['body F1', 'bodyF1'],
  ['title exact', 'titleExact'],
  ['date same', 'dateSame'],
  ['date wrong', 'dateWrong'],
  ['author F1', 'authorF1'],
];
const SETS = ['scrapinghub', 'fundus', 'wcxb', 'nonlatin'] as const;
const WIDTH = 14;
const row = (cells: readonly string[]): void => {
  process.stdout.write(`${cells.map((cell) => cell.padEnd(WIDTH)).join('')}\n`);
};
const show = (value: number): string => value.toFixed(3).replace(/^0/, '');

const labels = readLabels(data);
const setOf = (name: string): LabelledPage[] => labels.filter(({ dataset }) => dataset === name);
process.stdout.write(`${labels.length} pages of ${data}\n\n`);
row([
  '',
  ...columns.map(([name]) => name),
  ...SETS.map((name) => `F1 ${name}`),
  'CPU ms/page',
  'of trafilatura',
]);
const costs = new Map<string, number>();
const rows: (() => void)[] = [];
for (const tool of tools) {
  const absent = tool.needs.filter((path) => !existsSync(path));
  if (absent.length > 0) {
    rows.push(() => process.stdout.write(`${tool.name.padEnd(WIDTH)}absent; to have it: ${tool.install}\n`));
    continue;
  }
  const answer = await readAll(tool);
  if (answer.kind === 'failed') {
    rows.push(() =>
      process.stdout.write(
        `${tool.name.padEnd(WIDTH)}failed (${answer.reason}); to have it: ${tool.install}\n`,
      ),
    );
    continue;
  }
  const { found, cpuMs } = answer;
  costs.set(tool.name, cpuMs);
  const figures = scorePages(labels, found);
  const bySet = SETS.map((name) => show(scorePages(setOf(name), found).bodyF1));
  rows.push(() => {
    const peer = costs.get('trafilatura');
    row([
      tool.name,
      ...columns.map(([, key]) => show(figures[key])),
      ...bySet,
      cpuMs.toFixed(1),
      peer === undefined ? '-' : show(cpuMs / peer),
    ]);
  });
}
for (const print of rows) print();
process.stdout.write(
  '\nmust: CPU .5 of trafilatura; goal: .25. Author F1: .71 / .77. Date same .88 / .91, wrong .05 / .03.\n',
);
