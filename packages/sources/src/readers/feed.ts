import { readFeed } from '../read-feed.ts';
import type { Reader } from './reader.ts';

/** RSS, Atom, RDF, JSON Feed, CDF. */
export const feedReader: Reader = {
  kind: 'feed',
  accept: 'feed',
  read: async (page, _channel, deps) => {
    const { text } = deps.decodeText(page.body, page.headers['content-type'], 'xml');
    const contentLanguage = page.headers['content-language'];
    const feed = readFeed(text, {
      baseUrl: page.finalUrl,
      ...(contentLanguage === undefined ? {} : { contentLanguage }),
    });
    if (feed.kind === 'refused') return feed;
    const links = feed.entries.flatMap((entry) => {
      if (entry.link === undefined) return [];
      const { title, published, updated, summary } = entry;
      return [
        { url: entry.link, title, published, updated, summary, language: entry.language ?? feed.language },
      ];
    });
    const without = feed.entries.length - links.length;
    const notes = [
      ...(without > 0 ? [`${without} entries without an address`] : []),
      ...(feed.truncated ? [`only the first ${feed.entries.length} entries were read`] : []),
    ];
    return { kind: 'links', links, note: notes.join('; ') || undefined };
  },
};
