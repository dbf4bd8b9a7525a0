import { resolve } from 'node:path';

import type { Command } from 'commander';
import { z } from 'zod';

import { byteCount } from '../byte-count.ts';
import { addShared, type Cli, outJson, wantsJson, withClient } from '../cli.ts';
import { withJson } from '../client.ts';
import { runSteps } from '../steps.ts';

const Done = z.object({ path: z.string(), bytes: z.number().int() });

/** `khabar backup`: a whole copy of the data folder, while Khabar runs or not. */
export function addBackup(program: Command, cli: Cli): void {
  const command = program
    .command('backup')
    .description('copy the record and the raw pages into a new folder')
    .argument('<folder>', 'a folder that does not exist yet, on the machine that runs Khabar')
    .addHelpText('after', '\nExample:\n  khabar backup ./khabar-backup-2026-11-24');
  addShared(command).action(async (folder: string) => {
    const { terminal } = cli;
    await withClient(command, cli, async (client) => {
      let done: z.infer<typeof Done> | undefined;
      const copy = async (): Promise<void> => {
        done = await client.json('/backup', Done, withJson('POST', { destination: resolve(folder) }));
      };
      await runSteps(terminal, [{ title: `copying into ${resolve(folder)}`, run: copy }]);
      if (done === undefined) return;
      await (wantsJson(command)
        ? outJson(terminal, done)
        : terminal.out(`${done.path}: ${byteCount(done.bytes)}\n`));
    });
  });
}
