import { gzipSync } from 'node:zlib';

import type { FetchPage } from '@khabar/article';
import { describe, expect, test } from 'vitest';

import { readSitemap } from './read-sitemap.ts';
import { walkSitemaps } from './walk-sitemaps.ts';

const base = 'https://kubha.example/sitemap.xml';

/** A site of these documents; anything else is gone. */
function siteOf(documents: Readonly<Record<string, string | Uint8Array>>): FetchPage & { asked: string[] } {
  const asked: string[] = [];
  const fetchPage: FetchPage = async (url) => {
    asked.push(url);
    const body = documents[new URL(url).pathname];
    if (body === undefined) return { kind: 'refused', url, reason: 'gone', detail: '404', retry: 'never' };
    const page = {
      url,
      finalUrl: url,
      fetchedAt: '2025-07-04T00:00:00Z',
      status: 200,
      headers: {},
      body: Buffer.from(body),
    };
    return { kind: 'page', page };
  };
  return Object.assign(fetchPage, { asked });
}

function decodeText(bytes: Uint8Array): { text: string; charset: string } {
  return { text: Buffer.from(bytes).toString('utf8'), charset: 'utf-8' };
}

describe('readSitemap', () => {
  test('reads addresses, dates and the fields of news sitemaps, under any prefix', () => {
    const sitemap = readSitemap(
      `<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><s:url>
      <s:loc> https://kubha.example/1?a=1&amp;b=2 </s:loc><s:lastmod>2025-07-04</s:lastmod>
      <n:news><n:publication><n:language>fa</n:language></n:publication><n:publication_date>2025-07-04T09:30+04:30</n:publication_date><n:title>سفر</n:title></n:news>
      </s:url></s:urlset>`,
      base,
    );
    const news = { title: 'سفر', published: '2025-07-04T05:00:00Z', language: 'fa' };
    expect(sitemap).toEqual({
      kind: 'pages',
      truncated: false,
      pages: [{ url: 'https://kubha.example/1?a=1&b=2', modified: '2025-07-04T00:00:00Z', news }],
    });
  });

  test('takes web addresses only, each once, and what was whole of a cut file', () => {
    const sitemap = readSitemap(
      '<urlset><url><loc>javascript:alert(1)</loc></url><url><loc>/a</loc></url><url><loc>/a</loc></url><url><loc>https://kubha.exam',
      base,
    );
    expect(sitemap).toMatchObject({ kind: 'pages', pages: [{ url: 'https://kubha.example/a' }] });
  });

  test('a list of addresses is a sitemap, a page is none', () => {
    const list = 'https://kubha.example/a\r\nhttps://kubha.example/b\r\n';
    expect(readSitemap(list, base)).toMatchObject({ kind: 'pages', pages: [{}, {}] });
    expect(readSitemap('<!doctype html><html><body>404</body></html>', base)).toMatchObject({
      kind: 'refused',
    });
  });
});

describe('walkSitemaps', () => {
  test('follows robots.txt, indexes and gzip, and ends where they form a loop', async () => {
    const fetchPage = siteOf({
      '/robots.txt': 'User-agent: *\nDisallow:\nSite-map: /index.xml # all\n',
      '/index.xml':
        '<sitemapindex><sitemap><loc>/index.xml</loc></sitemap><sitemap><loc>/1.xml.gz</loc></sitemap></sitemapindex>',
      '/1.xml.gz': gzipSync('<urlset><url><loc>/news/1</loc></url></urlset>'),
    });
    const walk = await walkSitemaps('https://kubha.example/', { fetchPage, decodeText });
    expect(walk.pages.map((page) => page.url)).toEqual(['https://kubha.example/news/1']);
    expect(walk.sitemaps).toEqual(['https://kubha.example/index.xml', 'https://kubha.example/1.xml.gz']);
    expect(fetchPage.asked.filter((url) => url.endsWith('/index.xml'))).toHaveLength(1);
  });
});
