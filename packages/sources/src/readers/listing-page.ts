import { readListing } from '../listing.ts';
import type { Reader } from './reader.ts';

/** Front and section pages. */
export const listingReader: Reader = {
  kind: 'listing',
  accept: 'html',
  read: async (page, channel, deps) => {
    const { text } = deps.decodeText(page.body, page.headers['content-type'], 'html');
    const listing = readListing(text, page.finalUrl, channel.kind === 'listing' ? channel.links : undefined);
    if (listing.kind === 'refused') return listing;
    return {
      kind: 'links',
      links: listing.links,
      note: listing.links.length === 0 ? 'no links to articles found' : undefined,
    };
  },
};
