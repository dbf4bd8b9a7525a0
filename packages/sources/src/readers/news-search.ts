import { readGdelt, readGoogleNews } from '../news-search.ts';
import type { FoundLink, Reader, ReaderResult } from './reader.ts';

function linksOf(links: readonly FoundLink[] | undefined, refusal: string): ReaderResult {
  if (!links) return { kind: 'refused', reason: refusal };
  const bare = links.filter(({ headlineOnly }) => headlineOnly === true).length;
  return { kind: 'links', links, note: bare > 0 ? `${bare} headlines without an address` : undefined };
}

/** Searches of Google News. */
export const googleNewsReader: Reader = {
  kind: 'google-news',
  accept: 'feed',
  read: (page, _channel, deps) => {
    const { text } = deps.decodeText(page.body, page.headers['content-type'], 'xml');
    return Promise.resolve(linksOf(readGoogleNews(text, page.finalUrl), 'not a feed of Google News'));
  },
};

/** Searches of GDELT. */
export const gdeltReader: Reader = {
  kind: 'gdelt',
  accept: 'feed',
  read: (page, _channel, deps) => {
    const { text } = deps.decodeText(page.body, page.headers['content-type'], 'text');
    const said = text.replace(/\s+/g, ' ').trim().slice(0, 200);
    return Promise.resolve(linksOf(readGdelt(text), `not a list of articles: ${said}`));
  },
};
