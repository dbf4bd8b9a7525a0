import type { Channel, DecodeText, FetchPage } from '@khabar/article';
import { z } from 'zod';

import { readFeedDate } from './feed-date.ts';
import { titleText } from './feed-values.ts';
import { isSameSite, parseHtml, readListing } from './listing.ts';
import { readFeed } from './read-feed.ts';
import { readTelegram } from './read-telegram.ts';
import type { FoundLink } from './readers/reader.ts';

/** A way back to the older articles of a source, page by page. */
export interface Archive {
  /** feed-next: RFC 5005 and JSON Feed links; feed-paged: WordPress `?paged=`; wordpress: its REST interface. */
  readonly kind: 'feed-next' | 'feed-paged' | 'wordpress' | 'listing' | 'telegram';
  readonly url: string;
}

export interface ArchiveDeps {
  readonly fetchPage: FetchPage;
  readonly decodeText: DecodeText;
}

export interface ArchivePage {
  readonly url: string;
  /** Those that no earlier page of the walk named. */
  readonly links: readonly FoundLink[];
  /** Where to go on, also after a restart. */
  readonly next: string | undefined;
}

export interface ArchiveOptions {
  /** Default 1,000. */
  readonly maxPages?: number;
  /** Go on at this page, as `next` said it. */
  readonly from?: string;
}

interface Turned {
  readonly links: readonly FoundLink[];
  readonly next: string | undefined;
}

const WORDS_FOR_OLDER =
  /^(?:next|older|older (?:posts|entries|articles|news)|next page|load more|more|»|›|>|→|следующая|дальше|далее|ранее|вперед|предыдущие записи|بعدی|صفحه بعد|صفحهٔ بعد|قدیمی‌تر|قدیمی تر|بل مخ|پخوانی|التالي|الصفحة التالية|السابق|اگلا|اگلا صفحہ|sonraki|sonraki sayfa|keyingi|weiter|suivant|siguiente)\s*[»›>→]?$/iu;

/** The page of older articles that a front or section page leads to, or undefined. Never throws. */
export function findOlderPage(html: string, pageUrl: string): string | undefined {
  const $ = parseHtml(html);
  const page = URL.parse(pageUrl);
  if (!$ || !page) return undefined;
  const leads = (href: string | undefined): string | undefined => {
    const url = href === undefined ? null : URL.parse(href.trim(), pageUrl);
    if (!url || !/^https?:$/.test(url.protocol) || !isSameSite(url, page)) return undefined;
    url.hash = '';
    return url.href === page.href ? undefined : url.href;
  };
  const declared = $('link[rel~="next"][href], a[rel~="next"][href]').toArray();
  const worded = $('a[href]')
    .toArray()
    .slice(-2_000)
    .filter((anchor) => WORDS_FOR_OLDER.test($(anchor).text().replace(/\s+/g, ' ').trim()));
  const here = /[?&/](?:paged?|p|pg)[=/](\d+)/i.exec(page.href)?.[1] ?? '1';
  const numbered = $('a[href]')
    .toArray()
    .filter(
      (anchor) =>
        $(anchor).text().trim() === String(Number(here) + 1) &&
        /[?&/](?:paged?|p|pg|start|offset)[=/]\d+/i.test($(anchor).attr('href') ?? ''),
    );
  for (const anchor of [...declared, ...worded, ...numbered]) {
    const url = leads($(anchor).attr('href'));
    if (url !== undefined) return url;
  }
  return undefined;
}

const WordPressPost = z.object({
  link: z.url({ protocol: /^https?$/ }),
  date_gmt: z.string().nullish(),
  modified_gmt: z.string().nullish(),
  title: z.object({ rendered: z.string() }).optional(),
});

function withParameter(address: string, name: string, value: string): string {
  const url = new URL(address);
  url.searchParams.set(name, value);
  return url.href;
}

function nextNumber(address: string, name: string): string {
  const now = Number(new URL(address).searchParams.get(name) ?? '1');
  return withParameter(address, name, String(now + 1));
}

function feedLinks(
  text: string,
  baseUrl: string,
): (Turned & { readonly own: string | undefined }) | undefined {
  const feed = readFeed(text, { baseUrl });
  if (feed.kind === 'refused') return undefined;
  const links = feed.entries.flatMap(({ link, title, published, updated, summary, language }) =>
    link === undefined
      ? []
      : [{ url: link, title, published, updated, summary, language: language ?? feed.language }],
  );
  return { links, next: undefined, own: feed.older };
}

function readPosts(text: string, url: string): Turned | undefined {
  try {
    const posts = z.array(WordPressPost).parse(JSON.parse(text));
    return {
      links: posts.map(({ link, title, date_gmt: published, modified_gmt: updated }) => ({
        url: link,
        title: titleText(title?.rendered ?? ''),
        published: readFeedDate(published ?? '') ?? undefined,
        updated: readFeedDate(updated ?? '') ?? undefined,
      })),
      next: nextNumber(url, 'page'),
    };
  } catch {
    return undefined;
  }
}

/** One page of an archive; undefined where it cannot be read as such. */
function turn(kind: Archive['kind'], text: string, url: string): Turned | undefined {
  switch (kind) {
    case 'feed-next': {
      const feed = feedLinks(text, url);
      return feed && { links: feed.links, next: feed.own };
    }
    case 'feed-paged': {
      const feed = feedLinks(text, url);
      return feed && { links: feed.links, next: nextNumber(url, 'paged') };
    }
    case 'wordpress':
      return readPosts(text, url);
    case 'listing': {
      const listing = readListing(text, url);
      return listing.kind === 'refused'
        ? undefined
        : { links: listing.links, next: findOlderPage(text, url) };
    }
    case 'telegram': {
      const channel = readTelegram(text, url);
      if (channel.kind === 'refused') return undefined;
      const links = channel.posts.map((post) => ({
        url: `${post.url}?embed=1&mode=tme`,
        published: post.published,
        summary: post.html,
      }));
      return { links, next: channel.older };
    }
  }
}

/**
 * Walks an archive from its newest page back. Ends where a page is refused, unreadable, seen before or names nothing new, and at `maxPages`. Never throws
 * for what a site does.
 */
export async function* walkArchive(
  archive: Archive,
  deps: ArchiveDeps,
  { maxPages = 1_000, from = archive.url }: ArchiveOptions = {},
): AsyncGenerator<ArchivePage, void, undefined> {
  const visited = new Set<string>();
  const known = new Set<string>();
  let url: string | undefined = from;
  while (url !== undefined && visited.size < maxPages && !visited.has(url)) {
    visited.add(url);
    // One after the other: each page names the next.
    // oxlint-disable-next-line no-await-in-loop
    const answer: Awaited<ReturnType<FetchPage>> = await deps.fetchPage(url, {
      accept: archive.kind === 'listing' || archive.kind === 'telegram' ? 'html' : 'feed',
    });
    if (answer.kind !== 'page') return;
    const { body, headers, finalUrl } = answer.page;
    const isMarkup = archive.kind === 'listing' || archive.kind === 'telegram';
    const { text } = deps.decodeText(body, headers['content-type'], isMarkup ? 'html' : 'xml');
    const turned = turn(archive.kind, text, finalUrl);
    const links = turned?.links.filter((link) => !known.has(link.url)) ?? [];
    if (!turned || links.length === 0) return;
    for (const link of links) known.add(link.url);
    yield { url, links, next: turned.next };
    url = turned.next;
  }
}

function candidatesOf(channel: Channel): readonly Archive[] {
  switch (channel.kind) {
    case 'feed':
      return [
        { kind: 'feed-next', url: channel.url },
        { kind: 'feed-paged', url: channel.url },
      ];
    case 'listing':
      return [{ kind: 'listing', url: channel.url }];
    case 'telegram':
      return [{ kind: 'telegram', url: channel.url }];
    // A sitemap is walked whole by `walkSitemaps`; a search service has no archive of its own.
    case 'sitemap':
    case 'google-news':
    case 'gdelt':
      return [];
  }
}

async function pagesTurned(archive: Archive, deps: ArchiveDeps): Promise<number> {
  let pages = 0;
  for await (const page of walkArchive(archive, deps, { maxPages: 2 }))
    pages += Number(page.links.length > 0);
  return pages;
}

/** The ways back that a site really has, each tried as far as its second page: WordPress first, since it is complete and dated. */
export async function findArchives(
  site: { readonly homepage: string; readonly channels: readonly Channel[] },
  deps: ArchiveDeps,
): Promise<readonly Archive[]> {
  const posts = new URL('/wp-json/wp/v2/posts?per_page=50', site.homepage).href;
  const isTelegram = site.channels.some(({ kind }) => kind === 'telegram');
  const candidates: readonly Archive[] = [
    ...(isTelegram ? [] : [{ kind: 'wordpress' as const, url: posts }]),
    ...site.channels.flatMap(candidatesOf),
  ];
  const found: Archive[] = [];
  for (const archive of candidates) {
    if (found.some(({ kind, url }) => url === archive.url || kind === archive.kind)) continue;
    // One after the other: they lie on one host.
    // oxlint-disable-next-line no-await-in-loop
    if ((await pagesTurned(archive, deps)) > 1) found.push(archive);
  }
  return found;
}
