import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import { watchWork } from '../watch-work.ts';

const Options = z.object({ wait: z.boolean().default(true), stop: z.boolean().default(false) });
const Stopped = z.object({ stopped: z.boolean() });

/** `khabar reindex`: builds the search index anew from the record, or goes on where it was interrupted. */
export function addReindex(program: Command, cli: Cli): void {
  const command = program
    .command('reindex')
    .description('build the search index anew from the record; search works meanwhile')
    .option('--no-wait', 'do not watch; only where Khabar is running')
    .option('--stop', 'give up a rebuild under way; the index that is searched stays')
    .addHelpText(
      'after',
      '\nCtrl-C stops the watching, not the work. What was interrupted goes on where it was when Khabar runs again.\n\nExample:\n  khabar reindex',
    );
  addShared(command).action(async () => {
    const { wait, stop } = optionsOf(command, Options);
    const view = { cli, json: wantsJson(command), wait };
    if (stop) {
      await withClient(command, cli, async (client) => {
        const { stopped } = await client.json('/reindex', Stopped, { method: 'DELETE' });
        await (view.json
          ? outJson(cli.terminal, { stopped })
          : cli.terminal.out(stopped ? 'the rebuild is given up\n' : 'no rebuild is under way\n'));
      });
      return;
    }
    await withClient(command, cli, (client) =>
      watchWork(
        { path: '/reindex', init: { method: 'POST' }, stages: ['index'], done: 'are in the index again' },
        client,
        view,
      ),
    );
  });
}
