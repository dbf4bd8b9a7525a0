import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, stat, truncate, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';

import { KhabarError } from '@khabar/article';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import type { Client } from '../client.ts';
import { openProgress } from '../progress.ts';

const FORMATS = ['csv', 'json', 'jsonl', 'ris', 'bib'] as const;
const FILTERS = {
  from: 'date (2025-07-04) or relative (-30d); default -30d, or where the data is',
  to: 'date, relative or now; a day is meant whole',
  lang: 'languages, comma separated; - excludes',
  source: 'outlet ids, comma separated; - excludes',
  country: 'countries of the outlets; - excludes',
  entity: 'entity ids; - excludes',
  topic: 'topic ids; - excludes',
  stance: 'HOLDER>TARGET>LABEL, each part may be empty',
} as const;
const Options = z.looseObject({
  format: z.enum(FORMATS).default('csv'),
  output: z.string().optional(),
  resume: z.boolean().default(false),
});

/** `khabar export`: everything that matches, into a file with a manifest beside it, or to standard output. */
export function addExport(program: Command, cli: Cli): void {
  const command = program
    .command('export')
    .description('write every matching article to a file')
    .argument('[query...]', 'in the query language; empty: everything')
    .option('--format <format>', `${FORMATS.join(', ')}; default csv`)
    .option('--output <file>', 'file to write; beside it FILE.manifest.json with query, versions and SHA-256')
    .option('--resume', 'go on where an export to this file broke off (jsonl only)');
  for (const [name, description] of Object.entries(FILTERS)) command.option(`--${name} <value>`, description);
  command.addHelpText(
    'after',
    "\nExamples:\n  khabar export 'wheat OR пшеница' --output wheat.csv\n  khabar export transit --format jsonl --from 2025-01-01 --output transit.jsonl --resume\n  khabar export --format ris --lang ru > articles.ris",
  );
  addShared(command).action((words: string[]) =>
    withClient(command, cli, async (client) => {
      const options = optionsOf(command, Options);
      const filters = Object.keys(FILTERS).flatMap((name): [string, string][] => {
        const value = options[name];
        return typeof value === 'string' ? [[name, value]] : [];
      });
      const query = { q: words.join(' '), ...Object.fromEntries(filters) };
      if (options.output === undefined)
        return toStandardOutput(client, { query, format: options.format }, cli);
      if (options.resume && options.format !== 'jsonl')
        throw new KhabarError(
          'INPUT_INVALID',
          '--resume: only jsonl can be gone on with; begin anew without it',
        );
      const manifest = await toFile(client, { ...options, output: options.output, query }, cli);
      if (wantsJson(command)) return outJson(cli.terminal, manifest);
      return cli.terminal.out(
        `${options.output}: ${manifest.bytes} bytes, SHA-256 ${manifest.sha256}\n${options.output}.manifest.json says what was asked\n`,
      );
    }),
  );
}

interface Wanted {
  readonly query: Readonly<Record<string, string>>;
  readonly format: (typeof FORMATS)[number];
}

function address({ query, format }: Wanted, after?: string): string {
  const params = new URLSearchParams({ ...query, ...(after === undefined ? {} : { after }) });
  return `/articles.${format}?${params.toString()}`;
}

async function toStandardOutput(client: Client, wanted: Wanted, cli: Cli): Promise<void> {
  const { body } = await client.request(address(wanted));
  if (body === null) return;
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  for await (const chunk of body) await cli.terminal.out(decoder.decode(chunk, { stream: true }));
}

/** Writes FILE.part and renames it when it is whole: a file of that name is never half an export. */
async function toFile(
  client: Client,
  wanted: Wanted & { readonly output: string; readonly resume: boolean },
  cli: Cli,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
  const part = `${wanted.output}.part`;
  const kept = wanted.resume ? await wholeLines(part) : null;
  const answer = await client.request(address(wanted, kept?.lastId));
  if (kept !== null) await truncate(part, kept.bytes);
  const file = createWriteStream(part, kept === null ? {} : { flags: 'r+', start: kept.bytes });
  const hash = kept?.hash ?? createHash('sha256');
  const progress = openProgress(cli.terminal, { unit: 'bytes' });
  let bytes = kept?.bytes ?? 0;
  try {
    for await (const chunk of answer.body ?? []) {
      hash.update(chunk);
      bytes += chunk.length;
      progress.update(bytes);
      if (!file.write(chunk)) await once(file, 'drain');
    }
  } finally {
    progress.end();
    file.end();
    await once(file, 'close');
  }
  await rename(part, wanted.output);
  const manifest = {
    file: wanted.output,
    format: wanted.format,
    query: wanted.query,
    at: answer.headers.get('x-khabar-at'),
    khabar: answer.headers.get('x-khabar-version'),
    methods: answer.headers.get('x-khabar-methods'),
    bytes,
    sha256: hash.digest('hex'),
  };
  await writeFile(`${wanted.output}.manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

const Line = z.object({ id: z.string() });

/** The whole lines of an export that broke off; null where there are none. */
async function wholeLines(
  path: string,
): Promise<{ bytes: number; lastId: string; hash: ReturnType<typeof createHash> } | null> {
  if ((await stat(path).catch(() => null)) === null) return null;
  const hash = createHash('sha256');
  let bytes = 0;
  let lastId: string | null = null;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    const read = Line.safeParse(parsed(line));
    // The last line may be cut in the middle.
    if (!read.success) break;
    lastId = read.data.id;
    bytes += Buffer.byteLength(line) + 1;
    hash.update(`${line}\n`);
  }
  return lastId === null ? null : { bytes, lastId, hash };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
