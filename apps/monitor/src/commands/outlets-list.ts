import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import { withJson } from '../client.ts';
import { textTable } from '../text-table.ts';

const Filters = z.object({
  status: z.string().optional(),
  lang: z.string().optional(),
  country: z.string().optional(),
});
const Done = z.object({ done: z.literal(true) });

/** `khabar outlets list`. */
export function addOutletList(outlets: Command, cli: Cli): void {
  const command = outlets
    .command('list', { isDefault: true })
    .description('the sources and how they fare (the default)')
    .option('--status <names>', 'new, ok, quiet, changed, failing, blocked, paused; comma separated')
    .option('--lang <codes>', 'languages, comma separated')
    .option('--country <codes>', 'countries, comma separated');
  addShared(command).action(() =>
    withClient(command, cli, async (client) => {
      const { terminal } = cli;
      const { OutletList } = await import('@khabar/api/schemas');
      const { status, lang, country } = optionsOf(command, Filters);
      const given = {
        ...(status === undefined ? {} : { status }),
        ...(lang === undefined ? {} : { lang }),
        ...(country === undefined ? {} : { country }),
      };
      const found = await client.json(`/outlets?${new URLSearchParams(given).toString()}`, OutletList);
      if (wantsJson(command)) return outJson(terminal, found);
      if (found.items.length === 0)
        return terminal.out('no sources; see: khabar outlets add, khabar outlets catalogue\n');
      const rows = found.items.map((outlet) => [
        outlet.id,
        outlet.status,
        String(outlet.articles),
        outlet.language,
        outlet.country ?? '',
        outlet.lastSuccessAt?.slice(0, 16).replace('T', ' ') ?? '',
        `${outlet.name}${outlet.reason === null ? '' : ` (${outlet.reason})`}`,
      ]);
      return terminal.out(
        textTable(['id', 'status', 'articles', 'lang', 'in', 'last success', 'name'], rows, terminal.columns),
      );
    }),
  );
}

/** `khabar outlets pause` and `resume`. */
export function addOutletPause(
  outlets: Command,
  cli: Cli,
  change: { name: string; paused: boolean; description: string },
): void {
  const command = outlets.command(change.name).description(change.description).argument('<id>', 'the source');
  addShared(command).action((id: string) =>
    withClient(command, cli, async (client) => {
      const { OutletView } = await import('@khabar/api/schemas');
      const outlet = await client.json(
        `/outlets/${encodeURIComponent(id)}`,
        OutletView,
        withJson('PATCH', { paused: change.paused }),
      );
      return wantsJson(command)
        ? outJson(cli.terminal, outlet)
        : cli.terminal.out(`${outlet.name}: ${outlet.status}\n`);
    }),
  );
}

/** `khabar outlets remove`. */
export function addOutletRemove(outlets: Command, cli: Cli): void {
  const command = outlets
    .command('remove')
    .description('remove a source that has no articles')
    .argument('<id>', 'the source');
  addShared(command).action((id: string) =>
    withClient(command, cli, async (client) => {
      await client.json(`/outlets/${encodeURIComponent(id)}`, Done, { method: 'DELETE' });
      return wantsJson(command)
        ? outJson(cli.terminal, { removed: id })
        : cli.terminal.out(`${id} removed\n`);
    }),
  );
}
