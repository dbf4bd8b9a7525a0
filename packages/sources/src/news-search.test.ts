import { describe, expect, test } from 'vitest';

import { discover } from './discover.ts';
import { exploreSite, outletId } from './find-channels.ts';
import { decodeGoogleNews, readGdelt, readGoogleNews, searchAddress, searchChannel } from './news-search.ts';
import { fakeWeb } from './test-web.ts';

/** As links of Google News held the address up to 2024. */
function oldLink(address: string): string {
  const bytes = Buffer.from(address);
  const length = bytes.length < 128 ? [bytes.length] : [(bytes.length & 0x7f) | 0x80, bytes.length >> 7];
  const token = Buffer.concat([
    Buffer.from([0x08, 0x13, 0x22, ...length]),
    bytes,
    Buffer.from([0xd2, 0x01, 0x00]),
  ]);
  return `https://news.google.com/rss/articles/${token.toString('base64url')}?oc=5`;
}

const LONG = `https://kubha.example/news/2025/07/${'a-long-slug-'.repeat(12)}end?id=7`;
const OPAQUE = 'https://news.google.com/rss/articles/CBMiSEFVX3lxTE1hYmNkZWY?oc=5';
const RSS = `<?xml version="1.0"?><rss version="2.0"><channel><title>"taliban" - Google News</title>
<item><title>Talks end in Kazan - Kubha News</title><link>${oldLink('https://kubha.example/news/7')}</link><pubDate>Fri, 04 Jul 2025 09:30:00 GMT</pubDate><source url="https://kubha.example">Kubha News</source></item>
<item><title>Border opens - again - Zirak Post</title><link>${OPAQUE}</link><pubDate>Thu, 03 Jul 2025 09:30:00 GMT</pubDate><source url="https://zirak.example">Zirak Post</source></item>
</channel></rss>`;

test.each([['https://kubha.example/news/7'], [LONG]])(
  'the address inside an old Google News link is found: %s',
  (address) => {
    expect(decodeGoogleNews(oldLink(address))).toBe(address);
  },
);

test.each([OPAQUE, 'https://news.google.com/rss/articles/', 'https://kubha.example/articles/CBMi', ''])(
  'a link that holds none gives none: %s',
  (address) => {
    expect(decodeGoogleNews(address)).toBeUndefined();
  },
);

test('headlines lose the outlet that Google puts behind them, and no more', () => {
  expect(readGoogleNews(RSS, 'https://news.google.com/rss/search?q=taliban')).toEqual([
    {
      url: 'https://kubha.example/news/7',
      title: 'Talks end in Kazan',
      published: '2025-07-04T09:30:00Z',
      site: 'Kubha News',
      headlineOnly: false,
    },
    {
      url: OPAQUE,
      title: 'Border opens - again',
      published: '2025-07-03T09:30:00Z',
      site: 'Zirak Post',
      headlineOnly: true,
    },
  ]);
});

test('when GDELT saw an article is not taken for its date', () => {
  const list = {
    articles: [
      {
        url: 'https://gazeta.example/7',
        title: 'Встреча в Казани',
        seendate: '20250704T094500Z',
        domain: 'gazeta.example',
        language: 'Russian',
      },
    ],
  };
  expect(readGdelt(JSON.stringify(list))).toEqual([
    {
      url: 'https://gazeta.example/7',
      title: 'Встреча в Казани',
      updated: '2025-07-04T09:45:00Z',
      language: 'ru',
      site: 'gazeta.example',
    },
  ]);
  expect(readGdelt('{}')).toEqual([]);
  expect(readGdelt('Your query was too short.')).toBeUndefined();
});

describe('a search as a source', () => {
  const google = searchAddress({ service: 'google-news', query: 'talibān Россия', language: 'ru' });

  test('the address that a person sees, and the one a program asks, are the same search', () => {
    const seen = searchChannel('https://news.google.com/search?q=taliban&hl=ru&gl=RU&ceid=RU:ru');
    expect(seen?.channel).toEqual({
      kind: 'google-news',
      url: 'https://news.google.com/rss/search?q=taliban&hl=ru&gl=RU&ceid=RU:ru',
    });
    expect(
      searchChannel(searchAddress({ service: 'gdelt', query: 'taliban sourcelang:russian' }))?.channel.kind,
    ).toBe('gdelt');
    expect(searchChannel('https://kubha.example/search?q=taliban')).toBeUndefined();
  });

  test('searches differ by id, in any script', () => {
    expect(outletId(google)).toMatch(/^google-news-[a-z0-9-]+$/);
    expect(outletId(google)).not.toBe(outletId(searchAddress({ service: 'google-news', query: 'Moscow' })));
  });

  test('what has an address is a lead, what has none a headline', async () => {
    const web = fakeWeb({ [google]: RSS });
    const found = await exploreSite(google, web);
    expect(found).toMatchObject({ kind: 'found', name: 'Google News: talibān Россия' });
    const { leads, headlines, visits } = await discover(
      {
        id: outletId(google),
        name: 'search',
        country: null,
        language: 'ru',
        kind: 'other',
        homepage: google,
        channels: found.kind === 'found' ? [...found.channels] : [],
        everyMinutes: 30,
      },
      { ...web, now: () => new Date('2025-07-05T00:00:00Z'), validators: () => undefined },
    );
    expect(leads.map(({ url, site }) => [url, site])).toEqual([
      ['https://kubha.example/news/7', 'Kubha News'],
    ]);
    expect(headlines.map(({ title, site }) => [title, site])).toEqual([
      ['Border opens - again', 'Zirak Post'],
    ]);
    expect(visits[0]).toMatchObject({ outcome: 'ok', leads: 1, reason: '1 headlines without an address' });
  });
});
