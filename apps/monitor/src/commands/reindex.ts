import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, wantsJson, withClient } from '../cli.ts';
import { watchWork } from '../watch-work.ts';

const Options = z.object({ wait: z.boolean().default(true) });

/** `khabar reindex`: builds the search index again from the record. */
export function addReindex(program: Command, cli: Cli): void {
  const command = program
    .command('reindex')
    .description('build the search index again from the record; search works meanwhile')
    .option('--no-wait', 'do not watch; only where Khabar is running')
    .addHelpText('after', '\nCtrl-C stops the watching, not the work.\n\nExample:\n  khabar reindex');
  addShared(command).action(async () => {
    const view = { cli, json: wantsJson(command), wait: optionsOf(command, Options).wait };
    await withClient(command, cli, (client) =>
      watchWork(
        { path: '/reindex', init: { method: 'POST' }, stages: ['index'], done: 'are in the index again' },
        client,
        view,
      ),
    );
  });
}
