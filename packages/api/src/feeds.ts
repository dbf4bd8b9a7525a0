import { KhabarError } from '@khabar/article';
import { readSearchParams } from '@khabar/search';
import { generateAtomFeed, generateJsonFeed, generateRssFeed } from 'feedsmith';
import { Hono } from 'hono';

import { savedQueries } from './route-parts.ts';
import type { ArticleItem, Marked } from './schemas.ts';
import type { ApiServices } from './services.ts';
import { alertItems } from './views/alert-items.ts';
import { articleItems } from './views/article-items.ts';
import { openReferences } from './views/references.ts';
import { savedSearchParams } from './views/search-counts.ts';

const ITEMS = 50;

interface FeedItem {
  readonly article: ArticleItem;
  readonly matched: Marked;
  readonly at: string;
}

/** `/feeds/TOKEN.rss|atom|json`: a saved search to be read by a feed reader; with an alert rule, its ledger in the order of arrival. */
export function feedRoutes(services: ApiServices): Hono {
  const app = new Hono();
  app.get('/feeds/:file{[A-Za-z0-9_-]+\\.(rss|atom|json)}', async (context) => {
    const [token = '', format = ''] = context.req.param('file').split('.');
    const search = await services.store.savedSearches.findByToken(token);
    if (search === undefined)
      throw new KhabarError('NOT_FOUND', 'feed: this address is not valid, or was renewed');
    const items = await itemsOf(search, services);
    const base = services.publicUrl();
    const about = {
      title: `Khabar: ${search.name}`,
      description: search.query,
      link: `${base}/search?q=${encodeURIComponent(search.query)}`,
      self: `${base}/feeds/${token}.${format}`,
      updated: new Date(items[0]?.at ?? search.created_at),
    };
    context.header('cache-control', 'private, max-age=60');
    if (format === 'rss')
      return context.body(rss(about, items, base), 200, {
        'content-type': 'application/rss+xml; charset=utf-8',
      });
    if (format === 'atom')
      return context.body(atom(about, items, base), 200, {
        'content-type': 'application/atom+xml; charset=utf-8',
      });
    return context.body(json(about, items, base), 200, {
      'content-type': 'application/feed+json; charset=utf-8',
    });
  });
  return app;
}

async function itemsOf(
  search: { id: string; query: string; params: Record<string, string> },
  services: ApiServices,
): Promise<FeedItem[]> {
  const references = openReferences(services.registry, await services.store.outlets.list(), 'en');
  const rule = (await services.store.alerts.rules()).find((one) => one.searchId === search.id);
  if (rule !== undefined) {
    const rows = await services.store.alerts.ledger({ ruleId: rule.id, told: true, limit: ITEMS });
    return (await alertItems(rows, { services, references })).map(({ article, matched, at }) => ({
      article,
      matched,
      at,
    }));
  }
  const read = readSearchParams(savedSearchParams(search), services.now(), await savedQueries(services));
  const page = await services.search.find({ ...read.request, sort: 'new', size: ITEMS, duplicates: 'all' });
  return (await articleItems(page.items, services.store, references)).map((article) => ({
    article,
    matched: article.snippet,
    at: article.firstSeenAt,
  }));
}

interface About {
  readonly title: string;
  readonly description: string;
  readonly link: string;
  readonly self: string;
  readonly updated: Date;
}

function summary({ article, matched }: FeedItem): string {
  const stances = article.stances.map(
    (stance) => `${stance.holderRef.label} → ${stance.targetRef.label}: ${stance.label}`,
  );
  return [matched.text, ...stances].join(' · ');
}

function rss(about: About, items: readonly FeedItem[], base: string): string {
  return generateRssFeed({
    title: about.title,
    link: about.link,
    description: about.description,
    lastBuildDate: about.updated,
    items: items.map((item) => ({
      title: item.article.title.text,
      link: `${base}/articles/${item.article.id}`,
      description: summary(item),
      guid: { value: `urn:khabar:article:${item.article.id}`, isPermaLink: false },
      pubDate: new Date(item.at),
      source: { title: item.article.source.name, url: item.article.url },
    })),
  });
}

function atom(about: About, items: readonly FeedItem[], base: string): string {
  return generateAtomFeed({
    id: about.self,
    title: { value: about.title },
    subtitle: { value: about.description },
    updated: about.updated,
    links: [{ href: about.link }, { href: about.self, rel: 'self' }],
    entries: items.map((item) => ({
      id: `urn:khabar:article:${item.article.id}`,
      title: { value: item.article.title.text },
      updated: new Date(item.at),
      ...(item.article.publishedAt === null ? {} : { published: new Date(item.article.publishedAt) }),
      links: [
        { href: `${base}/articles/${item.article.id}`, hreflang: item.article.language },
        { href: item.article.url, rel: 'via' },
      ],
      authors: [{ name: item.article.source.name }],
      summary: { value: summary(item) },
    })),
  });
}

function json(about: About, items: readonly FeedItem[], base: string): string {
  return JSON.stringify(
    generateJsonFeed({
      title: about.title,
      home_page_url: about.link,
      feed_url: about.self,
      description: about.description,
      items: items.map((item) => ({
        id: `urn:khabar:article:${item.article.id}`,
        url: `${base}/articles/${item.article.id}`,
        external_url: item.article.url,
        title: item.article.title.text,
        content_text: summary(item),
        language: item.article.language,
        date_published: new Date(item.at),
        authors: [{ name: item.article.source.name }],
      })),
    }),
  );
}
