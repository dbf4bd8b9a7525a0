import type { DecodeText, FetchPage } from '@khabar/article';

import {
  gunzipDocument,
  readSitemap,
  type SitemapPage,
  type SitemapPlace,
  type SitemapResult,
} from './read-sitemap.ts';

export interface SitemapDeps {
  readonly fetchPage: FetchPage;
  readonly decodeText: DecodeText;
}

export interface WalkOptions {
  /** Sitemaps read at most; default 500. */
  readonly maxSitemaps?: number;
  /** Pages kept at most; default 500,000. */
  readonly maxPages?: number;
  /** Leaves out sitemaps that an index dates before this. */
  readonly since?: Date;
}

export interface SitemapWalk {
  readonly pages: readonly SitemapPage[];
  /** Sitemaps and indexes that were read, in order. */
  readonly sitemaps: readonly string[];
  /** A limit was reached. */
  readonly truncated: boolean;
}

/** Where sitemaps lie when robots.txt does not say. */
export const COMMON_SITEMAP_PATHS: readonly string[] = [
  '/sitemap.xml',
  '/sitemap_index.xml',
  '/sitemap-index.xml',
  '/sitemap/sitemap-index.xml',
  '/sitemap-news.xml',
  '/sitemap_news.xml',
  '/news-sitemap.xml',
  '/sitemap',
  '/.sitemap.xml',
  '/admin/config/search/xmlsitemap',
  '/sitemap.xml.gz',
  '/sitemap_index.xml.gz',
  '/sitemap-index.xml.gz',
  '/sitemap-news.xml.gz',
  '/sitemap_news.xml.gz',
];

/** The protocol knows one level of indexes; some sites nest them. */
const MAX_DEPTH = 5;

/** Addresses of the Sitemap lines of a robots.txt. */
export function sitemapLines(robots: string, baseUrl: string): readonly string[] {
  const lines = Array.from(
    robots.matchAll(/^[ \t\uFEFF]*site-?map[ \t]*:[ \t]*([^\s#]+)/gim),
    (match) => match[1] ?? '',
  );
  return Array.from(
    new Set(lines.map((line) => URL.parse(line, baseUrl)?.href).filter((href) => href !== undefined)),
  );
}

/** Fetches and reads one sitemap, unpacked where it is gzip. */
export async function fetchSitemap(url: string, deps: SitemapDeps): Promise<SitemapResult> {
  const answer = await deps.fetchPage(url, { accept: 'feed' });
  if (answer.kind === 'not-modified') return { kind: 'refused', reason: 'not modified' };
  if (answer.kind === 'refused') return { kind: 'refused', reason: answer.detail };
  const bytes = gunzipDocument(answer.page.body);
  if (!bytes) return { kind: 'refused', reason: 'gzip that cannot be unpacked, or more than 50 MB' };
  const { text } = deps.decodeText(bytes, answer.page.headers['content-type'], 'xml');
  return readSitemap(text, answer.page.finalUrl);
}

async function startingPoints(homepage: string, deps: SitemapDeps): Promise<readonly string[]> {
  const robotsUrl = new URL('/robots.txt', homepage).href;
  const robots = await deps.fetchPage(robotsUrl, { accept: 'any' });
  const text = robots.kind === 'page' ? deps.decodeText(robots.page.body, 'text/plain', 'text').text : '';
  const common = COMMON_SITEMAP_PATHS.map((path) => new URL(path, homepage).href);
  return [...sitemapLines(text, robotsUrl), ...common];
}

/**
 * Finds all pages that a site names in its sitemaps: those of robots.txt and of the usual places, indexes followed five deep, each document once, so
 * that loops end. A site that cannot be read gives an empty list. Throws only for a homepage that is no address.
 */
export async function walkSitemaps(
  homepage: string,
  deps: SitemapDeps,
  options: WalkOptions = {},
): Promise<SitemapWalk> {
  const maxSitemaps = options.maxSitemaps ?? 500;
  const maxPages = options.maxPages ?? 500_000;
  const since = options.since?.toISOString();
  const queue = (await startingPoints(homepage, deps)).map((url) => ({ url, depth: 0 }));
  const seen = new Set<string>();
  const read: string[] = [];
  const pages = new Map<string, SitemapPage>();
  let truncated = false;

  const isOld = (place: SitemapPlace): boolean =>
    since !== undefined && place.modified !== undefined && place.modified < since;
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (seen.has(next.url)) continue;
    if (read.length >= maxSitemaps || pages.size >= maxPages)
      return { pages: Array.from(pages.values()), sitemaps: read, truncated: true };
    seen.add(next.url);
    // One after the other: they lie on one host.
    // oxlint-disable-next-line no-await-in-loop
    const result = await fetchSitemap(next.url, deps);
    if (result.kind === 'refused') continue;
    read.push(next.url);
    truncated ||= result.truncated;
    if (result.kind === 'pages') {
      for (const page of result.pages)
        if (pages.size < maxPages && !pages.has(page.url)) pages.set(page.url, page);
    } else if (next.depth < MAX_DEPTH) {
      const depth = next.depth + 1;
      queue.push(
        ...result.sitemaps.filter((place) => !isOld(place)).map((place) => ({ url: place.url, depth })),
      );
    }
  }
  return { pages: Array.from(pages.values()), sitemaps: read, truncated };
}
