import { describe, expect, test } from 'vitest';

import type { Feed } from './feed.ts';
import { readFeed } from './read-feed.ts';

const options = { baseUrl: 'https://kubha.example/feeds/all.xml' };

function feedOf(text: string): Feed {
  const feed = readFeed(text, options);
  if (feed.kind === 'refused') throw new Error(feed.reason);
  return feed;
}

describe('readFeed', () => {
  test('reads RSS 2.0 with Dublin Core and full text', () => {
    const feed = feedOf(`<?xml version="1.0"?>
      <rss version="2.0" xmlns:d="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
      <channel><title>Kubha News</title><link>https://kubha.example/</link><language>en_GB</language>
      <item><title>Envoy &amp;amp; minister meet</title><link>/news/1?a=1&amp;b=2</link><guid isPermaLink="false">k-1</guid>
        <pubDate>Fri, 04 Jul 2025 09:30:00 +0430</pubDate><d:creator>Desk</d:creator><category>Diplomacy</category>
        <description>Short.</description><content:encoded><![CDATA[<p>Long <script>x()</script><a href="/n">text</a>.</p>]]></content:encoded>
      </item></channel></rss>`);
    expect(feed).toMatchObject({ format: 'rss', title: 'Kubha News', language: 'en-GB', truncated: false });
    expect(feed.entries).toMatchObject([
      {
        title: 'Envoy & minister meet',
        link: 'https://kubha.example/news/1?a=1&b=2',
        id: 'k-1',
        published: '2025-07-04T05:00:00Z',
        author: 'Desk',
        categories: ['Diplomacy'],
        summary: 'Short.',
        content: '<p>Long <a href="https://kubha.example/n" rel="noopener noreferrer nofollow">text</a>.</p>',
      },
    ]);
  });

  test('reads Atom, with xml:base, xhtml titles and the alternate link', () => {
    const feed =
      feedOf(`<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://nevka.example/ru/" xml:lang="ru">
      <title>Невка</title><entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Встреча <b>в Москве</b></div></title>
      <link rel="self" href="self"/><link href="news/7"/><id>urn:7</id><updated>2025-07-04T10:00:00Z</updated>
      <summary type="html">&lt;p&gt;Кратко&lt;/p&gt;</summary></entry></feed>`);
    expect(feed).toMatchObject({ format: 'atom', title: 'Невка', language: 'ru' });
    expect(feed.entries).toMatchObject([
      {
        title: 'Встреча в Москве',
        link: 'https://nevka.example/ru/news/7',
        updated: '2025-07-04T10:00:00Z',
        summary: '<p>Кратко</p>',
      },
    ]);
  });

  test('reads RDF, whose items stand beside the channel', () => {
    const feed =
      feedOf(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="https://kubha.example/"><title>Kubha</title></channel>
      <item rdf:about="https://kubha.example/1"><title>One</title><link>https://kubha.example/1</link><dc:date>2025-07-04</dc:date></item></rdf:RDF>`);
    expect(feed).toMatchObject({
      format: 'rdf',
      entries: [{ title: 'One', published: '2025-07-04T00:00:00Z' }],
    });
  });

  test('reads JSON Feed and forgives values of the wrong type', () => {
    const feed = feedOf(
      JSON.stringify({
        version: 'https://jsonfeed.org/version/1.1',
        title: 'Kubha',
        items: [
          { id: 7, url: '/n/7', title: ['no'], content_text: 'First words of it', date_published: 5 },
          'not an item',
        ],
      }),
    );
    expect(feed.entries[0]).toMatchObject({
      id: '7',
      link: 'https://kubha.example/n/7',
      title: 'First words of it',
    });
    expect(feed.entries).toHaveLength(2);
  });

  test('reads on through broken XML: stray ampersands, HTML entities, missing end tags', () => {
    const feed = feedOf(
      '<rss><channel><title>A & B &laquo;C&raquo;</title><item><title>One</title><link>https://kubha.example/1</link>',
    );
    expect(feed.title).toBe('A & B «C»');
    expect(feed.entries[0]).toMatchObject({ title: 'One', link: 'https://kubha.example/1' });
  });

  test('a link that the end of a cut file leaves half is not taken', () => {
    const feed = feedOf('<rss><channel><item><title>One</title><link>https://kubha.exam');
    expect(feed.entries[0]?.link).toBeUndefined();
  });

  test('what is no feed is refused with a reason', () => {
    const page = readFeed('<html><body>Not found</body></html>');
    expect(page).toMatchObject({ kind: 'refused', reason: expect.stringContaining('<html>') });
    expect(readFeed('   ')).toMatchObject({ kind: 'refused' });
    expect(readFeed('{"a":1}')).toMatchObject({ kind: 'refused' });
    expect(readFeed('['.repeat(100_000))).toMatchObject({ kind: 'refused' });
  });

  test('takes 500 entries of a longer feed and says so', () => {
    const items = Array.from(
      { length: 600 },
      (_, n) => `<item><link>https://kubha.example/${n}</link></item>`,
    ).join('');
    const feed = feedOf(`<rss><channel>${items}</channel></rss>`);
    expect(feed.entries).toHaveLength(500);
    expect(feed.truncated).toBe(true);
  });

  test('entity bombs and bottomless nesting are refused, not expanded', () => {
    const bomb =
      '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>';
    expect(readFeed(bomb)).toMatchObject({ kind: 'refused' });
    expect(readFeed(`<rss>${'<x>'.repeat(100_000)}`)).toMatchObject({ kind: 'refused' });
  });
});
