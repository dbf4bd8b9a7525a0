import { Outlet, type FetchPage, type FetchPageOptions } from '@khabar/article';
import { describe, expect, test } from 'vitest';

import { discover, type DiscoverDeps } from './discover.ts';
import { exploreSite, findChannels } from './find-channels.ts';

interface Site extends DiscoverDeps {
  readonly asked: { readonly url: string; readonly options: FetchPageOptions | undefined }[];
}

/** A site of these documents at noon of 4 July 2025; anything else is gone, and what has the ETag that is known is not modified. */
function siteOf(documents: Readonly<Record<string, string>>, etag?: string): Site {
  const asked: Site['asked'] = [];
  const fetchPage: FetchPage = async (url, options) => {
    asked.push({ url, options });
    const body = documents[url];
    if (body === undefined) {
      return { kind: 'refused', url, reason: 'gone', detail: 'answered 404', status: 404, retry: 'never' };
    }
    const fetchedAt = '2025-07-04T12:00:00Z';
    if (etag !== undefined && options?.validators?.etag === etag)
      return { kind: 'not-modified', url, fetchedAt };
    const page = {
      url,
      finalUrl: url,
      fetchedAt,
      status: 200,
      headers: { etag: '"1"' },
      body: Buffer.from(body),
    };
    return { kind: 'page', page };
  };
  return {
    asked,
    fetchPage,
    decodeText: (bytes) => ({ text: Buffer.from(bytes).toString('utf8'), charset: 'utf-8' }),
    now: () => new Date('2025-07-04T12:00:00Z'),
    validators: () => (etag === undefined ? undefined : { etag }),
  };
}

function outletWith(channels: readonly unknown[]): Outlet {
  return Outlet.parse({
    id: 'kubha',
    name: 'Kubha',
    country: 'AF',
    language: 'en',
    kind: 'independent',
    homepage: 'https://kubha.example/',
    delayMs: 2000,
    channels,
  });
}

const feedUrl = 'https://kubha.example/feed';
const feed = `<rss><channel><link>https://kubha.example/</link>
  <item><title>One</title><link>https://kubha.example/1</link><pubDate>Fri, 04 Jul 2025 09:00:00 GMT</pubDate><description>&lt;p&gt;Short&lt;/p&gt;</description></item>
  <item><title>From the day after</title><link>https://kubha.example/2</link><pubDate>Sun, 06 Jul 2025 09:00:00 GMT</pubDate></item>
  <item><title>Home</title><link>https://kubha.example/</link></item><item><title>Nowhere</title></item></channel></rss>`;

describe('discover', () => {
  test('gives the leads of a feed: no date in the future, not the homepage, and counts what had no address', async () => {
    const site = siteOf({ [feedUrl]: feed });
    const { leads, visits } = await discover(outletWith([{ kind: 'feed', url: feedUrl }]), site);
    const place = { outletId: 'kubha', foundIn: feedUrl };
    expect(leads).toEqual([
      {
        ...place,
        url: 'https://kubha.example/1',
        title: 'One',
        published: '2025-07-04T09:00:00Z',
        summary: 'Short',
      },
      { ...place, url: 'https://kubha.example/2', title: 'From the day after' },
    ]);
    expect(visits).toMatchObject([
      {
        outcome: 'ok',
        status: 200,
        leads: 2,
        validators: { etag: '"1"' },
        reason: '1 entries without an address',
      },
    ]);
    expect(site.asked[0]?.options).toMatchObject({ accept: 'feed', delayMs: 2000 });
  });

  test('asks conditionally and keeps the validators of what has not changed', async () => {
    const { visits } = await discover(
      outletWith([{ kind: 'feed', url: feedUrl }]),
      siteOf({ [feedUrl]: feed }, '"7"'),
    );
    expect(visits).toMatchObject([{ outcome: 'not-modified', validators: { etag: '"7"' }, leads: 0 }]);
  });

  test('a channel that fails costs only itself, and says why', async () => {
    const site = siteOf({ [feedUrl]: feed, 'https://kubha.example/broken': '<html>Maintenance</html>' });
    const channels = [
      { kind: 'feed', url: 'https://kubha.example/gone' },
      { kind: 'feed', url: 'https://kubha.example/broken' },
      { kind: 'feed', url: feedUrl },
    ];
    const { leads, visits } = await discover(outletWith(channels), site);
    expect(visits).toMatchObject([
      { outcome: 'refused', refusal: 'gone', reason: 'answered 404', status: 404 },
      { outcome: 'unreadable', reason: expect.stringContaining('not a feed') },
      { outcome: 'ok' },
    ]);
    expect(leads).toHaveLength(2);
  });

  test('of sitemaps takes the last week and says how much it left', async () => {
    const site = siteOf({
      'https://kubha.example/index.xml': `<sitemapindex><sitemap><loc>/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>
        <sitemap><loc>/new.xml</loc><lastmod>2025-07-04</lastmod></sitemap></sitemapindex>`,
      'https://kubha.example/new.xml': `<urlset><url><loc>/new</loc><lastmod>2025-07-03</lastmod></url>
        <url><loc>/older</loc><lastmod>2025-01-01</lastmod></url></urlset>`,
    });
    const outlet = outletWith([{ kind: 'sitemap', url: 'https://kubha.example/index.xml' }]);
    const { leads, visits } = await discover(outlet, site);
    expect(leads.map((lead) => lead.url)).toEqual(['https://kubha.example/new']);
    expect(visits[0]?.reason).toBe('1 older pages left for a backfill; 1 older sitemaps left for a backfill');
  });

  test('reads a listing with the selector of the outlet', async () => {
    const url = 'https://kubha.example/news';
    const site = siteOf({ [url]: '<ul class="list"><li><a href="/n/1">One</a></ul><a href="/n/2">Two</a>' });
    const { leads } = await discover(outletWith([{ kind: 'listing', url, links: '.list a' }]), site);
    expect(leads).toMatchObject([{ url: 'https://kubha.example/n/1', title: 'One' }]);
  });
});

describe('exploreSite', () => {
  const front = `<html lang="fa"><head><title>کوبها</title><link rel="alternate" type="application/rss+xml" title="Kubha" href="/feed">
    <link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/"></head></html>`;

  test('finds the feeds that a page announces, not those of its comments', () => {
    expect(findChannels(front, 'https://kubha.example/')).toEqual({
      feeds: [{ url: feedUrl, title: 'Kubha' }],
      siteName: 'کوبها',
      language: 'fa',
    });
  });

  test('from a pasted address to channels that answer', async () => {
    const site = siteOf({
      'https://kubha.example': front,
      [feedUrl]: feed,
      'https://kubha.example/robots.txt': 'Sitemap: https://kubha.example/map.xml',
      'https://kubha.example/map.xml': '<urlset></urlset>',
    });
    expect(await exploreSite('kubha.example', site)).toMatchObject({
      kind: 'found',
      name: 'کوبها',
      language: 'fa',
      channels: [
        { kind: 'feed', url: feedUrl },
        { kind: 'sitemap', url: 'https://kubha.example/map.xml' },
      ],
    });
  });

  test('a feed that is pasted itself is the channel', async () => {
    const found = await exploreSite(feedUrl, siteOf({ [feedUrl]: feed }));
    expect(found).toMatchObject({
      channels: [{ kind: 'feed', url: feedUrl }],
      homepage: 'https://kubha.example/',
    });
  });

  test('where nothing is announced the page itself is the listing, and what was tried is told', async () => {
    const site = siteOf({ 'https://kubha.example/': '<title>Kubha</title>' });
    const found = await exploreSite('https://kubha.example/', site);
    expect(found).toMatchObject({
      kind: 'found',
      channels: [{ kind: 'listing', url: 'https://kubha.example/' }],
    });
    expect(found).toHaveProperty('tried.0', expect.stringContaining('404'));
  });
});
