import { KhabarError, type RetagScope } from '@khabar/article';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import { type Client, withJson } from '../client.ts';
import { retagReportText, retagRunsTable } from '../retag-report.ts';
import { watchRetag } from '../watch-retag.ts';
import { watchWork } from '../watch-work.ts';

const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .optional();
const Options = z.object({
  wait: z.boolean().default(true),
  all: z.boolean().default(false),
  extract: z.boolean().default(false),
  dryRun: z.boolean().default(false),
  apply: z.string().optional(),
  rollback: z.string().optional(),
  stop: z.string().optional(),
  show: z.string().optional(),
  runs: z.boolean().default(false),
  alerts: z.boolean().default(false),
  since: z.string().optional(),
  outlet: list,
  lang: list,
  entity: z.string().optional(),
});
type Options = z.infer<typeof Options>;

const HELP = `
A dry run compares what is stored with what the rules and the names of now say, and writes nothing. Without it the difference is
written at once; either way, what was is kept and comes back with --rollback, byte for byte, but for articles that were changed
since, which are named. What people corrected wins over every run. One run at a time; a run that was killed goes on by itself.
Ctrl-C stops the watching, not the work.

Examples:
  khabar retag --dry-run --lang ps,fa --since 2025-07-01
  khabar retag --apply RUN
  khabar retag --rollback RUN
  khabar retag --all --extract`;

/** `khabar retag`: entities, quotes and stances again, by the rules of this version. */
export function addRetag(program: Command, cli: Cli): void {
  const command = program
    .command('retag')
    .description('tag again what another version tagged, with a dry run first if wanted')
    .option('--dry-run', 'say what would differ, write nothing', false)
    .option('--apply <run>', 'write what a dry run found')
    .option('--rollback <run>', 'restore what was before a run')
    .option('--stop <run>', 'stop a run; what it wrote stays until it is rolled back')
    .option('--show <run>', 'how far a run is, and what differs')
    .option('--runs', 'the runs there were', false)
    .option('--since <date>', 'only articles since this day')
    .option('--outlet <ids>', 'only of these outlets, comma separated')
    .option('--lang <codes>', 'only in these languages, comma separated')
    .option('--entity <id>', 'only those that mention it or hold one of its names')
    .option('--all', 'every article, whichever version tagged it', false)
    .option('--alerts', 'tell of articles that newly match an alert rule', false)
    .option('--extract', 'read the kept pages again first; cannot be rolled back', false)
    .option('--no-wait', 'do not watch; only where Khabar is running')
    .addHelpText('after', HELP);
  addShared(command).action(async () => {
    const options = optionsOf(command, Options);
    await withClient(command, cli, (client) => retag(options, client, { cli, json: wantsJson(command) }));
  });
}

async function retag(
  options: Options,
  client: Client,
  { cli, json }: { cli: Cli; json: boolean },
): Promise<void> {
  const view = { cli, json, wait: options.wait };
  if (options.extract)
    return watchWork(
      {
        path: '/retag',
        init: withJson('POST', { all: options.all, extract: true }),
        stages: ['extract', 'tag', 'index'],
        done: 'are read and tagged again',
      },
      client,
      view,
    );
  const { RetagRunList, RetagRunView } = await import('@khabar/api/schemas');
  if (options.runs) {
    const runs = await client.json('/retag-runs', RetagRunList);
    if (json) return outJson(cli.terminal, runs);
    return cli.terminal.out(retagRunsTable(runs.items, cli.terminal.columns));
  }
  if (options.show !== undefined) {
    const run = await client.json(`/retag-runs/${encodeURIComponent(options.show)}`, RetagRunView);
    return json ? outJson(cli.terminal, run) : cli.terminal.out(retagReportText(run));
  }
  if (options.stop !== undefined) {
    const run = await client.json(`/retag-runs/${encodeURIComponent(options.stop)}`, RetagRunView, {
      method: 'DELETE',
    });
    return json ? outJson(cli.terminal, run) : cli.terminal.out(`run ${run.id} is ${run.state}\n`);
  }
  const { path, body } = beginningOf(options);
  return watchRetag(await client.json(path, RetagRunView, withJson('POST', body)), client, view);
}

function beginningOf(options: Options): { path: string; body: object } {
  const { apply, rollback, alerts } = options;
  if (apply !== undefined)
    return { path: `/retag-runs/${encodeURIComponent(apply)}/apply`, body: { alerts } };
  if (rollback !== undefined)
    return { path: `/retag-runs/${encodeURIComponent(rollback)}/rollback`, body: {} };
  return {
    path: '/retag-runs',
    body: { scope: scopeOf(options), apply: !options.dryRun, alerts },
  };
}

function scopeOf({ since, outlet, lang, entity, all }: Options): RetagScope {
  return {
    ...(since === undefined ? {} : { since: instantOf(since) }),
    ...(outlet === undefined ? {} : { outlets: outlet }),
    ...(lang === undefined ? {} : { languages: lang }),
    ...(entity === undefined ? {} : { entity }),
    ...(all ? { all } : {}),
  };
}

function instantOf(date: string): string {
  const time = /^\d{4}-\d{2}-\d{2}/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(time))
    throw new KhabarError('INPUT_INVALID', `--since: ${date}: a day such as 2025-07-01 is wanted`);
  return new Date(time).toISOString();
}
