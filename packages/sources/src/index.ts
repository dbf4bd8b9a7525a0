export { loadCatalogue } from './catalogue.ts';
export { discover, type ChannelVisit, type DiscoverDeps, type Discovery } from './discover.ts';
export type { Feed, FeedEntry, FeedResult } from './feed.ts';
export { readFeedDate } from './feed-date.ts';
export {
  exploreSite,
  findChannels,
  outletId,
  type AnnouncedFeed,
  type Exploration,
  type ExploreDeps,
  type PageAnnouncements,
} from './find-channels.ts';
export { htmlToText } from './html-text.ts';
export { readListing, type ListedLink, type ListingResult } from './listing.ts';
export { OpmlFeed, readOpml, writeOpml, type OpmlResult } from './opml.ts';
export { loadPacks, type SourcePack } from './packs.ts';
export { readFeed, type ReadFeedOptions } from './read-feed.ts';
export { readSitemap, type SitemapPage, type SitemapPlace, type SitemapResult } from './read-sitemap.ts';
export {
  readTelegram,
  telegramChannel,
  telegramPage,
  type TelegramPost,
  type TelegramResult,
} from './read-telegram.ts';
export { sanitizeHtml } from './sanitize-html.ts';
export {
  COMMON_SITEMAP_PATHS,
  fetchSitemap,
  sitemapLines,
  walkSitemaps,
  type SitemapDeps,
  type SitemapWalk,
  type WalkOptions,
} from './walk-sitemaps.ts';
export { searchAddress, type NewsSearch } from './news-search.ts';
export { findArchives, walkArchive, type Archive, type ArchivePage } from './walk-archive.ts';
