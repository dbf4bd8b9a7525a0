import { KhabarError, type Outlet } from '@khabar/article';
import type { OpmlFeed } from '@khabar/sources';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import type { Client } from '../client.ts';
import { outletDefinition, putOutlets } from '../outlets/put-outlets.ts';

const Format = z.object({ opml: z.boolean().default(false) });

/** `khabar outlets import`. */
export function addOutletImport(outlets: Command, cli: Cli): void {
  const command = outlets
    .command('import')
    .description('add the sources of an OPML, JSON or CSV file')
    .argument(
      '<file>',
      '.opml, .json (what export --json wrote) or .csv (columns feed, name, homepage, country, language, kind)',
    )
    .addHelpText(
      'after',
      '\nFeeds that are watched already are left as they are.\n\nExample:\n  khabar outlets import subscriptions.opml',
    );
  addShared(command).action(async (path: string) => {
    const { readOutletFile } = await import('../outlets/read-outlet-file.ts');
    const file = await readOutletFile(path);
    await withClient(command, cli, async (client) => {
      const { terminal } = cli;
      const done =
        file.kind === 'outlets'
          ? { ...(await putOutlets(file.outlets, client)), known: 0 }
          : await importFeeds(file.feeds, client);
      await (wantsJson(command)
        ? outJson(terminal, done)
        : terminal.out(`${done.added} added, ${done.changed} changed, ${done.known} feeds were known\n`));
    });
  });
}

async function importFeeds(
  feeds: readonly OpmlFeed[],
  client: Client,
): Promise<{ added: number; changed: number; known: number }> {
  const { mergeFeeds } = await import('../outlets/merge-feeds.ts');
  const { OutletList } = await import('@khabar/api/schemas');
  const { items } = await client.json('/outlets', OutletList);
  const merged = mergeFeeds(feeds, items);
  const changed: Outlet[] = [];
  for (const [id, urls] of merged.joined) {
    const outlet = await outletDefinition(id, client);
    changed.push({
      ...outlet,
      channels: [...outlet.channels, ...urls.map((url) => ({ kind: 'feed' as const, url }))],
    });
  }
  const done = await putOutlets([...merged.added, ...changed], client);
  return { ...done, known: merged.known };
}

/** `khabar outlets export`. */
export function addOutletExport(outlets: Command, cli: Cli): void {
  const command = outlets
    .command('export')
    .description('write the sources as OPML (the default) or, with --json, as data that import reads')
    .option('--opml', 'a subscription list for feed readers', false)
    .addHelpText(
      'after',
      '\nExamples:\n  khabar outlets export > khabar.opml\n  khabar outlets export --json > outlets.json',
    );
  addShared(command).action(async () => {
    const json = wantsJson(command);
    if (json && optionsOf(command, Format).opml)
      throw new KhabarError('INPUT_INVALID', 'outlets export: --opml and --json are two formats; choose one');
    await withClient(command, cli, async (client) => {
      const definitions = await watchedOutlets(client);
      if (json) return outJson(cli.terminal, { outlets: definitions });
      const { writeOpml } = await import('@khabar/sources');
      const feeds = definitions.flatMap((outlet) =>
        outlet.channels
          .filter((channel) => channel.kind === 'feed')
          .map((channel) => ({
            url: channel.url,
            title: outlet.name,
            site: outlet.homepage,
            folders: outlet.country === null ? [] : [outlet.country],
          })),
      );
      const without = definitions.filter((outlet) =>
        outlet.channels.every((channel) => channel.kind !== 'feed'),
      ).length;
      if (without > 0)
        cli.terminal.err(
          `khabar: ${without} sources have no feed, and OPML knows nothing else; --json holds them all\n`,
        );
      return cli.terminal.out(writeOpml('Khabar', feeds));
    });
  });
}

async function watchedOutlets(client: Client): Promise<Outlet[]> {
  const { OutletList } = await import('@khabar/api/schemas');
  const { items } = await client.json('/outlets', OutletList);
  const definitions: Outlet[] = [];
  // An outlet that is only named in a text has no definition.
  for (const outlet of items)
    if (outlet.homepage !== null && outlet.channels.length > 0)
      definitions.push(await outletDefinition(outlet.id, client));
  return definitions;
}
