import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { readCoverage } from './coverage.ts';
import { openSampleWeb } from './open-sample-web.ts';
import type { SampleWeb } from './open-sample-web.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
  readonly text: string;
}

let web: SampleWeb;

beforeAll(async () => {
  web = await openSampleWeb();
});

afterAll(() => web.close());

function get(
  address: string,
  headers: Readonly<Record<string, string>> = {},
  from: SampleWeb = web,
): Promise<Answer> {
  const url = new URL(address);
  return new Promise((resolve, reject) => {
    request(
      `${from.origin}${url.pathname}${url.search}`,
      { headers: { ...headers, host: url.host } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes,
            text: bytes.toString('utf8'),
          });
        });
      },
    )
      .on('error', reject)
      .end();
  });
}

async function addressesIn(channel: string): Promise<readonly string[]> {
  const { text } = await get(channel);
  const found = text.matchAll(/http:\/\/[a-z-]+\.example\/[^\s"<]*/gu);
  return [...new Set(Array.from(found, ([address]) => address.replaceAll('&amp;', '&')))];
}

async function announcedBy(host: string): Promise<readonly string[]> {
  const outlet = readCoverage().find((each) => each.host === host)?.outlet;
  const lists = await Promise.all((outlet?.channels ?? []).map((channel) => addressesIn(channel.url)));
  const nested = await Promise.all(
    lists
      .flat()
      .filter((address) => address.endsWith('sitemap.xml'))
      .map(addressesIn),
  );
  return [...new Set([...lists.flat(), ...nested.flat()])];
}

describe('the sample web', () => {
  test('every outlet answers its robots.txt, front page and channels', async () => {
    const addresses = readCoverage().flatMap(({ outlet }) => [
      `${outlet.homepage}robots.txt`,
      outlet.homepage,
      ...outlet.channels.map((channel) => channel.url),
    ]);
    const answers = await Promise.all(addresses.map((address) => get(address)));
    expect(answers.filter((answer) => answer.status !== 200 || answer.bytes.length === 0)).toEqual([]);
  });

  test('every outlet announces all of its articles, and each page holds its title', async () => {
    const failures = await Promise.all(
      readCoverage().map(async ({ host, articles, site }) => {
        const announced = await announcedBy(host);
        const pages = await Promise.all(announced.map((address) => get(address)));
        const texts = pages.map((page) => decoded(page, site.charset));
        return articles
          .map((article) => article.title.replaceAll('"', '&quot;').replaceAll("'", '&#39;'))
          .filter((title) => !texts.some((text) => text.includes(`${title}</`)))
          .map((title) => `${host}: ${title}`);
      }),
    );
    expect(failures.flat()).toEqual([]);
  });

  test('the only announced address that fails is the withdrawn interview', async () => {
    const announced = await Promise.all(web.hosts.map(announcedBy));
    const answers = await Promise.all(
      announced.flat().map(async (address) => ({ address, status: (await get(address)).status })),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([
      { address: 'http://bamdad.example/?p=118', status: 301 },
      { address: 'http://indus-dispatch.example/news/999/withdrawn-interview', status: 404 },
    ]);
  });

  test('a moved article redirects to an address that answers', async () => {
    const moved = await get('http://bamdad.example/?p=118');
    expect(moved.headers.location).toBe('http://bamdad.example/fa/duma-qanun');
    expect((await get(moved.headers.location ?? '')).status).toBe(200);
  });

  test('a link with tracking parameters leads to the same bytes', async () => {
    const plain = await get('http://indus-dispatch.example/news/1002/strikes-on-ttp-camps-in-paktika');
    const tracked = await get(
      'http://indus-dispatch.example/news/1002/strikes-on-ttp-camps-in-paktika?utm_source=newsletter&utm_medium=email&utm_campaign=morning',
    );
    expect(plain.status).toBe(200);
    expect(tracked.bytes.equals(plain.bytes)).toBe(true);
  });

  test('a host that is not of the sample gets 421', async () => {
    expect((await get('http://elsewhere.example/')).status).toBe(421);
  });

  test('the agency asks robots to wait and to stay out of the members pages that its front page links', async () => {
    const robots = await get('http://meridian-press.example/robots.txt');
    expect(robots.text).toContain('Crawl-delay: 0.3');
    expect(robots.text).toContain('Disallow: /members/');
    expect((await get('http://meridian-press.example/')).text).toContain('href="/members/wire-schedule"');
  });
});

describe('encodings', () => {
  test('the windows-1251 outlet sends real bytes and says so in a meta tag only', async () => {
    const page = await get('http://stolichnaya-gazeta.example/article.php?id=1001');
    expect(page.headers['content-type']).toBe('text/html');
    expect(page.text).toContain('charset=windows-1251');
    expect(page.text).toContain('\uFFFD');
    expect(iconv.decode(page.bytes, 'windows-1251')).toContain(
      'Бороды, чалмы, телефоны последней модели. Делегация из Кабула',
    );
  });

  test('its feed is windows-1251 as its XML declaration says', async () => {
    const feed = await get('http://stolichnaya-gazeta.example/rdf.xml');
    expect(feed.text).toMatch(/^<\?xml version="1.0" encoding="windows-1251"\?>/u);
    expect(iconv.decode(feed.bytes, 'windows-1251')).toContain('<title>Столичная газета</title>');
  });

  test('a windows-1256 page says so in the HTTP header only', async () => {
    const page = await get('http://sada-khaleej.example/world/2024/10/siyghat-musko-sadisa');
    expect(page.headers['content-type']).toBe('text/html; charset=windows-1256');
    expect(page.text).not.toMatch(/<meta[^>]*charset/u);
    expect(iconv.decode(page.bytes, 'windows-1256')).toContain('نقدّر قراري كازاخستان وقرغيزستان');
  });

  test('a letter that windows-1256 lacks is sent as a numeric reference', async () => {
    const page = await get('http://pamir-negah.example/weekly/1005');
    expect(page.headers['content-type']).toBe('text/html; charset=windows-1256');
    expect(iconv.decode(page.bytes, 'windows-1256')).toContain('&#1777;&#1780; سرطان');
  });
});

describe('revisions and validators', () => {
  const EDITED = 'http://kabul-ledger.example/2025/07/03/moscow-recognises-taliban/';

  test('the edited article changes after its first reading, and the feed then says when', async () => {
    await using fresh = await openWeb();
    const feedAddress = 'http://kabul-ledger.example/feed.xml';
    const feedBefore = await get(feedAddress, {}, fresh);
    const first = await get(EDITED, {}, fresh);
    const second = await get(EDITED, { 'if-none-match': first.headers.etag ?? '' }, fresh);
    const third = await get(EDITED, { 'if-none-match': second.headers.etag ?? '' }, fresh);
    const feedAfter = await get(feedAddress, { 'if-none-match': feedBefore.headers.etag ?? '' }, fresh);
    expect(first.text).toContain('More details are expected in the course of the evening.');
    expect(second.status).toBe(200);
    expect(second.text).toContain('resistance calls it a betrayal');
    expect(second.text).toContain('2025-07-03T23:55:00+04:30');
    expect(third.status).toBe(304);
    expect(feedBefore.text).not.toContain('atom:updated>');
    expect(feedAfter.text).toContain('<atom:updated>2025-07-03T19:25:00.000Z</atom:updated>');
  });

  test('a server started again stands by the second edition for those who hold it', async () => {
    await get(EDITED);
    const held = (await get(EDITED)).headers.etag ?? '';
    await using again = await openWeb();
    expect((await get(EDITED, { 'if-none-match': held }, again)).status).toBe(304);
  });

  test('an unchanged page answers 304 to its entity tag and to its date, without a body', async () => {
    const address = 'http://severny-vestnik.example/stories/2025/priznali-svoih';
    const page = await get(address);
    const byTag = await get(address, { 'if-none-match': page.headers.etag ?? '' });
    const byDate = await get(address, { 'if-modified-since': page.headers['last-modified'] ?? '' });
    expect([page.status, byTag.status, byDate.status]).toEqual([200, 304, 304]);
    expect(byTag.bytes.length + byDate.bytes.length).toBe(0);
  });

  test('another entity tag gets the page even with a matching date', async () => {
    const address = 'http://severny-vestnik.example/stories/2025/priznali-svoih';
    const page = await get(address);
    const answer = await get(address, {
      'if-none-match': '"other"',
      'if-modified-since': page.headers['last-modified'] ?? '',
    });
    expect(answer.status).toBe(200);
  });
});

async function openWeb(): Promise<SampleWeb & AsyncDisposable> {
  const opened = await openSampleWeb();
  return { ...opened, [Symbol.asyncDispose]: () => opened.close() };
}

function decoded(page: Answer, siteCharset: string | undefined): string {
  const header = /charset=(?<name>[\w-]+)/u.exec(page.headers['content-type'] ?? '')?.groups?.['name'];
  return iconv.decode(page.bytes, header ?? siteCharset ?? 'utf-8');
}
