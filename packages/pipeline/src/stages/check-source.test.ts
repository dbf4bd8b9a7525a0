import type { FetchPage, Outlet } from '@khabar/article';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Analysis, openAnalysis } from '../analysis/open-analysis.ts';
import { checkSource } from './check-source.ts';

const SITE = 'https://kubha.example';
const SENTENCE =
  'The delegation and the ministry spoke about trade, transit and the crossing at the northern river for two days.';

const article = (number: number): string =>
  `<!doctype html><html lang="en"><head><title>Talks of day ${number} end in Kazan</title>
<meta property="article:published_time" content="2025-07-0${number}T09:00:00Z"></head><body><article><h1>Talks of day ${number} end in Kazan</h1>
${`<p>${SENTENCE}</p>`.repeat(5)}</article></body></html>`;
const feed = (numbers: readonly number[]): string =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Kubha</title><link>${SITE}/</link>${numbers
    .map(
      (number) =>
        `<item><title>Talks ${number}</title><link>${SITE}/2025/07/talks-${number}</link><pubDate>0${number} Jul 2025 09:00:00 GMT</pubDate></item>`,
    )
    .join('')}</channel></rss>`;

function web(pages: Readonly<Record<string, string>>, forbidden: readonly string[] = []): FetchPage {
  return (url) => {
    const body = pages[url];
    if (forbidden.includes(url))
      return Promise.resolve({
        kind: 'refused',
        url,
        reason: 'robots',
        detail: 'robots.txt forbids it',
        retry: 'never',
      });
    if (body === undefined)
      return Promise.resolve({
        kind: 'refused',
        url,
        reason: 'gone',
        detail: 'answered 404',
        status: 404,
        retry: 'never',
      });
    return Promise.resolve({
      kind: 'page',
      page: {
        url,
        finalUrl: url,
        fetchedAt: '2025-07-05T00:00:00.000Z',
        status: 200,
        headers: { 'content-type': body.startsWith('<?xml') ? 'application/xml' : 'text/html' },
        body: new TextEncoder().encode(body),
      },
    });
  };
}

const outlet: Outlet = {
  id: 'kubha.example',
  name: 'Kubha',
  country: 'AF',
  language: 'en',
  kind: 'exile',
  homepage: `${SITE}/`,
  channels: [{ kind: 'feed', url: `${SITE}/feed` }],
  everyMinutes: 30,
};
const articles = Object.fromEntries(
  [1, 2, 3, 4].map((number) => [`${SITE}/2025/07/talks-${number}`, article(number)]),
);

describe('checking a source', () => {
  let analysis: Analysis;
  beforeAll(async () => {
    analysis = await openAnalysis({ threads: 1, timeoutMs: 20_000 });
  });
  afterAll(() => analysis.close());
  const check = (fetchPage: FetchPage, given: Outlet = outlet) =>
    checkSource(given, { fetchPage, analysis, now: () => new Date('2025-07-05T00:00:00Z') });

  test('a feed whose articles are dated and read is ok, and three of them are shown', async () => {
    const found = await check(web({ ...articles, [`${SITE}/feed`]: feed([4, 3, 2, 1]) }));
    expect(found).toMatchObject({
      verdict: 'ok',
      reasons: [],
      leads: 4,
      dated: 4,
      newest: '2025-07-04T09:00:00Z',
    });
    expect(found.articles.map(({ title, isArticle }) => [title, isArticle])).toEqual([
      ['Talks of day 4 end in Kazan', true],
      ['Talks of day 3 end in Kazan', true],
      ['Talks of day 2 end in Kazan', true],
    ]);
  });

  test('where the known feed is gone the site is asked, and the source is usable with what it names', async () => {
    const home = `<html lang="en"><head><title>Kubha</title><link rel="alternate" type="application/rss+xml" href="/news.xml"></head><body></body></html>`;
    const found = await check(web({ ...articles, [`${SITE}/`]: home, [`${SITE}/news.xml`]: feed([2, 1]) }));
    expect(found.verdict).toBe('partly');
    expect(found.reasons).toEqual([`feed ${SITE}/feed: answered 404`]);
    expect(found.outlet.channels).toEqual([{ kind: 'feed', url: `${SITE}/news.xml` }]);
    expect(found.channels.map(({ url, isNew }) => [url, isNew])).toEqual([
      [`${SITE}/feed`, false],
      [`${SITE}/news.xml`, true],
    ]);
  });

  test('articles that robots.txt forbids make it failed, with the reason', async () => {
    const found = await check(web({ [`${SITE}/feed`]: feed([1]) }, [`${SITE}/2025/07/talks-1`]));
    expect(found.verdict).toBe('failed');
    expect(found.reasons[0]).toContain('robots.txt forbids it');
  });

  test('a source that answers nothing is failed', async () => {
    const found = await check(web({}));
    expect(found).toMatchObject({ verdict: 'failed', leads: 0, articles: [], outlet });
  });

  test('a feed that went silent a year ago is said to be old', async () => {
    const old = feed([1]).replace('Jul 2025', 'Jul 2024');
    const found = await check(web({ ...articles, [`${SITE}/feed`]: old }));
    expect(found.verdict).toBe('partly');
    expect(found.reasons).toEqual(['the newest article is 368 days old']);
  });
});
