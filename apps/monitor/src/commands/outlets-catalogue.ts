import { KhabarError } from '@khabar/article';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import { chooseCatalogue } from '../outlets/choose-catalogue.ts';
import { putOutlets } from '../outlets/put-outlets.ts';
import { textTable } from '../text-table.ts';

const Options = z.object({
  country: z.string().optional(),
  language: z.string().optional(),
  pack: z.string().optional(),
  packs: z.boolean().default(false),
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
    .option('--pack <id>', 'only of this pack: country-af, language-ps … (--packs lists them)')
    .option('--packs', 'list the packs', false)
    .option('--add', 'add them; those not yet checked on this machine stay paused', false)
    .addHelpText(
      'after',
      '\nExamples:\n  khabar outlets catalogue\n  khabar outlets catalogue --packs\n  khabar outlets catalogue --country AF,RU --add\n  khabar outlets check --pack language-ps --add',
    );
  addShared(command).action(async (ids: string[]) => {
    const { terminal } = cli;
    const { country, language, pack, packs, add } = optionsOf(command, Options);
    if (packs) return listPacks({ cli, json: wantsJson(command) });
    const chosen = await chooseCatalogue({ ids, country, language, pack });
    if (add) {
      if (chosen.length === 0) throw new KhabarError('NOT_FOUND', 'catalogue: none of its sources fits');
      return withClient(command, cli, async (client) => {
        const done = await putOutlets(chosen, client, { pauseUnchecked: true });
        await (wantsJson(command)
          ? outJson(terminal, done)
          : terminal.out(
              `${done.added} added, ${done.changed} changed; what was not checked on this machine is paused: khabar outlets check --add\n`,
            ));
      });
    }
    if (wantsJson(command)) return outJson(terminal, { outlets: chosen });
    const rows = chosen.map((outlet) => [
      outlet.id,
      outlet.country ?? '',
      outlet.language,
      outlet.affiliation ?? outlet.kind,
      outlet.grade ?? '',
      String(outlet.channels.length),
      outlet.name,
    ]);
    return terminal.out(
      textTable(['id', 'in', 'lang', 'kind', 'grade', 'channels', 'name'], rows, terminal.columns),
    );
  });
}

async function listPacks({ cli, json }: { cli: Cli; json: boolean }): Promise<void> {
  const { loadCatalogue, loadPacks } = await import('@khabar/sources');
  const packs = await loadPacks(await loadCatalogue());
  if (json) return outJson(cli.terminal, { packs });
  const rows = packs.map(({ id, outlets, name, about }) => [
    id,
    String(outlets.length),
    about === undefined ? name : `${name}: ${about}`,
  ]);
  return cli.terminal.out(textTable(['id', 'sources', 'name'], rows, cli.terminal.columns));
}
