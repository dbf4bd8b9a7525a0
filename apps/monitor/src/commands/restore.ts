import { resolve } from 'node:path';

import { KhabarError } from '@khabar/article';
import type { Command } from 'commander';

import { addShared, type Cli, outJson, settingsOf, wantsJson } from '../cli.ts';

/** `khabar restore`: puts a backup in the place of the data folder; only while Khabar does not run. */
export function addRestore(program: Command, cli: Cli): void {
  const command = program
    .command('restore')
    .description('put a backup in the place of the data folder; only while Khabar is not running')
    .argument('<folder>', 'what "khabar backup" made')
    .addHelpText(
      'after',
      '\nThe backup is copied and opened before anything is replaced; the folder that was there is kept beside it.\n\nExample:\n  khabar restore ./khabar-backup-2026-11-24',
    );
  addShared(command).action(async (folder: string) => {
    const { terminal } = cli;
    const config = settingsOf(command, terminal);
    if (config.databaseUrl !== undefined) {
      throw new KhabarError(
        'CONFLICT',
        'restore: the record is on a PostgreSQL server (DATABASE_URL); use its own tools (pg_restore)',
      );
    }
    const { restoreFolder } = await import('../restore-folder.ts');
    const done = await restoreFolder(resolve(folder), resolve(config.dataFolder), terminal);
    if (wantsJson(command)) return outJson(terminal, done);
    return terminal.out(
      `${done.folder}: ${done.articles} articles${done.kept === null ? '' : `; what was there is in ${done.kept}, remove it when all is well`}\n`,
    );
  });
}
