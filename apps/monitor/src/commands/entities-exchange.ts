import { readFile } from 'node:fs/promises';

import { KhabarError } from '@khabar/article';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import { withJson } from '../client.ts';
import { EXIT } from '../failure.ts';

const ImportOptions = z.object({ dryRun: z.boolean().default(false), note: z.string().optional() });

/** `khabar entities export`. */
export function addEntityExport(entities: Command, cli: Cli): void {
  const command = entities
    .command('export')
    .description('the changes that hold, one a line (JSONL): what import reads, and a change of the data')
    .addHelpText('after', '\nExample:\n  khabar entities export > edits.jsonl');
  addShared(command).action(() =>
    withClient(command, cli, async (client) => {
      const response = await client.request('/registry/export');
      await cli.terminal.out(await response.text());
    }),
  );
}

/** `khabar entities import`. */
export function addEntityImport(entities: Command, cli: Cli): void {
  const command = entities
    .command('import')
    .description('take changes from a file: all of them, or, where one does not fit, none')
    .argument('<file>', 'JSONL: changes as export writes them, or entities as the data files have them')
    .option('--dry-run', 'say what would become of each line', false)
    .option('--note <text>', 'why, for those who read the history');
  addShared(command).action(async (path: string) => {
    const { terminal } = cli;
    const { dryRun, note } = optionsOf(command, ImportOptions);
    const lines = await readFile(path, 'utf8').catch((cause: unknown) => {
      throw new KhabarError('INPUT_MISSING', `${path}: cannot be read`, { cause });
    });
    await withClient(command, cli, async (client) => {
      const { RegistryImported } = await import('@khabar/api/registry-schemas');
      const done = await client.json(
        '/registry/import',
        RegistryImported,
        withJson('POST', { lines, dryRun, ...(note === undefined ? {} : { note }) }),
      );
      if (done.refused > 0) cli.exitWith(EXIT.usage);
      if (wantsJson(command)) return outJson(terminal, done);
      for (const { line, problem } of done.lines)
        if (problem !== null) terminal.err(`khabar: ${path} line ${line}: ${problem}\n`);
      const verb = done.applied ? 'taken' : 'would be taken';
      return terminal.out(
        `${done.taken} ${verb}, ${done.known} known already, ${done.refused} refused${done.refused > 0 && !dryRun ? '; nothing was changed' : ''}\n`,
      );
    });
  });
}
