import { gunzipDocument, readSitemap, type SitemapPage, type SitemapPlace } from '../read-sitemap.ts';
import { fetchSitemap } from '../walk-sitemaps.ts';
import type { FoundLink, Reader, ReaderDeps, ReaderResult } from './reader.ts';

/** Unless the channel says otherwise a visit looks back this far; older pages are a matter for a backfill. */
const LOOK_BACK_DAYS = 7;
const DAY_MS = 24 * 3_600_000;
/** Sitemaps of an index that one visit reads, newest first. */
const MAX_SITEMAPS = 10;
/** Pages without any date: the first and the last so many, since sites append at either end. */
const MAX_UNDATED = 250;

function dateOf(page: SitemapPage): string | undefined {
  return page.news?.published ?? page.modified;
}

function recent(pages: readonly SitemapPage[], since: string): readonly SitemapPage[] {
  const dated = pages.filter((page) => (dateOf(page) ?? '') >= since);
  const undated = pages.filter((page) => dateOf(page) === undefined);
  const ends =
    undated.length <= MAX_UNDATED * 2
      ? undated
      : [...undated.slice(0, MAX_UNDATED), ...undated.slice(-MAX_UNDATED)];
  return [...dated, ...ends];
}

function linkOf(page: SitemapPage): FoundLink {
  return {
    url: page.url,
    title: page.news?.title,
    published: page.news?.published,
    updated: page.modified,
    language: page.news?.language,
  };
}

function isNews(place: SitemapPlace): number {
  return Number(/news/i.test(place.url));
}

function worthReading(places: readonly SitemapPlace[], since: string): readonly SitemapPlace[] {
  const current = places.filter((place) => place.modified === undefined || place.modified >= since);
  return current
    .toSorted((a, b) => isNews(b) - isNews(a) || (b.modified ?? '').localeCompare(a.modified ?? ''))
    .slice(0, MAX_SITEMAPS);
}

async function pagesOf(places: readonly SitemapPlace[], deps: ReaderDeps): Promise<readonly SitemapPage[]> {
  const pages: SitemapPage[] = [];
  for (const place of places) {
    // One after the other: they lie on one host.
    // oxlint-disable-next-line no-await-in-loop
    const result = await fetchSitemap(place.url, deps);
    if (result.kind === 'pages') pages.push(...result.pages);
  }
  return pages;
}

function kept(pages: readonly SitemapPage[], since: string, note: string | undefined): ReaderResult {
  const current = recent(pages, since);
  const left = pages.length - current.length;
  const notes = [
    ...(left > 0 ? [`${left} older pages left for a backfill`] : []),
    ...(note === undefined ? [] : [note]),
  ];
  return { kind: 'links', links: current.map(linkOf), note: notes.join('; ') || undefined };
}

/** Sitemaps and indexes of sitemaps, gzip or not. */
export const sitemapReader: Reader = {
  kind: 'sitemap',
  accept: 'feed',
  read: async (page, channel, deps) => {
    const bytes = gunzipDocument(page.body);
    if (!bytes) return { kind: 'refused', reason: 'gzip that cannot be unpacked, or more than 50 MB' };
    const sitemap = readSitemap(
      deps.decodeText(bytes, page.headers['content-type'], 'xml').text,
      page.finalUrl,
    );
    const days = (channel.kind === 'sitemap' ? channel.lookBackDays : undefined) ?? LOOK_BACK_DAYS;
    const since = new Date(deps.now().getTime() - days * DAY_MS).toISOString();
    switch (sitemap.kind) {
      case 'refused':
        return sitemap;
      case 'pages':
        return kept(
          sitemap.pages,
          since,
          sitemap.truncated ? 'only the first 50,000 addresses were read' : undefined,
        );
      case 'index':
        break;
    }
    const places = worthReading(sitemap.sitemaps, since);
    const left = sitemap.sitemaps.length - places.length;
    return kept(
      await pagesOf(places, deps),
      since,
      left > 0 ? `${left} older sitemaps left for a backfill` : undefined,
    );
  },
};
