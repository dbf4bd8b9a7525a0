import type { OutletDiscovery } from '@khabar/api/schemas';
import { KhabarError, Outlet } from '@khabar/article';
import type { Command } from 'commander';
import { z } from 'zod';

import { addShared, type Cli, optionsOf, outJson, wantsJson, withClient } from '../cli.ts';
import { type Client, withJson } from '../client.ts';
import { putOutlets } from '../outlets/put-outlets.ts';
import { textTable } from '../text-table.ts';

const Options = z.object({
  yes: z.boolean().default(false),
  preview: z.boolean().default(false),
  googleNews: z.string().optional(),
  gdelt: z.string().optional(),
  file: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  country: z.string().optional(),
  language: z.string().optional(),
  kind: z.string().optional(),
  every: z.string().optional(),
});
type Options = z.infer<typeof Options>;

const SEARCHES: ReadonlySet<string> = new Set(['google-news', 'gdelt']);

const HELP = `
An address is explored first: its feeds, its sitemaps and how its newest articles come out. Nothing is saved before
you agree.

Examples:
  khabar outlets add https://kubha.example/ --preview
  khabar outlets add t.me/kubha_example --yes
  khabar outlets add --google-news 'border crossing' --language ru
  khabar outlets add https://kubha.example/feed.xml --yes --country AF --kind exile
  khabar outlets add --file kubha.json`;

/** `khabar outlets add`. */
export function addOutletAdd(outlets: Command, cli: Cli): void {
  const command = outlets
    .command('add')
    .description('add a source by its address, or from a JSON file')
    .argument('[url]', 'address of the site, of a feed or of a public Telegram channel')
    .option('--yes', 'add without asking', false)
    .option('--preview', 'show what is found and how it is read; save nothing', false)
    .option('--google-news <query>', 'watch a search of Google News; its language by --language')
    .option('--gdelt <query>', 'watch a search of GDELT')
    .option('--file <json>', 'the source as data, see packages/sources/outlet.schema.json')
    .option('--id <id>', 'otherwise the host name')
    .option('--name <name>', 'otherwise as the site calls itself')
    .option('--country <code>', 'ISO 3166-1 alpha-2 of its seat')
    .option('--language <code>', 'BCP 47; otherwise as found')
    .option(
      '--kind <kind>',
      'state, public, agency, independent, exile, commercial, think-tank, international, party, blog, other',
    )
    .option('--every <minutes>', 'how often it is visited; default 30')
    .addHelpText('after', HELP);
  addShared(command).action(async (url: string | undefined) => {
    const options = optionsOf(command, Options);
    const searched = await searchOf(options);
    const given = url ?? searched;
    if ((given === undefined) === (options.file === undefined))
      throw new KhabarError('INPUT_MISSING', 'outlets add: give either an address or --file');
    const json = wantsJson(command);
    if (options.file !== undefined) return addFromFile(options.file, { command, cli, json });
    const address = addressOf(given ?? '');
    return withClient(command, cli, (client) => addAddress(address, client, { cli, options, json }));
  });
}

/** Address of the search that is to be watched. */
async function searchOf({ googleNews, gdelt, language, country }: Options): Promise<string | undefined> {
  if (googleNews === undefined && gdelt === undefined) return undefined;
  const { searchAddress } = await import('@khabar/sources');
  return googleNews === undefined
    ? searchAddress({ service: 'gdelt', query: gdelt ?? '' })
    : searchAddress({ service: 'google-news', query: googleNews, language, country: country?.toUpperCase() });
}

async function addFromFile(path: string, view: { command: Command; cli: Cli; json: boolean }): Promise<void> {
  const { readOutletFile } = await import('../outlets/read-outlet-file.ts');
  const file = await readOutletFile(path);
  if (file.kind === 'feeds')
    throw new KhabarError('INPUT_INVALID', `${path}: a subscription list; use "khabar outlets import"`);
  const { terminal } = view.cli;
  await withClient(view.command, view.cli, async (client) => {
    const done = await putOutlets(file.outlets, client);
    await (view.json
      ? outJson(terminal, done)
      : terminal.out(`${done.added} added, ${done.changed} changed\n`));
  });
}

/** `kubha.example` is meant as an address, too. */
function addressOf(given: string): string {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `https://${given}`;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new KhabarError('INPUT_INVALID', `${given}: not an http or https address`);
  return address;
}

async function addAddress(
  url: string,
  client: Client,
  view: { cli: Cli; options: Options; json: boolean },
): Promise<void> {
  const { cli, options, json } = view;
  const { terminal } = cli;
  const schemas = await import('@khabar/api/schemas');
  const found = await client.json('/outlets/discover', schemas.OutletDiscovery, withJson('POST', { url }));
  const outlet = outletOf(found, options);
  if (!json) await terminal.out(previewText(found, outlet, terminal.columns));
  if (options.preview) return json ? outJson(terminal, { ...found, outlet }) : undefined;
  if (outlet.channels.length === 0)
    throw new KhabarError('INPUT_INVALID', `${url}: no feed, sitemap or list of articles was found there`);
  if (!options.yes && terminal.inIsTty && !(await terminal.confirm(`Add ${outlet.name}?`)))
    return terminal.err('khabar: nothing was added\n');
  if (!options.yes && !terminal.inIsTty)
    throw new KhabarError('INPUT_MISSING', `${url}: nothing was added; add --yes to agree`);
  const done = await putOutlets([outlet], client);
  const what = done.added > 0 ? 'added' : 'changed';
  return json
    ? outJson(terminal, { ...done, outlet, preview: found.preview })
    : terminal.out(
        `${outlet.id} ${what}; it is visited every ${outlet.everyMinutes} minutes while Khabar runs\n`,
      );
}

function outletOf(found: OutletDiscovery, options: Options): Outlet {
  const { id, name, language, homepage } = found.outlet;
  // A note on what was left out is no failure; a search may have headlines alone today.
  const readable = found.channels.filter(
    ({ reason, leads, kind }) => reason === null || leads > 0 || SEARCHES.has(kind),
  );
  const parsed = Outlet.safeParse({
    id: options.id ?? id,
    name: options.name ?? name,
    country: options.country?.toUpperCase() ?? null,
    language: options.language ?? language,
    kind: options.kind ?? 'other',
    homepage,
    channels: readable.map(({ kind, url }) => ({ kind, url })),
    everyMinutes: options.every === undefined ? 30 : Number(options.every),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new KhabarError(
    'INPUT_INVALID',
    `outlet: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'cannot be read'}`,
  );
}

function previewText(found: OutletDiscovery, outlet: Outlet, columns: number): string {
  const channels = found.channels.map((channel) => [
    channel.kind,
    String(channel.leads),
    channel.reason === null ? channel.url : `${channel.url} (${channel.reason})`,
  ]);
  const articles = found.preview.map((article) => [
    article.published?.slice(0, 10) ?? 'unknown',
    article.language,
    String(article.words),
    article.isArticle
      ? (article.title ?? '(no title)')
      : `not an article: ${article.url}${article.reason == null ? '' : ` (${article.reason})`}`,
  ]);
  const headlines = (found.headlines ?? []).map(({ title, site, published }) => [
    published?.slice(0, 10) ?? 'unknown',
    site ?? '',
    title,
  ]);
  const archives = (found.archives ?? []).map(({ kind, url }) => [kind, url]);
  return [
    `${outlet.name}  ${outlet.id}  ${outlet.language}  ${outlet.homepage}\n`,
    channels.length === 0 ? '' : `\n${textTable(['channel', 'articles', 'address'], channels, columns)}`,
    articles.length === 0 ? '' : `\n${textTable(['date', 'lang', 'words', 'title'], articles, columns)}`,
    headlines.length === 0 ? '' : `\n${textTable(['date', 'outlet', 'headline only'], headlines, columns)}`,
    archives.length === 0 ? '' : `\n${textTable(['older by', 'address'], archives, columns)}`,
  ].join('');
}
