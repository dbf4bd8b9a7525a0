import type { FetchPage, Outlet } from '@khabar/article';
import { decodeText } from '@khabar/fetch';
import { discover, exploreSite, outletId, readOpml } from '@khabar/sources';

import type { Answer } from '../line.ts';
import { fetchText } from './fetch-text.ts';
import type { SecondOrder } from './second-order.ts';

/** Fetches the document, then what it names, each through the same guard: what a source could make Khabar do. */
export async function followLinks(
  url: string,
  position: SecondOrder,
  deps: { fetchPage: FetchPage; now: () => Date },
): Promise<Answer> {
  const document = await fetchText(url, deps.fetchPage);
  if ('refused' in document) return { outcome: 'refused', reason: document.refused };
  const addresses = await namedIn(document, position, { ...deps, url });
  const refused: string[] = [];
  for (const address of addresses) {
    const fetched = await deps.fetchPage(address, { accept: 'any' });
    if (fetched.kind === 'refused') refused.push(`${address}: ${fetched.reason}: ${fetched.detail}`);
  }
  return refused.length === 0
    ? { outcome: 'ok', followed: addresses.length }
    : { outcome: 'refused', reason: refused.join('; '), followed: addresses.length };
}

const MOST_FOLLOWED = 5;

async function namedIn(
  document: { text: string; baseUrl: string },
  position: SecondOrder,
  context: { url: string; fetchPage: FetchPage; now: () => Date },
): Promise<string[]> {
  switch (position) {
    case 'opml-outline': {
      const list = readOpml(document.text);
      return list.kind === 'opml' ? list.feeds.slice(0, MOST_FOLLOWED).map((feed) => feed.url) : [];
    }
    case 'rel-alternate':
    case 'robots-sitemap': {
      const found = await exploreSite(document.baseUrl, { fetchPage: context.fetchPage, decodeText });
      return found.kind === 'found'
        ? found.channels.slice(0, MOST_FOLLOWED).map((channel) => channel.url)
        : [];
    }
    case 'sitemap-loc':
      return leadsOf({ kind: 'sitemap', url: context.url }, context);
    case 'feed-link':
    case 'enclosure':
    case 'atom-next':
    case 'json-feed-next_url':
      return leadsOf({ kind: 'feed', url: context.url }, context);
  }
}

async function leadsOf(
  channel: { kind: 'feed' | 'sitemap'; url: string },
  { fetchPage, now }: { fetchPage: FetchPage; now: () => Date },
): Promise<string[]> {
  const homepage = new URL('/', channel.url).href;
  const outlet: Outlet = {
    id: outletId(homepage),
    name: homepage,
    country: null,
    language: 'und',
    kind: 'other',
    homepage,
    channels: [channel],
    everyMinutes: 30,
  };
  const { leads } = await discover(outlet, { fetchPage, decodeText, now, validators: () => undefined });
  return leads.slice(0, MOST_FOLLOWED).map((lead) => lead.url);
}
