import type { Channel } from '@khabar/article';

import { feedReader } from './feed.ts';
import { listingReader } from './listing-page.ts';
import { gdeltReader, googleNewsReader } from './news-search.ts';
import type { Reader } from './reader.ts';
import { sitemapReader } from './sitemap.ts';
import { telegramReader } from './telegram.ts';

/** The ways to find articles; one more is one more line. */
export const READERS: Readonly<Record<Channel['kind'], Reader>> = {
  feed: feedReader,
  sitemap: sitemapReader,
  listing: listingReader,
  telegram: telegramReader,
  'google-news': googleNewsReader,
  gdelt: gdeltReader,
};
