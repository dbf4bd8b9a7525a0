import { KhabarError } from '@khabar/article';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import { putOutlets } from '../outlets/put-outlets.ts';
import { textTable } from '../text-table.ts';

const Options = z.object({
  country: z.string().optional(),
  language: z.string().optional(),
  add: z.boolean().default(false),
});

/** `khabar outlets catalogue`: the sources that come with Khabar and are added by choice. */
export function addOutletCatalogue(outlets: Command, cli: Cli): void {
  const command = outlets
    .command('catalogue')
    .description('the sources that come with Khabar; --add watches them')
    .argument('[ids...]', 'only these')
    .option('--country <codes>', 'only of these countries, comma separated')
    .option('--language <codes>', 'only in these languages, comma separated')
    .option('--add', 'add them', false)
    .addHelpText(
      'after',
      '\nExamples:\n  khabar outlets catalogue\n  khabar outlets catalogue --country AF,RU --add',
    );
  addShared(command).action(async (ids: string[]) => {
    const { terminal } = cli;
    const { country, language, add } = optionsOf(command, Options);
    const { loadCatalogue } = await import('@khabar/sources');
    const catalogue = await loadCatalogue();
    const missing = ids.filter((id) => !catalogue.some((outlet) => outlet.id === id));
    if (missing.length > 0)
      throw new KhabarError('NOT_FOUND', `catalogue: there is no ${missing.join(', ')}`);
    const chosen = catalogue.filter(
      (outlet) =>
        (ids.length === 0 || ids.includes(outlet.id)) &&
        among(country?.toUpperCase(), outlet.country ?? '') &&
        among(language, outlet.language),
    );
    if (add) {
      if (chosen.length === 0) throw new KhabarError('NOT_FOUND', 'catalogue: none of its sources fits');
      return withClient(command, cli, async (client) => {
        const done = await putOutlets(chosen, client);
        await (wantsJson(command)
          ? outJson(terminal, done)
          : terminal.out(`${done.added} added, ${done.changed} changed\n`));
      });
    }
    if (wantsJson(command)) return outJson(terminal, { outlets: chosen });
    const rows = chosen.map((outlet) => [
      outlet.id,
      outlet.country ?? '',
      outlet.language,
      outlet.kind,
      String(outlet.channels.length),
      outlet.name,
    ]);
    return terminal.out(textTable(['id', 'in', 'lang', 'kind', 'channels', 'name'], rows, terminal.columns));
  });
}

function among(list: string | undefined, value: string): boolean {
  return list === undefined || list.split(',').includes(value);
}
