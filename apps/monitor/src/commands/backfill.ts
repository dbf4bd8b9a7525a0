import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import type { BackfillStep, BackfillView } from '@khabar/api/schemas';
import { KhabarError } from '@khabar/article';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withOpenedClient } from '../cli.ts';
import { type Client, withJson } from '../client.ts';
import { EXIT } from '../failure.ts';
import { openProgress, type Progress } from '../progress.ts';
import { textTable } from '../text-table.ts';
import { paceNote } from '../watch-work.ts';

const Options = z.object({
  outlet: z.string().optional(),
  from: z.enum(['sitemaps', 'feed']).default('sitemaps'),
  since: z.string().optional(),
  until: z.string().optional(),
  rate: z.coerce.number().positive().optional(),
  most: z.coerce.number().int().positive().optional(),
  list: z.boolean().default(false),
  stop: z.string().optional(),
  wait: z.boolean().default(true),
});
type Options = z.infer<typeof Options>;

const HELP = `
What it takes: the id of a source (its sitemaps, or the older pages of its feeds and lists), a list of addresses (.csv, .tsv,
.txt), WARC archives (.warc, .warc.gz, CC-NEWS) and saved pages, or a folder of them. Alert rules never see what it brings.
Fetching stays polite (robots.txt, one request at a time a host, behind everything new). The same command again goes on where
it was, also after a kill; pages that are there already are not taken twice.

Examples:
  khabar backfill kubha-news --since 2021-08-15
  khabar backfill kubha-news --from feed --since 2024-01-01 --rate 30
  khabar backfill addresses.csv --outlet kubha-news
  khabar backfill archive/ crawl-2024.warc.gz
  khabar backfill --list
  khabar backfill --stop ID`;

/** `khabar backfill`: old articles, from sitemaps, older pages, lists and archives. */
export function addBackfill(program: Command, cli: Cli): void {
  const command = program
    .command('backfill')
    .description('take in old articles: sitemaps, older pages, lists of addresses, archives; without alerts')
    .argument('[what...]', 'a source, a list of addresses, archives, folders')
    .option('--outlet <id>', 'the source that a list or an archive is of; archives otherwise by address')
    .option('--from <where>', 'of a source: sitemaps or feed (its older pages)', 'sitemaps')
    .option('--since <date>', 'nothing dated before this day')
    .option('--until <date>', 'nothing dated after this day')
    .option('--rate <n>', 'addresses a minute at most; otherwise as the hosts allow')
    .option('--most <n>', 'addresses at most')
    .option('--list', 'the backfills there were', false)
    .option('--stop <id>', 'fetch nothing further of one; what it brought stays')
    .option('--no-wait', 'do not wait until everything is read')
    .addHelpText('after', HELP);
  addShared(command).action(async (what: string[]) => {
    const options = optionsOf(command, Options);
    const json = wantsJson(command);
    const files = await Promise.all(what.map((one) => isThere(one)));
    const fetching = !options.list && options.stop === undefined && !files.every(Boolean);
    await withOpenedClient(command, { cli, fetching: fetching || isList(what) }, async (client) => {
      const run = { client, cli, options, json };
      if (options.list) return showList(run);
      if (options.stop !== undefined) return stop(options.stop, run);
      const [first] = what;
      if (first === undefined)
        throw new KhabarError('INPUT_MISSING', 'backfill: a source, a list or an archive is needed');
      if (!files.some(Boolean)) return fromSource(what, run);
      return isList(what) ? fromList(first, run) : fromArchives(what, run);
    });
  });
}

interface Run {
  readonly client: Client;
  readonly cli: Cli;
  readonly options: Options;
  readonly json: boolean;
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function isList(what: readonly string[]): boolean {
  return what.length === 1 && /\.(csv|tsv|txt|list)$/i.test(what[0] ?? '');
}

function wishOptions({ since, until, rate, most }: Options) {
  return {
    ...(since === undefined ? {} : { since: instantOf('--since', since) }),
    ...(until === undefined ? {} : { until: instantOf('--until', until) }),
    ...(rate === undefined ? {} : { perMinute: rate }),
    ...(most === undefined ? {} : { most }),
  };
}

function instantOf(name: string, text: string): string {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new KhabarError('INPUT_INVALID', `${name}: "${text}" is no date`);
  return date.toISOString();
}

async function begin(
  wanted: { kind: BackfillView['kind']; outletId: string | null; what: readonly string[] },
  { client, options }: Run,
): Promise<BackfillView> {
  const { BackfillView: View } = await import('@khabar/api/schemas');
  const given = wishOptions(options);
  const wish = JSON.stringify([wanted.kind, wanted.outletId, wanted.what, given]);
  const { kind, outletId } = wanted;
  return client.json(
    '/backfills',
    View,
    withJson('POST', { kind, outletId, wish: wish.slice(0, 4_000), options: given }),
  );
}

async function step(path: string, body: unknown, { client }: Run): Promise<BackfillStep> {
  const { BackfillStep: Step } = await import('@khabar/api/schemas');
  return client.json(path, Step, withJson('POST', body));
}

async function viewOf(id: string, { client }: Run): Promise<BackfillView> {
  const { BackfillView: View } = await import('@khabar/api/schemas');
  return client.json(`/backfills/${id}`, View);
}

async function setState(
  id: string,
  state: 'running' | 'done' | 'stopped',
  { client }: Run,
): Promise<BackfillView> {
  const { BackfillView: View } = await import('@khabar/api/schemas');
  return client.json(`/backfills/${id}`, View, withJson('PATCH', { state }));
}

async function fromSource(what: readonly string[], run: Run): Promise<void> {
  const [outletId, ...others] = what;
  if (outletId === undefined || others.length > 0)
    throw new KhabarError(
      'INPUT_INVALID',
      `backfill: ${what.join(' ')}: no such files; name one source at a time`,
    );
  const backfill = await begin({ kind: run.options.from, outletId, what: [] }, run);
  const signal = run.cli.interruption();
  const progress = openProgress(run.cli.terminal, { unit: 'addresses' });
  let { taken } = backfill;
  for (let done = backfill.state !== 'looking'; !done;) {
    signal.throwIfAborted();
    const found = await step(`/backfills/${backfill.id}/look`, {}, run);
    ({ done } = found);
    taken += found.taken;
    progress.update(taken, found.at);
    if (run.options.most !== undefined && taken >= run.options.most) break;
  }
  await finish(backfill.id, progress, run);
}

async function fromList(path: string, run: Run): Promise<void> {
  const { addressBatches } = await import('../backfill/address-batches.ts');
  const { outlet } = run.options;
  if (outlet === undefined)
    throw new KhabarError('INPUT_MISSING', `${path}: say of which source the addresses are (--outlet)`);
  const backfill = await begin({ kind: 'addresses', outletId: outlet, what: [resolve(path)] }, run);
  const from = z.object({ lines: z.number() }).safeParse(backfill.place).data?.lines ?? 0;
  const progress = openProgress(run.cli.terminal, { unit: 'addresses' });
  let { taken } = backfill;
  if (backfill.state === 'looking')
    for await (const { addresses, bad, lines } of addressBatches(path, from)) {
      run.cli.interruption().throwIfAborted();
      if (bad > 0) progress.message(`khabar: ${path}: ${bad} lines without an address\n`);
      taken += (await step(`/backfills/${backfill.id}/addresses`, { addresses, place: { lines } }, run))
        .taken;
      progress.update(taken);
    }
  await finish(backfill.id, progress, run);
}

const Place = z.object({ path: z.string(), offset: z.number() });
/** Pages that wait to be read: what is handed over faster only fills the disk. */
const MOST_UNREAD = 1_000;
const LOOK_EVERY = 250;
const POLL_MS = 1_000;

async function fromArchives(what: readonly string[], run: Run): Promise<void> {
  const { findInputs } = await import('../ingest/find-inputs.ts');
  const { archiveBatches, badText } = await import('../backfill/archive-batches.ts');
  const paths = what.map((path) => resolve(path));
  const inputs = (await Promise.all(paths.map((path) => findInputs(path)))).flatMap((found) => found.inputs);
  const backfill = await begin({ kind: 'archive', outletId: run.options.outlet ?? null, what: paths }, run);
  const { terminal } = run.cli;
  const signal = run.cli.interruption();
  const progress = openProgress(terminal, { unit: 'pages' });
  const place = Place.safeParse(backfill.place).data ?? null;
  if (place !== null) progress.message(`khabar: goes on at byte ${place.offset} of ${place.path}\n`);
  let handed = backfill.taken;
  let looked = handed;
  const begun = performance.now();
  if (backfill.state === 'looking')
    for await (const batch of archiveBatches(inputs, place, (name, error) =>
      progress.message(badText(name, error)),
    )) {
      signal.throwIfAborted();
      handed += (await step(`/backfills/${backfill.id}/pages`, batch, run)).taken;
      const seconds = (performance.now() - begun) / 1000;
      progress.update(handed, `${Math.round((handed - backfill.taken) / seconds)} a second`);
      if (handed - looked < LOOK_EVERY) continue;
      looked = handed;
      await untilRead(backfill.id, { signal, progress, handed }, run);
    }
  await finish(backfill.id, progress, run);
}

async function untilRead(
  id: string,
  { signal, progress, handed }: { signal: AbortSignal; progress: Progress; handed: number },
  run: Run,
): Promise<void> {
  for (;;) {
    const { unread } = await viewOf(id, run);
    if (unread <= MOST_UNREAD) return;
    progress.update(handed, `${unread} wait to be read`);
    await wait(POLL_MS, undefined, { signal });
  }
}

/** Waits until all of it is fetched and read; Ctrl-C ends the waiting, not the work. */
async function finish(id: string, progress: Progress, run: Run): Promise<void> {
  const { client, cli, options, json } = run;
  let view = await setState(id, 'running', run);
  const signal = cli.interruption();
  const begun = performance.now();
  const first = left(view);
  while ((options.wait || client.owner === null) && left(view) > 0) {
    progress.update(
      view.articles + view.notArticles,
      paceNote(first - left(view), left(view), (performance.now() - begun) / 1000),
    );
    await wait(POLL_MS, undefined, { signal });
    view = await viewOf(id, run);
  }
  progress.end();
  if (left(view) === 0) view = await setState(id, 'done', run);
  if (client.owner === null) await client.idle();
  if (view.taken === 0 && view.bad > 0) cli.exitWith(EXIT.failed);
  if (json) return outJson(cli.terminal, view);
  return cli.terminal.out(`${inWords(view)}\n`);
}

function left(view: BackfillView): number {
  return view.waiting + view.unread;
}

function inWords(view: BackfillView): string {
  const parts = [
    `${view.articles} articles`,
    `${view.taken} of ${view.found} were new`,
    ...(view.notArticles > 0 ? [`${view.notArticles} were no articles`] : []),
    ...(view.failed > 0 ? [`${view.failed} could not be fetched`] : []),
    ...(view.bad > 0 ? [`${view.bad} could not be read`] : []),
    ...(left(view) > 0 ? [`${left(view)} are still to come`] : []),
  ];
  return `${parts.join(', ')} (backfill ${view.id})`;
}

async function showList({ client, cli, json }: Run): Promise<void> {
  const { BackfillViews } = await import('@khabar/api/schemas');
  const { items } = await client.json('/backfills', BackfillViews);
  if (json) return outJson(cli.terminal, items);
  const rows = items.map((view) => [
    view.id,
    view.kind,
    view.outletId ?? '',
    view.state,
    String(view.articles),
    String(left(view)),
    view.madeAt.slice(0, 16).replace('T', ' '),
  ]);
  return cli.terminal.out(
    items.length === 0
      ? 'no backfills\n'
      : textTable(['id', 'from', 'source', 'state', 'articles', 'left', 'begun'], rows, cli.terminal.columns),
  );
}

async function stop(id: string, run: Run): Promise<void> {
  const view = await setState(id, 'stopped', run);
  return run.json ? outJson(run.cli.terminal, view) : run.cli.terminal.out(`stopped; ${inWords(view)}\n`);
}
