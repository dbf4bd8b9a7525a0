import { setTimeout as wait } from 'node:timers/promises';

import type { OutletCheck, OutletView } from '@khabar/api/schemas';
import { KhabarError } from '@khabar/article';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withOpenedClient } from '../cli.ts';
import type { Client } from '../client.ts';
import { EXIT } from '../failure.ts';
import { addChecked, checkCatalogue, checkTable } from '../outlets/check-catalogue.ts';
import { chooseCatalogue } from '../outlets/choose-catalogue.ts';
import { textTable } from '../text-table.ts';

const Done = z.object({ done: z.literal(true) });

const POLL_MS = 300;
const VISIT_TIMEOUT_MS = 120_000;

const Options = z.object({
  pack: z.string().optional(),
  country: z.string().optional(),
  language: z.string().optional(),
  all: z.boolean().default(false),
  again: z.boolean().default(false),
  add: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

const HELP = `
A source that is watched is visited now. Sources of the catalogue are tried for real, one after the other: robots.txt,
each channel, dates, three articles; nothing of them is kept but the verdict. A run that is stopped goes on where it
was: checks of the last 24 hours count, unless --again.

Examples:
  khabar outlets check kubha.example
  khabar outlets check --pack language-ps
  khabar outlets check --country AF --add`;

/** `khabar outlets check`: visits a source now, or tries sources of the catalogue, and shows how they answer. */
export function addOutletCheck(outlets: Command, cli: Cli): void {
  const command = outlets
    .command('check')
    .description('try sources now and show how their channels, dates and articles come out')
    .argument('[ids...]', 'a source that is watched, or sources of the catalogue')
    .option('--pack <id>', 'the sources of a pack, see khabar outlets catalogue --packs')
    .option('--country <codes>', 'the sources of these countries, comma separated')
    .option('--language <codes>', 'the sources in these languages, comma separated')
    .option('--all', 'the whole catalogue', false)
    .option('--again', 'also those checked in the last 24 hours', false)
    .option('--add', 'watch those that are usable', false)
    .addHelpText('after', HELP);
  addShared(command).action(async (ids: string[]) => {
    const options = optionsOf(command, Options);
    const { pack, country, language, all } = options;
    const [id] = ids;
    const chosen = pack !== undefined || country !== undefined || language !== undefined || all;
    if (!chosen && id === undefined)
      throw new KhabarError(
        'INPUT_MISSING',
        'outlets check: give a source, --pack, --country, --language or --all',
      );
    await withOpenedClient(command, { cli, fetching: true }, async (client) => {
      const view = { cli, json: wantsJson(command), options };
      const single = !chosen && !options.add && ids.length === 1 ? id : undefined;
      return single !== undefined && (await isOne(single, client))
        ? check(single, client, view)
        : checkMany(ids, client, view);
    });
  });
}

/** A source that is watched, or one that nobody knows, which the API then names as missing. */
async function isOne(id: string, client: Client): Promise<boolean> {
  const schemas = await import('@khabar/api/schemas');
  const { items } = await client.json('/outlets', schemas.OutletList);
  if (items.some((outlet) => outlet.id === id)) return true;
  const { loadCatalogue } = await import('@khabar/sources');
  return !(await loadCatalogue()).some((outlet) => outlet.id === id);
}

interface ManyView {
  readonly cli: Cli;
  readonly json: boolean;
  readonly options: Options;
}

async function checkMany(ids: readonly string[], client: Client, view: ManyView): Promise<void> {
  const { cli, json, options } = view;
  const { terminal } = cli;
  const { pack, country, language, again, add } = options;
  const chosen = await chooseCatalogue({ ids, pack, country, language });
  if (chosen.length === 0) throw new KhabarError('NOT_FOUND', 'catalogue: none of its sources fits');
  const { checks, left } = await checkCatalogue(chosen, {
    client,
    signal: cli.interruption(),
    again,
    onDone: ({ outletId, verdict, reasons }, { done, of }) => {
      const reason = reasons[0] === undefined ? '' : `: ${reasons[0]}`;
      terminal.err(`khabar: ${done}/${of} ${outletId} ${verdict}${reason}\n`);
    },
  });
  const added = add ? await addChecked(checks, client) : 0;
  if (json) await outJson(terminal, { checks, left, added });
  else {
    await terminal.out(checkTable(checks, terminal.columns));
    const count = (verdict: OutletCheck['verdict']): number =>
      checks.filter((one) => one.verdict === verdict).length;
    await terminal.out(`\n${count('ok')} ok, ${count('partly')} partly, ${count('failed')} failed\n`);
    if (add) await terminal.out(`${added} are watched\n`);
  }
  if (left > 0) terminal.err(`khabar: stopped with ${left} left; the same command goes on\n`);
  if (checks.length > 0 && checks.every(({ verdict }) => verdict === 'failed')) cli.exitWith(EXIT.failed);
}

async function check(id: string, client: Client, { cli, json }: { cli: Cli; json: boolean }): Promise<void> {
  const { terminal } = cli;
  const path = `/outlets/${encodeURIComponent(id)}`;
  const schemas = await import('@khabar/api/schemas');
  const before = await client.json(path, schemas.OutletView);
  await client.json(`${path}/visit`, Done, { method: 'POST' });
  const outlet = await visited(path, before, { client, signal: cli.interruption() });
  const { items } = await client.json(`${path}/fetches`, schemas.FetchList);
  const since = before.lastTriedAt ?? '';
  const visits = items.filter((item) => item.what === 'channel' && item.at > since);
  if (json) await outJson(terminal, { outlet, visits });
  else {
    await terminal.out(
      `${outlet.name}: ${outlet.status}${outlet.reason === null ? '' : `: ${outlet.reason}`}\n\n`,
    );
    const rows = visits.map((item) => [
      item.outcome,
      String(item.status ?? ''),
      String(item.found ?? ''),
      `${item.ms} ms`,
      `${item.url}${item.reason === null ? '' : ` (${item.reason})`}`,
    ]);
    await terminal.out(
      textTable(['outcome', 'status', 'articles', 'time', 'address'], rows, terminal.columns),
    );
  }
  if (outlet.status === 'failing' || outlet.status === 'blocked') cli.exitWith(EXIT.failed);
}

async function visited(
  path: string,
  before: OutletView,
  { client, signal }: { client: Client; signal: AbortSignal },
): Promise<OutletView> {
  const schemas = await import('@khabar/api/schemas');
  const until = Date.now() + VISIT_TIMEOUT_MS;
  for (;;) {
    const outlet = await client.json(path, schemas.OutletView);
    if (outlet.lastTriedAt !== null && outlet.lastTriedAt !== before.lastTriedAt) return outlet;
    if (Date.now() > until)
      throw new KhabarError(
        'TIMEOUT',
        `outlet ${before.id}: not visited within ${VISIT_TIMEOUT_MS / 1000} s`,
        { retry: 'later' },
      );
    await wait(POLL_MS, undefined, { signal });
  }
}
