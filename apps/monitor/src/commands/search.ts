import type { ArticleList } from '@khabar/api/schemas';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import { withJson } from '../client.ts';
import { type Colours, coloursFor } from '../colours.ts';
import { EXIT } from '../failure.ts';
import { markedText } from '../marked-text.ts';
import type { Terminal } from '../terminal.ts';

const PARAMETERS = {
  from: 'date (2025-07-04) or relative (-30d); default -30d, or where the data is',
  to: 'date, relative or now; a day is meant whole',
  lang: 'languages, comma separated; - excludes',
  source: 'outlet ids, comma separated; - excludes',
  country: 'countries of the outlets (RU,AF); - excludes',
  entity: 'entity ids (khabar entities list); - excludes',
  topic: 'topic ids; - excludes',
  type: 'kinds of outlet (state,exile); - excludes',
  genre: 'kinds of article (opinion,interview); - excludes',
  subject: 'subjects (khabar subjects); - excludes',
  stance: 'HOLDER>TARGET>LABEL, each part may be empty',
  dated: 'yes: only dated articles; no: only undated ones',
  dup: 'fold (one of each story, the default) or all',
  sort: 'new, old or rel',
  size: 'how many, 1 to 100; default 20',
  cursor: 'from the page before',
  scripts: 'names: names of known entities in other scripts too; typed (the default)',
  ui: 'language of labels',
} as const;

const Options = z.record(z.string(), z.unknown()).transform((given) => {
  const wanted = Object.keys(PARAMETERS).flatMap((name): [string, string][] =>
    typeof given[name] === 'string' ? [[name, given[name]]] : [],
  );
  return Object.fromEntries(wanted);
});

/** Notes that say the query was not read as it was typed: a script should not take the answer for what was asked. */
const BROKEN = new Set([
  'unclosed-paren',
  'unclosed-quote',
  'stray-close',
  'dangling-operator',
  'unknown-field',
  'too-long',
  'too-deep',
  'too-many-clauses',
  'empty-field',
  'regex-unsupported',
  'bad-score',
  'bad-date',
  'bad-boost',
  'unknown-language',
  'unknown-country',
  'unknown-polarity',
]);

/** `khabar search`: the search of the dashboard, in a terminal. */
export function addSearch(program: Command, cli: Cli): void {
  const command = program
    .command('search')
    .description('search articles')
    .argument('[query...]', 'in the query language; empty: everything');
  for (const [name, description] of Object.entries(PARAMETERS))
    command.option(`--${name} <value>`, description);
  command.option('--explain', 'how the query was understood, and what each clause finds alone');
  command.addHelpText(
    'after',
    '\nA query that could only be read in part is answered as far as it was read, with a note on stderr and exit code 2.\n\nExamples:\n  khabar search minister --lang ru,fa --from 2025-07-01\n  khabar search \'title:transit AND NOT "gas pipeline"\' --genre interview\n  khabar search ترانزیت --json | jq -r ".items[].url"',
  );
  addShared(command).action((words: string[]) =>
    withClient(command, cli, async (client) => {
      const { terminal } = cli;
      const isExplained = command.opts()['explain'] === true;
      const schemas = await import('@khabar/api/schemas');
      const found = await client.json(
        '/articles/search',
        schemas.ArticleList,
        withJson('POST', {
          ...optionsOf(command, Options),
          ...(isExplained ? { explain: 'yes' } : {}),
          q: words.join(' '),
        }),
      );
      const broken = found.hints.filter((hint) => BROKEN.has(hint.code) || hint.parameter !== undefined);
      if (wantsJson(command)) await outJson(terminal, found);
      else {
        if (isExplained) await showReading(found, terminal);
        // The counts stand above already.
        await showResults(isExplained ? { ...found, clauses: [] } : found, terminal);
      }
      for (const hint of found.hints) showHint(hint, words.join(' '), terminal);
      if (broken.length > 0) cli.exitWith(EXIT.usage);
    }),
  );
}

/** The reading in one line, then each clause with its count. */
async function showReading(found: ArticleList, terminal: Terminal): Promise<void> {
  await terminal.out(`understood as: ${found.understood.map((chip) => chip.text).join(' ')}\n`);
  for (const clause of found.clauses ?? []) await terminal.out(`  ${clause.query} alone: ${clause.total}\n`);
  await terminal.out('\n');
}

async function showResults(found: ArticleList, terminal: Terminal): Promise<void> {
  const colours = coloursFor(terminal);
  for (const item of found.items) await terminal.out(resultText(item, colours));
  if (found.items.length === 0) {
    await terminal.out('nothing found\n');
    for (const clause of found.clauses ?? [])
      await terminal.out(
        `  ${clause.query}${clause.allDates === true ? ', all dates' : ' alone'}: ${clause.total}\n`,
      );
  }
  const { from, to, defaulted } = found.range;
  const dates =
    from === null && to === null
      ? 'all dates'
      : `${from?.slice(0, 10) ?? '…'} to ${to?.slice(0, 10) ?? '…'}${defaulted ? ' (where the data is; the last 30 days hold none)' : ''}`;
  terminal.err(
    `khabar: ${found.items.length} of ${found.total} stories (${found.totalArticles} articles, ${found.totalSources} sources), ${dates}, ${found.tookMs} ms${found.cursor === null ? '' : `; go on with --cursor ${found.cursor}`}\n`,
  );
}

function resultText(item: ArticleList['items'][number], colours: Colours): string {
  const { bold, dim } = colours;
  const date = item.publishedAt?.slice(0, 10) ?? 'undated';
  const copies = item.copies === 0 ? '' : dim(`  +${item.copies} copies`);
  const stances = item.stances
    .map((stance) => `${stance.holderRef.label} -> ${stance.targetRef.label} ${stance.label}`)
    .join('; ');
  return [
    `${dim(date)}  ${item.source.name}${dim(`  ${item.language}`)}${copies}`,
    `  ${bold(markedText(item.title, colours))}`,
    `  ${markedText(item.snippet, colours)}`,
    ...(stances === '' ? [] : [`  ${dim(stances)}`]),
    `  ${dim(`${item.url}  ${item.id}`)}\n\n`,
  ].join('\n');
}

function showHint(hint: ArticleList['hints'][number], query: string, terminal: Terminal): void {
  const where = hint.parameter === undefined ? 'query' : `--${hint.parameter}`;
  terminal.err(
    `khabar: ${where}: ${hint.message}${hint.repair === undefined ? '' : ` Meant: ${hint.repair.query}`}\n`,
  );
  const { start, end } = hint;
  if (
    start === undefined ||
    end === undefined ||
    hint.parameter !== undefined ||
    end > query.length ||
    query.includes('\n')
  )
    return;
  terminal.err(`  ${query}\n  ${' '.repeat(start)}${'^'.repeat(Math.max(1, end - start))}\n`);
}
