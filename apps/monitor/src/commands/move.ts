import { shownAddress } from '@khabar/store';
import type { Command } from 'commander';
import { z } from 'zod';

import { byteCount } from '../byte-count.ts';
import { addShared, type Cli, optionsOf, outJson, settingsOf, wantsJson } from '../cli.ts';
import type { Moved } from '../move/move-installation.ts';
import type { Place } from '../move/move-place.ts';

const Options = z.object({
  to: z.string(),
  redis: z
    .url({ protocol: /^rediss?$/, error: 'must be an address that begins with redis:// or rediss://' })
    .optional(),
  elasticsearch: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
    .optional(),
  rawPages: z.string().optional(),
});
type Options = z.infer<typeof Options>;

/** `khabar move`: the whole installation to servers, or back into a folder; only while Khabar does not run. */
export function addMove(program: Command, cli: Cli): void {
  const command = program
    .command('move')
    .description(
      'move the installation to a PostgreSQL server, or back into a folder; only while Khabar is not running',
    )
    .requiredOption('--to <place>', 'postgres://user:password@host/database, or a new folder')
    .option('--redis <address>', 'Redis that will keep the queue (REDIS_URL)')
    .option('--elasticsearch <address>', 'Elasticsearch that will keep the index (ELASTICSEARCH_URL)')
    .option(
      '--raw-pages <folder>',
      'data folder of the target, where it must have the raw pages elsewhere (KHABAR_DATA)',
    )
    .addHelpText(
      'after',
      '\nNothing of the source is changed. Stopped or killed at any point, the same command goes on where it was.\nAt the end every table and file is compared on both sides; queue and index are made again from the record.\n\nExamples:\n  khabar move --to postgres://khabar:secret@db/khabar --redis redis://queue:6379 --elasticsearch http://search:9200\n  DATABASE_URL=postgres://… khabar move --to ./khabar-data',
    );
  addShared(command).action(async () => {
    const { terminal } = cli;
    const config = settingsOf(command, terminal);
    const options = optionsOf(command, Options);
    const { placeNamed, placeOf } = await import('../move/move-place.ts');
    const { moveInstallation } = await import('../move/move-installation.ts');
    const { openMoveProgress } = await import('../move/move-progress.ts');
    const { checkServices } = await import('../move/check-services.ts');
    const from = placeOf(config);
    const to = placeNamed(options.to, {
      from,
      ...(options.rawPages === undefined ? {} : { folder: options.rawPages }),
    });
    await checkServices({
      ...(options.redis === undefined ? {} : { redis: options.redis }),
      ...(options.elasticsearch === undefined ? {} : { elasticsearch: options.elasticsearch }),
    });
    const progress = openMoveProgress(terminal, () => performance.now());
    let moved: Moved;
    try {
      moved = await moveInstallation(
        { from, to },
        { signal: cli.interruption(), now: () => new Date(), progress },
      );
    } finally {
      progress.end();
    }
    const settings = settingsFor(to, options);
    if (wantsJson(command)) return outJson(terminal, { ...moved, settings });
    return terminal.out(inWords(moved, settings));
  });
}

/** What the environment must say from now on; empty: not set. Passwords are not shown. */
function settingsFor(
  { record, dataFolder }: Place,
  { redis, elasticsearch }: Options,
): Record<string, string> {
  return {
    KHABAR_DATA: dataFolder,
    DATABASE_URL: record.kind === 'server' ? shownAddress(record.url) : '',
    REDIS_URL: redis === undefined ? '' : shownAddress(redis),
    ELASTICSEARCH_URL: elasticsearch === undefined ? '' : shownAddress(elasticsearch),
  };
}

function inWords({ tables, rawPages }: Moved, settings: Record<string, string>): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const articles = tables.find(({ table }) => table === 'articles')?.rows ?? 0;
  const files =
    rawPages === null
      ? 'raw pages stay where they are'
      : `${rawPages.files} files of raw pages (${byteCount(rawPages.bytes)})`;
  const lines = Object.entries(settings).map(([name, value]) => `  ${name}=${value}`);
  return `Moved and compared: ${articles} articles, ${rows} rows in ${tables.length} tables; ${files}.\nStart Khabar with these settings (with the passwords that are not shown here):\n${lines.join('\n')}\n`;
}
