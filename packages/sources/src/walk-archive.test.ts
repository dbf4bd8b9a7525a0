import { describe, expect, test } from 'vitest';

import { exploreSite } from './find-channels.ts';
import { fakeWeb } from './test-web.ts';
import {
  type Archive,
  type ArchiveOptions,
  findArchives,
  findOlderPage,
  walkArchive,
} from './walk-archive.ts';

const SITE = 'https://kubha.example';
const link = (number: number): string => `${SITE}/2025/07/the-news-of-day-${number}`;
const rss = (numbers: readonly number[], head = ''): string =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Kubha</title>${head}${numbers
    .map((number) => `<item><title>Day ${number}</title><link>${link(number)}</link></item>`)
    .join('')}</channel></rss>`;

async function walked(
  archive: Archive,
  pages: Readonly<Record<string, string>>,
  options?: ArchiveOptions,
): Promise<readonly (readonly string[])[]> {
  const turned: (readonly string[])[] = [];
  for await (const page of walkArchive(archive, fakeWeb(pages), options))
    turned.push(page.links.map(({ url }) => url));
  return turned;
}

describe('walkArchive', () => {
  test('RFC 5005: the archive before is followed, also backwards in relative addresses, and a loop ends', async () => {
    const pages = {
      [`${SITE}/feed`]: rss(
        [5, 4],
        '<atom:link rel="prev-archive" href="/archive/2"/><atom:link rel="next" href="/wrong"/>',
      ),
      [`${SITE}/archive/2`]: rss([4, 3], '<atom:link rel="prev-archive" href="/archive/1"/>'),
      [`${SITE}/archive/1`]: rss([2, 1], '<atom:link rel="prev-archive" href="/feed"/>'),
    };
    expect(await walked({ kind: 'feed-next', url: `${SITE}/feed` }, pages)).toEqual([
      [link(5), link(4)],
      [link(3)],
      [link(2), link(1)],
    ]);
  });

  test('Atom and JSON Feed name their next page', async () => {
    const atom = `<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>K</title><link rel="next" href="?page=2"/><entry><title>a</title><link href="${link(2)}"/></entry></feed>`;
    const json = JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      next_url: `${SITE}/feed?page=3`,
      items: [{ id: '1', url: link(1) }],
    });
    const pages = { [`${SITE}/feed`]: atom, [`${SITE}/feed?page=2`]: json };
    expect(await walked({ kind: 'feed-next', url: `${SITE}/feed` }, pages)).toEqual([[link(2)], [link(1)]]);
  });

  test('a feed in WordPress pages ends where a page is gone or says the same again', async () => {
    const pages = {
      [`${SITE}/feed/`]: rss([4, 3]),
      [`${SITE}/feed/?paged=2`]: rss([2, 1]),
      [`${SITE}/feed/?paged=3`]: rss([2, 1]),
      [`${SITE}/feed/?paged=4`]: rss([0]),
    };
    expect(await walked({ kind: 'feed-paged', url: `${SITE}/feed/` }, pages)).toHaveLength(2);
  });

  test('the REST interface of WordPress gives dated posts, and a walk goes on where it stopped', async () => {
    const posts = (numbers: readonly number[]): string =>
      JSON.stringify(
        numbers.map((number) => ({
          link: link(number),
          date_gmt: `2025-07-0${number}T09:00:00`,
          title: { rendered: `Day &#8220;${number}&#8221;` },
        })),
      );
    const archive: Archive = { kind: 'wordpress', url: `${SITE}/wp-json/wp/v2/posts?per_page=2` };
    const web = fakeWeb({
      [archive.url]: posts([4, 3]),
      [`${archive.url}&page=2`]: posts([2, 1]),
      [`${archive.url}&page=3`]: '{"code":"rest_post_invalid_page_number"}',
    });
    const pages = [];
    for await (const page of walkArchive(archive, web)) pages.push(page);
    expect(pages.map(({ links }) => links.length)).toEqual([2, 2]);
    expect(pages[0]?.links[0]).toMatchObject({ title: 'Day “4”', published: '2025-07-04T09:00:00Z' });
    const again = walkArchive(archive, web, { from: pages[0]?.next ?? '' });
    expect((await again.next()).value?.links[0]?.url).toBe(link(2));
  });
});

describe('findOlderPage', () => {
  test.each([
    ['<a rel="next" href="/page/2">2</a>', `${SITE}/page/2`],
    ['<link rel="next" href="?p=2">', `${SITE}/?p=2`],
    ['<a href="/news?page=2">Следующая</a>', `${SITE}/news?page=2`],
    ['<a href="/fa/page/2">صفحه بعد</a>', `${SITE}/fa/page/2`],
    ['<a href="/ar/page/2">التالي »</a>', `${SITE}/ar/page/2`],
    ['<a href="/page/2">Older posts</a>', `${SITE}/page/2`],
    [
      '<a href="/list?page=1">1</a><a href="/list?page=2">2</a><a href="/list?page=3">3</a>',
      `${SITE}/list?page=2`,
    ],
    ['<a href="https://other.example/page/2">Next</a>', undefined],
    ['<a href="/2025/07/next-week-in-kabul">Next week in Kabul</a>', undefined],
    ['<a href="/article/2">2</a>', undefined],
    ['<a href="#top">Next</a>', undefined],
  ])('%s leads to %s', (html, expected) => {
    expect(findOlderPage(html, `${SITE}/`)).toBe(expected);
  });
});

test('of the ways back only those are named that lead to older articles', async () => {
  const web = fakeWeb({
    [`${SITE}/feed/`]: rss([4, 3]),
    [`${SITE}/feed/?paged=2`]: rss([2, 1]),
    [`${SITE}/rss`]: rss([4, 3]),
    [`${SITE}/rss?paged=2`]: rss([4, 3]),
  });
  expect(
    await findArchives({ homepage: `${SITE}/`, channels: [{ kind: 'feed', url: `${SITE}/rss` }] }, web),
  ).toEqual([]);
  expect(
    await findArchives({ homepage: `${SITE}/`, channels: [{ kind: 'feed', url: `${SITE}/feed/` }] }, web),
  ).toEqual([{ kind: 'feed-paged', url: `${SITE}/feed/` }]);
});

test('feeds that a front page only says where to find are found on that page', async () => {
  const web = fakeWeb({
    [`${SITE}/`]:
      '<html lang="ps"><head><title>Kubha</title></head><body><a href="/rssfeeds">RSS</a></body></html>',
    [`${SITE}/rssfeeds`]:
      '<html><body><a href="/api/z-abc_x">News</a><a href="/about">About</a></body></html>',
    [`${SITE}/api/z-abc_x`]: rss([2, 1]),
  });
  expect(await exploreSite(`${SITE}/`, web)).toMatchObject({
    kind: 'found',
    channels: [{ kind: 'feed', url: `${SITE}/api/z-abc_x` }],
  });
});
