import { KhabarError } from '@khabar/article';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, settingsOf, wantsJson, withClient } from '../cli.ts';
import type { Client } from '../client.ts';
import { coloursFor } from '../colours.ts';
import { EXIT, exitCodeOf, messageOf } from '../failure.ts';
import type { FoundInputs, Input } from '../ingest/find-inputs.ts';
import type { Kept } from '../ingest/hand-in.ts';
import type { Body } from '../ingest/read-input.ts';
import { openProgress } from '../progress.ts';

const Options = z.object({
  outlet: z.string().optional(),
  language: z.string().optional(),
  brief: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

const HELP = `
Takes plain text (no address, title or date needed), HTML, web addresses, folders of such files, WARC archives
(.warc, .warc.gz) and, as -, stdin. Waits until each is tagged and prints what was found. One that fails does not
stop the rest.

Examples:
  khabar ingest article.txt
  khabar ingest saved/ crawl.warc.gz --json > articles.jsonl
  khabar ingest https://kubha.example/news/1 --outlet kubha-news
  pbpaste | khabar ingest -`;

/** `khabar ingest`: takes texts, pages, addresses and archives into the record. */
export function addIngest(program: Command, cli: Cli): void {
  const command = program
    .command('ingest')
    .description('take in texts, pages, addresses, folders, WARC archives or stdin')
    .argument('<input...>', 'files, folders, addresses, or - for stdin')
    .option('--outlet <id>', 'the outlet they are of; otherwise by address or by what the text says')
    .option('--language <code>', 'language of plain texts (BCP 47); otherwise found')
    .option('--brief', 'one line an article', false)
    .addHelpText('after', HELP);
  addShared(command).action(async (inputs: string[]) => {
    const options = optionsOf(command, Options);
    // A wrong setting is said before anything is read.
    settingsOf(command, cli.terminal);
    const found = await findAll(inputs);
    if (found.inputs.length === 0) {
      for (const failure of found.failures) cli.terminal.err(`khabar: ${messageOf(failure)}\n`);
      cli.exitWith(found.failures.length === 1 ? exitCodeOf(found.failures[0]) : EXIT.failed);
      return;
    }
    await withClient(command, cli, (client) =>
      ingestAll(found, { client, cli, options, json: wantsJson(command) }),
    );
  });
}

interface Found extends FoundInputs {
  readonly failures: readonly unknown[];
}

async function findAll(args: readonly string[]): Promise<Found> {
  const { findInputs } = await import('../ingest/find-inputs.ts');
  const inputs: Input[] = [];
  const passedOver = new Map<string, number>();
  const failures: unknown[] = [];
  for (const argument of args) {
    try {
      const found = await findInputs(argument);
      inputs.push(...found.inputs);
      for (const [extension, count] of found.passedOver)
        passedOver.set(extension, (passedOver.get(extension) ?? 0) + count);
    } catch (error) {
      failures.push(error);
    }
  }
  return { inputs, passedOver, failures };
}

interface Run {
  readonly client: Client;
  readonly cli: Cli;
  readonly options: Options;
  readonly json: boolean;
}

/** Articles whose tags are waited for at the same time. */
const WAITING = 8;

async function ingestAll(found: Found, run: Run): Promise<void> {
  const { client, cli, options, json } = run;
  const { terminal } = cli;
  const { handIn, taggedArticle } = await import('../ingest/hand-in.ts');
  const { articleAsJson, dateOf, showArticle } = await import('../ingest/show-article.ts');
  const signal = cli.interruption();
  const colours = coloursFor(terminal);
  const progress = openProgress(terminal, { unit: 'articles' });
  const waiting: Promise<void>[] = [];
  const errors: unknown[] = [];
  let articles = 0;

  const failed = async (name: string, error: unknown): Promise<void> => {
    if (signal.aborted) throw error;
    errors.push(error);
    const message = messageOf(error);
    progress.message(`khabar: ${message.includes(name) ? message : `${name}: ${message}`}\n`);
    if (json)
      await outJson(terminal, {
        input: name,
        error: { code: error instanceof KhabarError ? error.code : 'INTERNAL', message },
      });
  };
  const show = async (name: string, kept: Kept): Promise<void> => {
    try {
      const article = await taggedArticle(kept, client, signal);
      articles += 1;
      progress.clear();
      if (json) await outJson(terminal, articleAsJson(article, { input: name, outcome: kept.outcome }));
      else if (options.brief)
        await terminal.out(
          `${article.id}  ${kept.outcome.padEnd(7)}  ${article.language.padEnd(5)}  ${dateOf(article).slice(0, 10).padEnd(10)}  ${article.source.name}: ${article.title}\n`,
        );
      else await terminal.out(`${articles > 1 ? '\n' : ''}${showArticle(article, kept.outcome, colours)}`);
      progress.update(articles);
    } catch (error) {
      await failed(name, error);
    }
  };
  const take = async (name: string, body: Body): Promise<void> => {
    const kept = await handIn(body, { name, outletId: options.outlet, language: options.language }, client);
    waiting.push(show(name, kept));
    if (waiting.length >= WAITING) await waiting.shift();
  };

  for (const failure of found.failures) await failed('', failure);
  for (const input of found.inputs) {
    const name = nameOf(input);
    try {
      const body = await bodyOf(input, terminal.stdin);
      if (body !== 'warc') await take(name, body);
      else await ingestArchive(name, { take, failed, message: (text) => progress.message(text) });
    } catch (error) {
      await failed(name, error);
    }
  }
  await Promise.all(waiting);
  progress.end();
  if (client.owner === null) await client.idle();
  if (found.passedOver.size > 0) terminal.err(`khabar: passed over ${passedOverText(found.passedOver)}\n`);
  const total = found.inputs.length + found.failures.length;
  if (errors.length > 0 && (total > 1 || articles > 0))
    terminal.err(`khabar: ${articles} taken in, ${errors.length} failed\n`);
  if (errors.length > 0)
    cli.exitWith(total === 1 && errors.length === 1 ? exitCodeOf(errors[0]) : EXIT.failed);
}

function nameOf(input: Input): string {
  switch (input.kind) {
    case 'stdin':
      return 'stdin';
    case 'address':
      return input.url;
    case 'file':
      return input.path;
  }
}

async function bodyOf(input: Input, stdin: AsyncIterable<Uint8Array>): Promise<Body | 'warc'> {
  const { readInputFile, readInputStream } = await import('../ingest/read-input.ts');
  switch (input.kind) {
    case 'stdin':
      return readInputStream(stdin);
    case 'address':
      return { kind: 'address', url: input.url };
    case 'file':
      return readInputFile(input.path, input.bytes);
  }
}

function passedOverText(counts: ReadonlyMap<string, number>): string {
  const parts = Array.from(counts, ([extension, count]) => `${count} ${extension}`);
  const total = Array.from(counts.values()).reduce((sum, count) => sum + count, 0);
  return `${total} ${total === 1 ? 'file' : 'files'} that can hold no article: ${parts.join(', ')}`;
}

interface ArchiveDeps {
  readonly take: (name: string, body: Body) => Promise<void>;
  readonly failed: (name: string, error: unknown) => Promise<void>;
  readonly message: (text: string) => void;
}

async function ingestArchive(path: string, { take, failed, message }: ArchiveDeps): Promise<void> {
  const { NO_RECORD, warcPages } = await import('../ingest/warc-pages.ts');
  const { MAX_BYTES } = await import('../ingest/read-input.ts');
  let pages = 0;
  let bad = 0;
  let notArticles = 0;
  let records = 0;
  for await (const entry of warcPages(path, { maxBytes: MAX_BYTES })) {
    if (entry.kind !== 'bad') records += 1;
    switch (entry.kind) {
      case 'other':
        break;
      case 'bad':
        bad += 1;
        if (entry.reason !== NO_RECORD)
          await failed(`${path} at byte ${entry.offset}`, new KhabarError('INPUT_INVALID', entry.reason));
        break;
      case 'page': {
        pages += 1;
        const { url, bytes, contentType, fetchedAt } = entry;
        try {
          await take(url, {
            kind: 'page',
            bytes,
            url,
            fetchedAt,
            ...(contentType === '' ? {} : { contentType }),
          });
        } catch (error) {
          // Front pages and lists are in every crawl; they are counted, not held against it.
          if (
            error instanceof KhabarError &&
            error.code === 'INPUT_INVALID' &&
            error.message.includes('not an article')
          )
            notArticles += 1;
          else await failed(`${path}: ${url}`, error);
        }
      }
    }
  }
  if (records === 0)
    await failed(
      path,
      new KhabarError('INPUT_INVALID', `${path}: not a WARC archive, or none of its records is whole`),
    );
  else if (pages === 0)
    await failed(
      path,
      new KhabarError('INPUT_INVALID', `${path}: none of its ${records} records is an HTML page`),
    );
  else if (pages === notArticles)
    await failed(path, new KhabarError('INPUT_INVALID', `${path}: none of its ${pages} pages is an article`));
  else
    message(
      `khabar: ${path}: ${pages - notArticles} of ${pages} pages are articles${bad === 0 ? '' : `, ${bad} bad ${bad === 1 ? 'record' : 'records'}`}\n`,
    );
}
