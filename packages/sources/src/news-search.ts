import type { Channel } from '@khabar/article';
import { z } from 'zod';

import { readFeedDate } from './feed-date.ts';
import { dateOf, titleText } from './feed-values.ts';
import type { FoundLink } from './readers/reader.ts';
import { childrenNamed, elementsOf, firstChild, readXmlTree, textOf, type XmlElement } from './xml-tree.ts';

/** What is searched for in the news of many outlets. */
export interface NewsSearch {
  readonly service: 'google-news' | 'gdelt';
  readonly query: string;
  /** ISO 639-1; default English. Google News gives one edition, GDELT any language unless the query says `sourcelang:`. */
  readonly language?: string | undefined;
  /** ISO 3166-1 alpha-2 of the edition of Google News; default that of the language. */
  readonly country?: string | undefined;
}

const EDITIONS: Readonly<Record<string, string>> = {
  en: 'US',
  ru: 'RU',
  ar: 'EG',
  tr: 'TR',
  de: 'DE',
  fr: 'FR',
};

/** Address at which a service answers a search. */
export function searchAddress(search: NewsSearch): string {
  const { query } = search;
  if (search.service === 'gdelt') {
    const url = new URL('https://api.gdeltproject.org/api/v2/doc/doc');
    url.search = new URLSearchParams({
      query,
      mode: 'ArtList',
      format: 'json',
      maxrecords: '250',
      sort: 'DateDesc',
      timespan: '3d',
    }).toString();
    return url.href;
  }
  const language = search.language?.split('-')[0] ?? 'en';
  const country = search.country ?? EDITIONS[language] ?? 'US';
  const url = new URL('https://news.google.com/rss/search');
  url.search = new URLSearchParams({
    q: query,
    hl: language,
    gl: country,
    ceid: `${country}:${language}`,
  }).toString();
  return url.href;
}

/** The search that a pasted address stands for, as a person sees it or as a program asks it; undefined where it is none. */
export function searchChannel(
  address: string,
): { readonly channel: Channel; readonly name: string; readonly id: string } | undefined {
  const url = URL.parse(address);
  const query = url?.searchParams.get('q') ?? url?.searchParams.get('query') ?? '';
  if (!url || query === '') return undefined;
  if (url.hostname === 'news.google.com' && /^(?:\/rss)?\/search$/.test(url.pathname)) {
    url.pathname = '/rss/search';
    return {
      channel: { kind: 'google-news', url: url.href },
      name: `Google News: ${query}`,
      id: idOf('google-news', query),
    };
  }
  if (url.hostname === 'api.gdeltproject.org') {
    url.searchParams.set('mode', 'ArtList');
    url.searchParams.set('format', 'json');
    return { channel: { kind: 'gdelt', url: url.href }, name: `GDELT: ${query}`, id: idOf('gdelt', query) };
  }
  return undefined;
}

const SLUG_LENGTH = 60;

function idOf(service: string, query: string): string {
  const words = encodeURIComponent(query.toLowerCase())
    .replace(/[^a-z0-9]+/gi, '-')
    .toLowerCase()
    .slice(0, SLUG_LENGTH);
  return `${service}-${words}`.replace(/-+$/, '');
}

/**
 * The outlet's address inside a Google News link, or undefined. Links up to 2024 hold it in base64 (a protocol buffer whose field 4 is the address);
 * those since hold a key that only Google can turn into one.
 */
export function decodeGoogleNews(address: string): string | undefined {
  const token = /\/articles\/([\w-]+)/.exec(address)?.[1];
  if (token === undefined) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  let at = bytes.indexOf(Buffer.from([0x08, 0x13, 0x22]));
  if (at < 0) return undefined;
  at += 3;
  let length = 0;
  for (let shift = 0; shift < 21; shift += 7) {
    const byte = bytes[at] ?? 0;
    at += 1;
    length |= (byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  const text = bytes.subarray(at, at + length).toString('utf8');
  const url = /^https?:\/\/\S+$/.test(text) ? URL.parse(text) : null;
  return url?.href;
}

function withoutSite(title: string | undefined, site: string | undefined): string | undefined {
  const ending = ` - ${site ?? ''}`;
  return site !== undefined && title?.endsWith(ending) === true ? title.slice(0, -ending.length) : title;
}

function googleItem(item: XmlElement): FoundLink {
  const source = firstChild(item, 'source');
  const site = textOf(source).trim() || undefined;
  const title = withoutSite(titleText(textOf(firstChild(item, 'title'))), site);
  const link = textOf(firstChild(item, 'link')).trim();
  const own = decodeGoogleNews(link) ?? (/^https?:\/\/(?!news\.google\.)/.test(link) ? link : undefined);
  const published = dateOf(childrenNamed(item, 'pubdate'));
  return { url: own ?? link, title, published, site, headlineOnly: own === undefined };
}

/** Headlines of a Google News search; `headlineOnly` where the address of the article is not given. undefined: not such a feed. Never throws. */
export function readGoogleNews(text: string, pageUrl: string): readonly FoundLink[] | undefined {
  try {
    const { root } = readXmlTree(text, pageUrl, { itemNames: new Set(['item']), maxItems: 500 });
    const channel = elementsOf(root).flatMap((rss) => childrenNamed(rss, 'channel'))[0];
    return channel && childrenNamed(channel, 'item').map(googleItem);
  } catch {
    return undefined;
  }
}

const GdeltList = z.object({
  articles: z
    .array(
      z.object({
        url: z.url({ protocol: /^https?$/ }),
        title: z.string().optional(),
        seendate: z.string().optional(),
        domain: z.string().optional(),
        language: z.string().optional(),
      }),
    )
    .default([]),
});

/** ISO 639-1 of the languages that GDELT names in English. */
const GDELT_LANGUAGES: Readonly<Record<string, string>> = {
  english: 'en',
  russian: 'ru',
  persian: 'fa',
  pashto: 'ps',
  arabic: 'ar',
  urdu: 'ur',
  turkish: 'tr',
  uzbek: 'uz',
  tajik: 'tg',
  kazakh: 'kk',
  german: 'de',
  french: 'fr',
  chinese: 'zh',
  hindi: 'hi',
  ukrainian: 'uk',
};

/**
 * Articles of a GDELT search, with the addresses of their outlets. When GDELT saw one is after it was published, so it is `updated` and never its date.
 * undefined: not such a list (GDELT answers a query that it cannot read with a sentence). Never throws.
 */
export function readGdelt(text: string): readonly FoundLink[] | undefined {
  try {
    const { articles } = GdeltList.parse(JSON.parse(text));
    return articles.map(({ url, title, seendate, domain, language }) => ({
      url,
      title: titleText(title ?? ''),
      updated: readFeedDate(spelled(seendate ?? '')) ?? undefined,
      language: GDELT_LANGUAGES[language?.toLowerCase() ?? ''],
      site: domain,
    }));
  } catch {
    return undefined;
  }
}

/** `20250704T093000Z` -> `2025-07-04T09:30:00Z` */
function spelled(compact: string): string {
  return compact.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z');
}
