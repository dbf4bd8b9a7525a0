import { gunzipSync, constants } from 'node:zlib';

import { readFeedDate } from './feed-date.ts';
import { absoluteUrl, languageTag } from './feed-values.ts';
import { readFeed } from './read-feed.ts';
import { childrenNamed, elementsOf, firstChild, readXmlTree, textOf, type XmlElement } from './xml-tree.ts';

export interface SitemapPage {
  readonly url: string;
  /** UTC ISO 8601. */
  readonly modified: string | undefined;
  /** From a news sitemap (or a feed in a sitemap's place). */
  readonly news:
    | {
        readonly title: string | undefined;
        readonly published: string | undefined;
        readonly language: string | undefined;
      }
    | undefined;
}

export interface SitemapPlace {
  readonly url: string;
  readonly modified: string | undefined;
}

export type SitemapResult =
  | { readonly kind: 'pages'; readonly pages: readonly SitemapPage[]; readonly truncated: boolean }
  | { readonly kind: 'index'; readonly sitemaps: readonly SitemapPlace[]; readonly truncated: boolean }
  | { readonly kind: 'refused'; readonly reason: string };

/** sitemaps.org: at most 50,000 addresses and 50 MB unpacked. */
const MAX_URLS = 50_000;
const MAX_BYTES = 50 * 1024 * 1024;
const ITEM_NAMES = new Set(['url', 'sitemap', 'item', 'entry', 'atom:entry']);

/** Unpacks a `.gz` document, up to the protocol's 50 MB; a cut file gives what is there. Bytes that are not gzip come back as they are; null: too large or broken. */
export function gunzipDocument(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES, finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    return null;
  }
}

function locOf(element: XmlElement, base: string): string | undefined {
  const loc = firstChild(element, 'loc');
  if (!loc || loc.cut) return undefined;
  const address = absoluteUrl(textOf(loc), base);
  return address === undefined ? undefined : URL.parse(address)?.href;
}

function dateIn(element: XmlElement | undefined): string | undefined {
  return readFeedDate(textOf(element)) ?? undefined;
}

function newsOf(url: XmlElement): SitemapPage['news'] {
  const news = firstChild(url, 'news:news');
  if (!news) return undefined;
  const publication = firstChild(news, 'news:publication');
  return {
    title: titleTextOf(firstChild(news, 'news:title')),
    published: dateIn(firstChild(news, 'news:publication_date')),
    language: languageTag(publication && textOf(firstChild(publication, 'news:language'))),
  };
}

/** Titles of news sitemaps are plain text: "<b>" in one is meant as written. */
function titleTextOf(element: XmlElement | undefined): string | undefined {
  return textOf(element).replace(/\s+/g, ' ').slice(0, 2_000) || undefined;
}

function uniqueBy<T extends { readonly url: string }>(entries: readonly T[]): readonly T[] {
  return Array.from(new Map(entries.toReversed().map((entry) => [entry.url, entry])).values()).toReversed();
}

function readText(text: string): SitemapResult {
  const lines = text.split(/\r\n|\r|\n/, MAX_URLS * 2).map((line) => line.trim());
  const urls = lines.filter((line) => /^https?:\/\/\S+$/i.test(line)).map((line) => URL.parse(line)?.href);
  const pages = urls
    .filter((url) => url !== undefined)
    .map((url) => ({ url, modified: undefined, news: undefined }));
  if (pages.length === 0) return { kind: 'refused', reason: 'neither a sitemap nor a list of addresses' };
  return { kind: 'pages', pages: uniqueBy(pages).slice(0, MAX_URLS), truncated: pages.length > MAX_URLS };
}

function fromFeed(text: string, baseUrl: string): SitemapResult {
  const feed = readFeed(text, { baseUrl, maxEntries: MAX_URLS });
  if (feed.kind === 'refused') return feed;
  const pages = feed.entries.flatMap((entry) => {
    const url = entry.link === undefined ? undefined : URL.parse(entry.link)?.href;
    if (url === undefined) return [];
    const news = {
      title: entry.title,
      published: entry.published,
      language: entry.language ?? feed.language,
    };
    return [{ url, modified: entry.updated, news }];
  });
  return { kind: 'pages', pages: uniqueBy(pages), truncated: feed.truncated };
}

/**
 * Reads a sitemap: XML (urlset or index, with Google's news fields), a list of addresses as text, or a feed in its place. Takes decoded text.
 * Only http and https addresses; each once; what was complete of a cut file. Never throws.
 */
export function readSitemap(text: string, baseUrl: string): SitemapResult {
  if (!/^[\s\uFEFF\0]*</.test(text)) return readText(text);
  let tree;
  try {
    tree = readXmlTree(text, baseUrl, { itemNames: ITEM_NAMES, maxItems: MAX_URLS });
  } catch (cause) {
    return { kind: 'refused', reason: cause instanceof Error ? cause.message : 'unreadable' };
  }
  const { root, truncated } = tree;
  const top = elementsOf(root).find((element) =>
    /^(urlset|sitemapindex|rss|rdf:rdf|(atom:)?feed)$/.test(element.name),
  );
  if (!top)
    return {
      kind: 'refused',
      reason: `not a sitemap: its root is <${(elementsOf(root)[0]?.name ?? '?').slice(0, 60)}>`,
    };
  if (top.name === 'sitemapindex') {
    const sitemaps = childrenNamed(top, 'sitemap').flatMap((place) => {
      const url = locOf(place, baseUrl);
      return url === undefined ? [] : [{ url, modified: dateIn(firstChild(place, 'lastmod')) }];
    });
    return { kind: 'index', sitemaps: uniqueBy(sitemaps), truncated };
  }
  if (top.name !== 'urlset') return fromFeed(text, baseUrl);
  const pages = childrenNamed(top, 'url').flatMap((place) => {
    const url = locOf(place, baseUrl);
    return url === undefined
      ? []
      : [{ url, modified: dateIn(firstChild(place, 'lastmod')), news: newsOf(place) }];
  });
  return { kind: 'pages', pages: uniqueBy(pages), truncated };
}
