import type { Channel, DecodeText, FetchPage, Outlet } from '@khabar/article';

import { languageTag } from './feed-values.ts';
import { isSameSite, parseHtml } from './listing.ts';
import { searchChannel } from './news-search.ts';
import { readFeed } from './read-feed.ts';
import { readTelegram, telegramChannel, telegramPage } from './read-telegram.ts';
import { fetchSitemap, sitemapLines } from './walk-sitemaps.ts';

/** A feed that a page announces. */
export interface AnnouncedFeed {
  readonly url: string;
  readonly title: string | undefined;
}

export interface PageAnnouncements {
  readonly feeds: readonly AnnouncedFeed[];
  /** The site's name as the page gives it. */
  readonly siteName: string | undefined;
  readonly language: string | undefined;
}

const FEED_TYPE = /^(application|text)\/((rss|atom|rdf|feed|x-rss)(\+(xml|json))?|xml)\b/i;
const FEED_PATH = /(\/(feed|rss|atom)\/?$)|\.(rss|atom|rdf)$|\/(rss|feed|atom|index)\.xml$/i;
const COMMENTS = /\/comments?\/|comments?[-_ ]?feed|comments? (feed|on)|комментари/i;

/** Where feeds lie when the front page does not say. */
const COMMON_FEED_PATHS = [
  '/feed/',
  '/rss',
  '/rss.xml',
  '/feed.xml',
  '/atom.xml',
  '/index.xml',
  '/feed.json',
  '/rss/all',
];
const COMMON_SITEMAPS = ['/sitemap-news.xml', '/news-sitemap.xml', '/sitemap.xml', '/sitemap_index.xml'];
const MAX_FEEDS = 10;

/** Reads what a page announces of its site: feeds (autodiscovery, then links that look like feeds), name, language. Never throws. */
export function findChannels(html: string, pageUrl: string): PageAnnouncements {
  const $ = parseHtml(html);
  const page = URL.parse(pageUrl);
  if (!$ || !page) return { feeds: [], siteName: undefined, language: undefined };
  const base = URL.parse($('base[href]').first().attr('href') ?? '', pageUrl)?.href ?? pageUrl;
  const feeds = new Map<string, AnnouncedFeed>();
  const add = (href: string | undefined, title: string | undefined): void => {
    const url = URL.parse(href?.trim().replace(/^feed:(\/\/)?(?=https?:)/i, '') ?? '', base);
    const name = title?.replace(/\s+/g, ' ').trim() || undefined;
    if (
      href === undefined ||
      !url ||
      !/^https?:$/.test(url.protocol) ||
      COMMENTS.test(`${url.pathname} ${name ?? ''}`)
    )
      return;
    if (!feeds.has(url.href)) feeds.set(url.href, { url: url.href, title: name });
  };
  $('link[href]').each((_, link) => {
    const relations = ($(link).attr('rel') ?? '').toLowerCase().split(/\s+/);
    const type = $(link).attr('type') ?? '';
    if ((relations.includes('alternate') && FEED_TYPE.test(type)) || relations.includes('feed'))
      add($(link).attr('href'), $(link).attr('title'));
  });
  $('a[href]').each((_, link) => {
    const url = URL.parse($(link).attr('href') ?? '', base);
    if (url && FEED_PATH.test(url.pathname) && isSameSite(url, page)) add(url.href, $(link).text());
  });
  const siteName =
    $('meta[property="og:site_name"]').first().attr('content') ??
    $('meta[name="application-name"]').first().attr('content') ??
    $('title').first().text();
  return {
    feeds: Array.from(feeds.values()),
    siteName: siteName.replace(/\s+/g, ' ').trim().slice(0, 200) || undefined,
    language: languageTag($('html').attr('lang') ?? $('html').attr('xml:lang')),
  };
}

export interface ExploreDeps {
  readonly fetchPage: FetchPage;
  readonly decodeText: DecodeText;
}

export type Exploration =
  | {
      readonly kind: 'found';
      readonly name: string;
      readonly homepage: string;
      readonly language: string | undefined;
      /** Channels that were read and answered; feeds before sitemaps, a listing of the page itself where there is neither. */
      readonly channels: readonly Channel[];
      /** What was tried and did not answer, in words. */
      readonly tried: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

interface Attempt {
  readonly channel: Channel | undefined;
  readonly note: string;
  readonly title?: string | undefined;
  readonly language?: string | undefined;
}

async function tryFeed(url: string, deps: ExploreDeps): Promise<Attempt> {
  const answer = await deps.fetchPage(url, { accept: 'feed' });
  if (answer.kind !== 'page')
    return { channel: undefined, note: `${url}: ${answer.kind === 'refused' ? answer.detail : answer.kind}` };
  const { text } = deps.decodeText(answer.page.body, answer.page.headers['content-type'], 'xml');
  const feed = readFeed(text, { baseUrl: answer.page.finalUrl });
  if (feed.kind === 'refused') return { channel: undefined, note: `${url}: ${feed.reason}` };
  return { channel: { kind: 'feed', url }, note: '', title: feed.title, language: feed.language };
}

async function trySitemap(url: string, deps: ExploreDeps): Promise<Attempt> {
  const result = await fetchSitemap(url, deps);
  if (result.kind === 'refused') return { channel: undefined, note: `${url}: ${result.reason}` };
  return { channel: { kind: 'sitemap', url }, note: '' };
}

async function firstThatAnswers(
  urls: readonly string[],
  attempt: (url: string) => Promise<Attempt>,
  most: number,
): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  for (const url of urls) {
    if (attempts.filter(({ channel }) => channel).length >= most) break;
    // One after the other: they lie on one host.
    // oxlint-disable-next-line no-await-in-loop
    attempts.push(await attempt(url));
  }
  return attempts;
}

async function robotsSitemaps(homepage: string, deps: ExploreDeps): Promise<readonly string[]> {
  const url = new URL('/robots.txt', homepage).href;
  const answer = await deps.fetchPage(url, { accept: 'any' });
  return answer.kind === 'page'
    ? sitemapLines(deps.decodeText(answer.page.body, 'text/plain', 'text').text, url)
    : [];
}

const FEED_LIST = /(?:^|[^a-z])rss(?:[^a-z]|feeds?|$)|\/feeds?(?:\/|$)/i;
const MAX_LISTED = 6;

/** Links of a page whose address or words speak of feeds, and on a page of feeds also those to an interface (`/api/z-abc`). */
function feedLikeLinks(html: string, pageUrl: string, isList: boolean): readonly string[] {
  const $ = parseHtml(html);
  const page = URL.parse(pageUrl);
  if (!$ || !page) return [];
  const found = new Set<string>();
  $('a[href]').each((_, anchor) => {
    const url = URL.parse($(anchor).attr('href')?.trim() ?? '', pageUrl);
    if (!url || !/^https?:$/.test(url.protocol) || !isSameSite(url, page) || url.href === page.href) return;
    const words = `${url.pathname} ${$(anchor).text()} ${$(anchor).attr('title') ?? ''}`;
    if (COMMENTS.test(words)) return;
    if (FEED_LIST.test(words) || (isList && /^\/api\/./.test(url.pathname))) found.add(url.href);
  });
  return Array.from(found);
}

/** Feeds of which the front page only says where they are listed, as the sites of RFE/RL and VOA do. */
async function feedsOfListings(
  html: string,
  pageUrl: string,
  deps: ExploreDeps,
): Promise<readonly Attempt[]> {
  const attempts: Attempt[] = [];
  for (const listUrl of feedLikeLinks(html, pageUrl, false).slice(0, 3)) {
    // One after the other: they lie on one host.
    // oxlint-disable-next-line no-await-in-loop
    const answer = await deps.fetchPage(listUrl, { accept: 'any' });
    if (answer.kind !== 'page') continue;
    const { body, headers, finalUrl } = answer.page;
    const { text } = deps.decodeText(body, headers['content-type'], 'html');
    const feed = readFeed(text, { baseUrl: finalUrl });
    if (feed.kind === 'feed') {
      attempts.push({
        channel: { kind: 'feed', url: listUrl },
        note: '',
        title: feed.title,
        language: feed.language,
      });
      continue;
    }
    const listed = [
      ...findChannels(text, finalUrl).feeds.map(({ url }) => url),
      ...feedLikeLinks(text, finalUrl, true),
    ];
    // oxlint-disable-next-line no-await-in-loop
    attempts.push(
      ...(await firstThatAnswers(
        Array.from(new Set(listed)).slice(0, MAX_LISTED),
        (url) => tryFeed(url, deps),
        3,
      )),
    );
    if (attempts.some(({ channel }) => channel)) break;
  }
  return attempts;
}

async function exploreTelegram(channel: string, deps: ExploreDeps): Promise<Exploration> {
  const url = telegramPage(channel);
  const answer = await deps.fetchPage(url, { accept: 'html' });
  if (answer.kind !== 'page')
    return { kind: 'refused', reason: answer.kind === 'refused' ? answer.detail : 'not modified' };
  const { text } = deps.decodeText(answer.page.body, answer.page.headers['content-type'], 'html');
  const found = readTelegram(text, answer.page.finalUrl);
  if (found.kind === 'refused') return found;
  return {
    kind: 'found',
    name: found.name ?? channel,
    homepage: `https://t.me/${channel}`,
    language: undefined,
    channels: [{ kind: 'telegram', url }],
    tried: [],
  };
}

/** An address that somebody pasted -> the site's name and the channels by which it can be watched. The address may be a feed itself. Never throws. */
export async function exploreSite(address: string, deps: ExploreDeps): Promise<Exploration> {
  const pasted = /^[a-z][a-z0-9+.-]*:\/\//i.test(address.trim())
    ? address.trim()
    : `https://${address.trim()}`;
  const search = searchChannel(pasted);
  if (search !== undefined) {
    const { channel, name } = search;
    return {
      kind: 'found',
      name,
      homepage: channel.url,
      language: undefined,
      channels: [channel],
      tried: [],
    };
  }
  const posted = telegramChannel(pasted);
  if (posted !== undefined) return exploreTelegram(posted, deps);
  const answer = await deps.fetchPage(pasted, { accept: 'feed' });
  if (answer.kind !== 'page')
    return { kind: 'refused', reason: answer.kind === 'refused' ? answer.detail : 'not modified' };
  const { page } = answer;
  const { text } = deps.decodeText(page.body, page.headers['content-type'], 'html');
  const own = readFeed(text, { baseUrl: page.finalUrl });
  if (own.kind === 'feed') {
    const homepage = own.link ?? new URL('/', page.finalUrl).href;
    return {
      kind: 'found',
      name: own.title ?? new URL(homepage).hostname,
      homepage,
      language: own.language,
      channels: [{ kind: 'feed', url: pasted }],
      tried: [],
    };
  }
  const announced = findChannels(text, page.finalUrl);
  const urls = announced.feeds.map((feed) => feed.url).slice(0, MAX_FEEDS);
  let feeds = await firstThatAnswers(urls, (url) => tryFeed(url, deps), MAX_FEEDS);
  if (!feeds.some(({ channel }) => channel))
    feeds = [...feeds, ...(await feedsOfListings(text, page.finalUrl, deps))];
  if (!feeds.some(({ channel }) => channel)) {
    const common = COMMON_FEED_PATHS.map((path) => new URL(path, page.finalUrl).href).filter(
      (url) => !urls.includes(url),
    );
    feeds = [...feeds, ...(await firstThatAnswers(common, (url) => tryFeed(url, deps), 1))];
  }
  const named = await robotsSitemaps(page.finalUrl, deps);
  const usual = COMMON_SITEMAPS.map((path) => new URL(path, page.finalUrl).href);
  const sitemaps = await firstThatAnswers(
    named.length > 0 ? named.slice(0, 5) : usual,
    (url) => trySitemap(url, deps),
    2,
  );
  const attempts = [...feeds, ...sitemaps];
  const channels = attempts.map(({ channel }) => channel).filter((channel) => channel !== undefined);
  return {
    kind: 'found',
    name: announced.siteName ?? feeds.find(({ title }) => title)?.title ?? new URL(page.finalUrl).hostname,
    homepage: page.finalUrl,
    language: announced.language ?? feeds.find(({ language }) => language)?.language,
    channels: channels.length > 0 ? channels : [{ kind: 'listing', url: page.finalUrl }],
    tried: attempts.map(({ note }) => note).filter((note) => note !== ''),
  };
}

/** Id for a new outlet from its homepage: the host without `www.`; of a Telegram channel with its name. */
export function outletId(homepage: string): Outlet['id'] {
  const search = searchChannel(homepage);
  if (search !== undefined) return search.id;
  const channel = telegramChannel(homepage);
  if (channel !== undefined) return `t.me-${channel.toLowerCase().replaceAll('_', '-')}`;
  return new URL(homepage).hostname.replace(/^www\./, '').toLowerCase();
}
