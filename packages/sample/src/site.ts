import { createHash } from 'node:crypto';

import type { Discovery, SampleOutlet } from './coverage.ts';
import type { Announcement, Entry } from './discovery/announcement.ts';
import { lastChange } from './discovery/announcement.ts';
import { atom, jsonFeed, rdf, rss, rssUndated } from './discovery/feeds.ts';
import { newsSitemap, sitemap, sitemapIndex } from './discovery/sitemaps.ts';
import { editionOf } from './edition.ts';
import type { Edition, PublishedArticle } from './edition.ts';
import { encodePage } from './encode-page.ts';
import type { PageCharset } from './encode-page.ts';
import { extraPage, frontPage, listingPage, sectionPage } from './index-pages.ts';
import { pageContent } from './page-content-of.ts';
import { PAGE_BUILDS } from './pages/builds.ts';

/** Newest time of the coverage, for documents that carry none of their own. */
const COVERAGE_END = '2025-07-10T00:00:00Z';

/** One answer of a site, ready to send. */
export interface Resource {
  readonly contentType: string;
  readonly body: Buffer;
  readonly etag: string;
  /** HTTP date. */
  readonly lastModified: string;
  /** Where the address has moved to for good. */
  readonly location?: string;
  /** The page has a second edition that follows once it has been read. */
  readonly revisable?: boolean;
}

/** Everything an outlet serves, by path and query, before or after its newsroom's edits. */
export function siteResources(outlet: SampleOutlet, edited: boolean): ReadonlyMap<string, Resource> {
  const edition = editionOf(outlet, edited);
  const changed = edition.published.map(lastChange).find((change) => change !== undefined) ?? COVERAGE_END;
  const siteCharset = outlet.site.charset ?? 'utf-8';
  const html = (markup: string): Resource => resource(markup, siteCharset, changed);
  return new Map<string, Resource>([
    ['/', html(frontPage(outlet, edition.published))],
    ['/robots.txt', text(robotsText(outlet), 'text/plain', changed)],
    [
      '/images/photo.svg',
      text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"/>', 'image/svg+xml', changed),
    ],
    ...outlet.furniture.navigation
      .slice(1)
      .map((_, index): [string, Resource] => [
        `/section/${index + 1}`,
        html(sectionPage(outlet, edition.published)),
      ]),
    ...outlet.site.extras.map((extra): [string, Resource] => [
      extra.path,
      html(extraPage(outlet, extra, edition.published)),
    ]),
    ...outlet.site.moved.map((moved): [string, Resource] => [
      moved.from,
      { ...html(''), location: edition.addressOf(moved.slug) },
    ]),
    ...Object.entries(outlet.site.discovery).map(([path, kind]): [string, Resource] => [
      path,
      discoveryResource({ outlet, edition, path, kind, changed }),
    ]),
    ...edition.published.map((published): [string, Resource] => [
      published.path,
      articleResource(outlet, edition, published),
    ]),
  ]);
}

function articleResource(outlet: SampleOutlet, edition: Edition, published: PublishedArticle): Resource {
  const page = PAGE_BUILDS[outlet.site.build](pageContent(outlet, edition, published));
  const headerCharset = published.article.charset;
  const built = resource(
    page,
    headerCharset ?? outlet.site.charset ?? 'utf-8',
    lastChange(published) ?? COVERAGE_END,
  );
  return {
    ...built,
    contentType: headerCharset === undefined ? built.contentType : `text/html; charset=${headerCharset}`,
    revisable: published.article.revision !== undefined,
  };
}

interface DiscoveryInput {
  readonly outlet: SampleOutlet;
  readonly edition: Edition;
  readonly path: string;
  readonly kind: Discovery;
  readonly changed: string;
}

function discoveryResource({ outlet, edition, path, kind, changed }: DiscoveryInput): Resource {
  const { name, language, homepage } = outlet.outlet;
  const origin = homepage.replace(/\/$/u, '');
  const announcement: Announcement = {
    outletName: name,
    language,
    homepage,
    self: `${origin}${path}`,
    entries: [...edition.published, ...furtherEntries(outlet, edition, changed)],
  };
  const articlesOnly = { ...announcement, entries: edition.published };
  const charset = outlet.site.charset ?? 'utf-8';
  const maps = Object.entries(outlet.site.discovery)
    .filter(([, each]) => each === 'sitemap')
    .map(([mapPath]) => `${origin}${mapPath}`);
  const documents: Readonly<Record<Discovery, () => Resource>> = {
    rss: () => text(rss(announcement), 'application/rss+xml', changed),
    'rss-undated': () => text(rssUndated(announcement), 'application/rss+xml', changed),
    atom: () => text(atom(announcement), 'application/atom+xml', changed),
    rdf: () => ({
      ...resource(rdf(announcement, charset), charset, changed),
      contentType: 'application/rdf+xml',
    }),
    'json-feed': () => text(jsonFeed(announcement), 'application/feed+json', changed),
    sitemap: () => text(sitemap(articlesOnly), 'application/xml', changed),
    'news-sitemap': () => text(newsSitemap(articlesOnly), 'application/xml', changed),
    'sitemap-index': () => text(sitemapIndex(maps), 'application/xml', changed),
    listing: () => resource(listingPage(outlet, edition.published), charset, changed),
  };
  return documents[kind]();
}

/** Entries that a tidy feed would not have: galleries, topics, dead and old addresses, tracking parameters. */
function furtherEntries(outlet: SampleOutlet, edition: Edition, changed: string): readonly Entry[] {
  const origin = outlet.outlet.homepage.replace(/\/$/u, '');
  const extras = outlet.site.extras
    .filter((extra) => extra.listed)
    .map((extra) => ({
      url: `${origin}${extra.path}`,
      title: extra.title,
      summary: extra.title,
      published: changed,
    }));
  const links = outlet.site.feedLinks.map((link) => {
    const address = link.slug === undefined ? `${origin}${link.path ?? '/'}` : edition.addressOf(link.slug);
    const original = edition.published.find((published) => published.article.slug === link.slug);
    return {
      url: link.query === undefined ? address : `${address}?${link.query}`,
      title: link.title,
      summary: link.title,
      published: original?.published ?? changed,
    };
  });
  return [...extras, ...links];
}

function robotsText(outlet: SampleOutlet): string {
  const { crawlDelaySeconds, disallow, discovery } = outlet.site;
  const origin = outlet.outlet.homepage.replace(/\/$/u, '');
  return [
    'User-agent: *',
    ...(disallow.length === 0 ? ['Disallow:'] : disallow.map((path) => `Disallow: ${path}`)),
    ...(crawlDelaySeconds === undefined ? [] : [`Crawl-delay: ${crawlDelaySeconds}`]),
    ...Object.entries(discovery)
      .filter(([, kind]) => kind.includes('sitemap'))
      .map(([path]) => `Sitemap: ${origin}${path}`),
    '',
  ].join('\n');
}

function text(content: string, type: string, changed: string): Resource {
  return { ...resource(content, 'utf-8', changed), contentType: `${type}; charset=utf-8` };
}

function resource(markup: string, charset: PageCharset, changed: string): Resource {
  const body = encodePage(markup, charset);
  return {
    contentType: charset === 'utf-8' ? 'text/html; charset=utf-8' : 'text/html',
    body,
    etag: `"${createHash('sha256').update(body).digest('hex').slice(0, 20)}"`,
    lastModified: new Date(changed).toUTCString(),
  };
}
