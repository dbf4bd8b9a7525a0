import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, wantsJson, withClient } from '../cli.ts';
import { withJson } from '../client.ts';
import { watchWork } from '../watch-work.ts';

const Options = z.object({
  wait: z.boolean().default(true),
  all: z.boolean().default(false),
  extract: z.boolean().default(false),
});

/** `khabar retag`: entities, quotes and stances again, by the rules of this version. */
export function addRetag(program: Command, cli: Cli): void {
  const command = program
    .command('retag')
    .description('tag again what another version tagged')
    .option('--all', 'every article, whichever version tagged it', false)
    .option('--extract', 'read the kept pages again first', false)
    .option('--no-wait', 'do not watch; only where Khabar is running')
    .addHelpText(
      'after',
      '\nCtrl-C stops the watching, not the work.\n\nExamples:\n  khabar retag\n  khabar retag --all --extract',
    );
  addShared(command).action(async () => {
    const { wait, all, extract } = optionsOf(command, Options);
    const view = { cli, json: wantsJson(command), wait };
    const init = withJson('POST', { all, extract });
    await withClient(command, cli, (client) =>
      watchWork(
        { path: '/retag', init, stages: ['extract', 'tag', 'index'], done: 'are tagged again' },
        client,
        view,
      ),
    );
  });
}
