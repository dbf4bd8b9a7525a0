import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Extraction } from '@khabar/article';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { runCommand } from '../testing.ts';

const ENGLISH = `<html lang="en"><head><title>Road to open - Hill News</title><meta property="og:site_name" content="Hill News">
<meta name="author" content="Nawroz Bamdadi"><meta property="article:published_time" content="2026-03-04T10:00:00+04:30"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Road to *open*</h1><p>The ministry said on Tuesday that the road through the pass would be open to lorries again within two weeks.</p>
<h2>Prices</h2><p>Traders in the capital said that the price of flour had risen by a fifth since the road was closed by snow.</p>
<ol><li>Eleven machines were at work at the southern end of the tunnel on Monday.</li><li>Two hundred lorries waited at the checkpoint at its northern end.</li></ol>
<blockquote><p>“Nobody told us when we could go on, and the children at home were waiting for us,” said a driver who had waited since Friday.</p></blockquote></article></body></html>`;
const DARI = `<html lang="fa-AF" dir="rtl"><head><title>راه باز می‌شود</title></head><body><article><h1>راه باز می‌شود</h1><p>نویسنده: نوروز بامدادی</p>
<p>۱۵ ثور ۱۴۰۵</p>${'<p>وزارت فواید عامه می‌گوید که راه سالنگ تا دو هفته‌ی دیگر به روی موترهای باربری باز خواهد شد و کار پاک‌کاری برف ادامه دارد.</p>'.repeat(3)}</article></body></html>`;

let folder: string;
let server: Server;
let host: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'khabar-extract-'));
  server = createServer((request, response) => {
    if (request.url === '/article') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(ENGLISH);
    } else if (request.url === '/report') {
      response.writeHead(200, { 'content-type': 'application/pdf' }).end('%PDF-1.7');
    } else response.writeHead(404).end('gone');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  host = typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : '';
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test('the article as text: title, who and when, and the text with an empty line between blocks', async () => {
  const path = await file('page.html', ENGLISH);
  const { code, out, err } = await runCommand(['extract', path]);
  expect([code, err]).toEqual([0, '']);
  expect(out.split('\n').slice(0, 4)).toEqual([
    'Road to *open*',
    'Nawroz Bamdadi · 2026-03-04T10:00:00+04:30 · Hill News',
    '',
    'The ministry said on Tuesday that the road through the pass would be open to lorries again within two weeks.',
  ]);
  expect(out).toContain('Monday.\n• Two hundred lorries');
  expect(out).not.toContain('Home');
});

test('as Markdown: marks in the text are escaped, lists and quotes are lists and quotes', async () => {
  const path = await file('page.html', ENGLISH);
  const { out } = await runCommand([
    'extract',
    path,
    '--format',
    'markdown',
    '--url',
    'https://hill.example/road',
  ]);
  expect(out).toMatch(/^# Road to \\\*open\\\*$/mu);
  expect(out).toContain('<https://hill.example/road>');
  expect(out).toMatch(/^## Prices$/mu);
  expect(out).toMatch(/^(?:1\.|-) Eleven machines/mu);
  expect(out).toMatch(/^> “Nobody told us/mu);
});

test('as JSON: everything that was read, with where each field came from', async () => {
  const path = await file('page.html', ENGLISH);
  for (const flags of [['--format', 'json'], ['--json']]) {
    const { code, out } = await runCommand(['extract', path, ...flags]);
    expect(code).toBe(0);
    const said: unknown = JSON.parse(out);
    expect(said).toMatchObject({ url: null, isArticle: true, image: null });
    expect(Extraction.parse(said).provenance).toMatchObject({ authors: expect.stringContaining('author') });
  }
});

test('--why says where each field came from, how sure, and what a profile did', async () => {
  const path = await file('page.html', ENGLISH);
  const { out } = await runCommand(['extract', path, '--why', '--url', 'https://www.dawn.com/news/1']);
  expect(out).toMatch(/^article +yes$/mu);
  expect(out).toMatch(/^language +en \(\d\.\d\d\)$/mu);
  expect(out).toMatch(
    /^profile +dawn\.com: found-nothing with the generic reading \(0\.00\), gave nothing$/mu,
  );
  expect(out).toMatch(/^published +\S.*2026-03-04T10:00:00\+04:30/mu);
});

test('a right-to-left article is letters alone in a file, and reads from its own side on a screen', async () => {
  const path = await file('dari.html', DARI);
  const { out } = await runCommand(['extract', path]);
  expect(out.split('\n')[0]).toBe('راه باز می‌شود');
  expect(out).not.toMatch(/[\u2066-\u2069]/u);
  expect(out).toContain('نوروز بامدادی');
  const { articleAsText } = await import('../tagging/show-extraction.ts');
  const { out: json } = await runCommand(['extract', path, '--json']);
  const shown = articleAsText(
    { extraction: Extraction.parse(JSON.parse(json)), url: 'https://hill.example/1' },
    true,
  );
  const [title = '', , address = ''] = shown.split('\n');
  expect([title.at(0), title.at(-1)]).toEqual(['\u2067', '\u2069']);
  expect(address).toBe('https://hill.example/1');
});

test('stdin and plain text are read, too', async () => {
  const page = await runCommand(['extract', '-'], { stdin: ENGLISH });
  expect([page.code, page.out.startsWith('Road to')]).toEqual([0, true]);
  const text = await runCommand(['extract', '-', '--language', 'en'], {
    stdin: 'KABUL (Hill News) – The road is open, the ministry said.\n\nIt had been closed for a week.',
  });
  expect(text.code).toBe(0);
  expect(text.out).toContain('Hill News');
});

test('an address passes the guard; what the site refuses is said with exit code 1', async () => {
  const refused = await runCommand(['extract', `http://${host}/article`]);
  expect([refused.code, refused.out]).toEqual([1, '']);
  expect(refused.err).toMatch(/address/u);
  const environment = { KHABAR_TEST_ALLOW: host, KHABAR_FETCH_DELAY_MS: '0' };
  const read = await runCommand(['extract', `http://${host}/article`, '--json'], { environment });
  expect([read.code, JSON.parse(read.out)]).toMatchObject([0, { siteName: 'Hill News' }]);
  for (const [path, words] of [
    ['/absent', /404/u],
    ['/report', /pdf/u],
  ] as const) {
    const { code, out, err } = await runCommand(['extract', `http://${host}${path}`], { environment });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(words);
  }
});

test('what cannot be read is named with exit code 2', async () => {
  const cases: readonly (readonly [string[], RegExp])[] = [
    [[join(folder, 'absent.html')], /absent\.html: no such file/u],
    [[await file('report.pdf', '%PDF-1.7\n')], /report\.pdf: PDF/u],
    [[await file('empty.html', '')], /empty/u],
    [[await file('big.html', Buffer.alloc(10 * 1024 * 1024 + 1, 'a'))], /at most 10485760/u],
    [['ftp://hill.example/a'], /not an http or https address/u],
    [[await file('page.html', ENGLISH), '--format', 'epub'], /format/u],
    [[await file('page.html', ENGLISH), '--url', 'hill'], /--url: not an http or https address/u],
  ];
  for (const [args, words] of cases) {
    const { code, out, err } = await runCommand(['extract', ...args]);
    expect([args[0], code, out]).toEqual([args[0], 2, '']);
    expect(err).toMatch(words);
  }
});

test('a page that is no article is told with its reason and exit code 1; --why and JSON show what was found', async () => {
  const path = await file(
    'front.html',
    '<html><body><nav><a href="/1">One</a><a href="/2">Two</a></nav></body></html>',
  );
  const { code, out, err } = await runCommand(['extract', path]);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/front\.html: not an article \(.+\)/u);
  expect((await runCommand(['extract', path, '--why'])).out).toMatch(/^article +no: /mu);
  const json = await runCommand(['extract', path, '--json']);
  expect([json.code, JSON.parse(json.out)]).toMatchObject([1, { isArticle: false }]);
});

test('the help has examples', async () => {
  expect((await runCommand(['extract', '--help'])).out).toContain('khabar extract https://');
});
