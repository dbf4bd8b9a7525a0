import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Outlet } from '@khabar/article';
import { z } from 'zod';

const WEB = join(import.meta.dirname, '..', 'web');

const Instant = z.iso.datetime({ offset: true });

/** A second state of an article: what its page says after the newsroom has edited it. */
const Revision = z.object({ title: z.string(), dek: z.string(), body: z.array(z.string()).min(1) });

/** One article as the newsroom wrote it, before any page is built around it. */
export const SampleArticle = z.strictObject({
  slug: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  dek: z.string().min(1),
  byline: z.string().min(1),
  /** Absent: the page carries no date at all, as real background pages do. */
  published: Instant.optional(),
  /** When the revision was made. */
  updated: Instant.optional(),
  section: z.string().min(1),
  tags: z.array(z.string()).min(1),
  /** The notice that Russian law asked for while the Taliban were on the list of banned organisations. */
  bannedNote: z.boolean().optional(),
  /** `host/slug` of the agency article whose paragraphs follow this one's own lead, word for word. */
  reprintOf: z.string().optional(),
  /** This page alone is sent in another encoding, named in the HTTP header. */
  charset: z.literal('windows-1256').optional(),
  body: z.array(z.string()).min(1),
  revision: Revision.optional(),
});
export type SampleArticle = z.infer<typeof SampleArticle>;

const Discovery = z.enum([
  'rss',
  'rss-undated',
  'atom',
  'rdf',
  'json-feed',
  'sitemap',
  'sitemap-index',
  'news-sitemap',
  'listing',
]);
export type Discovery = z.infer<typeof Discovery>;

const Extra = z.object({
  path: z.string(),
  kind: z.enum(['gallery', 'topic', 'members']),
  title: z.string(),
  /** Announced in the feed beside real articles. */
  listed: z.boolean(),
});
export type Extra = z.infer<typeof Extra>;

/** How an outlet builds its pages and announces them. */
export const Site = z.strictObject({
  build: z.enum(['json-ld', 'json-ld-body', 'open-graph', 'microdata', 'line-breaks', 'blocks', 'plain']),
  /** machine: ISO in the markup; written: words of the page's language; solar-hijri: words, Afghan calendar, Persian digits. */
  dates: z.enum(['machine', 'written', 'solar-hijri']),
  dateForm: z.enum(['weekday', 'day-time', 'day', 'pashto-long']).default('day'),
  /** Address of an article, with {slug}, {number}, {year}, {month}, {day}. */
  address: z.string().startsWith('/'),
  /** Encoding of every page of the site, declared in a meta tag only. */
  charset: z.literal('windows-1251').optional(),
  crawlDelaySeconds: z.number().optional(),
  disallow: z.array(z.string()).default([]),
  discovery: z.record(z.string(), Discovery),
  extras: z.array(Extra).default([]),
  /** Old addresses that redirect to an article. */
  moved: z.array(z.object({ from: z.string(), slug: z.string() })).default([]),
  /** Further feed entries: a dead link, an old address, an article again with tracking parameters. */
  feedLinks: z
    .array(
      z.object({
        title: z.string(),
        slug: z.string().optional(),
        path: z.string().optional(),
        query: z.string().optional(),
      }),
    )
    .default([]),
});
export type Site = z.infer<typeof Site>;

const Furniture = z.object({
  navigation: z.array(z.string()),
  cookies: z.string(),
  accept: z.string(),
  share: z.array(z.string()),
  related: z.string(),
  latest: z.string(),
  newsletter: z.string(),
  subscribe: z.string(),
  tags: z.string(),
  comments: z.string(),
  comment: z.string(),
  caption: z.string(),
  published: z.string(),
  footer: z.string(),
  gallery: z.array(z.string()),
  bannedNote: z.string(),
});
/** Everything on a page that is not the article, in the page's language. */
export type Furniture = z.infer<typeof Furniture>;

/** One outlet with its site and all its articles, newest first. */
export interface SampleOutlet {
  readonly host: string;
  readonly outlet: Outlet;
  readonly site: Site;
  readonly furniture: Furniture;
  readonly articles: readonly SampleArticle[];
}

/** Reads and validates `web/`; throws a ZodError or names the missing original where the data is wrong. */
export function readCoverage(): readonly SampleOutlet[] {
  const furniture = z.record(z.string(), Furniture).parse(readJson('furniture.json'));
  const hosts = readdirSync(WEB, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted();
  const written = new Map(
    hosts.map((host) => [host, z.array(SampleArticle).parse(readJson(host, 'articles.json'))]),
  );
  return hosts.map((host) => {
    const { outlet, site } = z.object({ outlet: Outlet, site: Site }).parse(readJson(host, 'outlet.json'));
    const wording = furniture[outlet.language.slice(0, 2)];
    if (wording === undefined) throw new Error(`${host}: no furniture in ${outlet.language}`);
    const articles = (written.get(host) ?? []).map((article) => withAgencyText(article, written));
    return { host, outlet, site, furniture: wording, articles: articles.toSorted(newestFirst) };
  });
}

/** The saved searches that belong to the sample story, in Khabar's query language. */
export function sampleSearches(): readonly { readonly name: string; readonly query: string }[] {
  return z.array(z.object({ name: z.string(), query: z.string() })).parse(readJson('searches.json'));
}

function withAgencyText(
  article: SampleArticle,
  written: ReadonlyMap<string, readonly SampleArticle[]>,
): SampleArticle {
  if (article.reprintOf === undefined) return article;
  const [host = '', slug] = article.reprintOf.split('/');
  const original = written.get(host)?.find((candidate) => candidate.slug === slug);
  if (original === undefined) throw new Error(`${article.slug}: nothing to reprint at ${article.reprintOf}`);
  return { ...article, body: [...article.body, ...original.body] };
}

function newestFirst(a: SampleArticle, b: SampleArticle): number {
  return Date.parse(b.published ?? '1970-01-01') - Date.parse(a.published ?? '1970-01-01');
}

function readJson(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(WEB, ...path), 'utf8'));
}

/** How many articles the sample web holds. */
export function sampleArticleCount(): number {
  return readCoverage().reduce((sum, outlet) => sum + outlet.articles.length, 0);
}
