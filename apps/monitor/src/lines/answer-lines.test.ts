import { expect, test } from 'vitest';

import { runCommand } from '../testing.ts';
import { answerLines } from './answer-lines.ts';
import { readLines } from './read-lines.ts';

async function* chunksOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function linesOf(...args: Parameters<typeof readLines>): Promise<(string | null)[]> {
  const lines: (string | null)[] = [];
  for await (const line of readLines(...args)) lines.push(line);
  return lines;
}

test('lines end at LF only, wherever the chunks end', async () => {
  expect(await linesOf(chunksOf('{"a":"x\u2028y', '\u2029z"}\r\n\n{"b"', ':1}'), 1000)).toEqual([
    '{"a":"x\u2028y\u2029z"}',
    '{"b":1}',
  ]);
});

test('a line beyond the limit is let go and the next one is read', async () => {
  expect(await linesOf(chunksOf('x'.repeat(30), 'y\nshort\n'), 20)).toEqual([null, 'short']);
});

test('a bad line is answered with its id and the next line is still answered', async () => {
  const { out, code } = await runCommand(['lines', 'robots'], {
    stdin:
      'not json\n{"id":7}\n[1]\n{"id":8,"robots":"User-agent: *\\nDisallow: /a","agent":"Khabar","url":"https://kubha.example/a"}\n',
  });
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line)),
  ).toEqual([
    { id: null, error: expect.stringContaining('JSON') },
    { id: 7, error: expect.stringContaining('agent') },
    { id: null, error: expect.any(String) },
    { id: 8, allowed: false },
  ]);
});

test('an answer holds no raw line separator of any kind', async () => {
  const written: string[] = [];
  await answerLines(
    chunksOf('{"id":1}\n'),
    { answer: () => ({ text: 'a\u2028b\u2029c\nd' }) },
    async (line) => void written.push(line),
  );
  expect(written).toEqual(['{"id":1,"text":"a\\u2028b\\u2029c\\nd"}\n']);
});

test('each task without a kind is answered', async () => {
  const b64 = (text: string): string => Buffer.from(text).toString('base64');
  const asked = [
    { id: 1, task: 'canonical', url: 'https://Kubha.example/a?utm_source=x#top' },
    { id: 2, task: 'parse', input: '../b', base: 'https://kubha.example/x/y' },
    { id: 3, task: 'ssrf', url: 'http://kubha.example/', dns: { 'kubha.example': ['10.0.0.1'] } },
    { id: 4, task: 'date', input: 'Thu, 03 Jul 2025 19:40:00 +0300' },
    {
      id: 5,
      task: 'opml',
      body_b64: b64('<opml><body><outline xmlUrl="https://kubha.example/feed"/></body></opml>'),
    },
    { id: 6, task: 'csv', payload: '=1+1' },
    { id: 7, task: 'sanitize', html: '<p onclick="x()">a<script>b</script></p>' },
    { id: 8, task: 'text', text: '<b>' },
    {
      id: 9,
      task: 'feed',
      body_b64: b64(
        '<rss version="2.0"><channel><title>T</title><item><title>A</title><description>&lt;p&gt;b&lt;/p&gt;</description></item></channel></rss>',
      ),
    },
    {
      id: 10,
      task: 'sitemap',
      homepage: 'https://kubha.example/',
      responses: {
        'https://kubha.example/sitemap.xml': {
          status: 200,
          body_b64: b64('<urlset><url><loc>https://kubha.example/1</loc></url></urlset>'),
        },
      },
    },
    { id: 11, task: 'dance' },
  ];
  const { out } = await runCommand(['lines'], {
    stdin: asked.map((line) => JSON.stringify(line)).join('\n'),
  });
  expect(
    out
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line)),
  ).toEqual([
    { id: 1, canonical: 'https://kubha.example/a' },
    { id: 2, href: 'https://kubha.example/b' },
    { id: 3, allowed: false, reason: expect.stringContaining('10.0.0.1') },
    { id: 4, iso: '2025-07-03T16:40:00Z' },
    { id: 5, feeds: ['https://kubha.example/feed'] },
    { id: 6, cell: "'=1+1" },
    { id: 7, html: '<p>a</p>' },
    { id: 8, html: '&lt;b&gt;' },
    { id: 9, html: expect.stringContaining('<p>b</p>') },
    { id: 10, urls: ['https://kubha.example/1'], news: [] },
    { id: 11, error: expect.stringContaining('task') },
  ]);
});

test('tags come with offsets into the text, and a label for a given target', async () => {
  const text = 'Maria Zakharova praised the Taliban for eradicating opium.';
  const { out } = await runCommand(['lines', 'tag'], {
    stdin: JSON.stringify({ id: 1, lang: 'en', text, target: { start: 28, end: 35 } }),
  });
  const answer: unknown = JSON.parse(out);
  expect(answer).toMatchObject({
    id: 1,
    label: 'favor',
    stances: [{ holder: 'person:maria-zakharova', target: 'org:taliban', label: 'favor' }],
  });
  expect(answer).toHaveProperty(
    'entities',
    expect.arrayContaining([
      expect.objectContaining({ id: 'org:taliban', start: 28, end: 35, surface: 'Taliban' }),
    ]),
  );
});

test('a test switch is refused in production and beyond loopback', async () => {
  const production = await runCommand(['lines', 'robots'], {
    environment: { KHABAR_TEST_ALLOW: '127.0.0.1:1', NODE_ENV: 'production' },
  });
  expect(production).toEqual({
    code: 2,
    out: '',
    err: 'khabar: KHABAR_TEST_ALLOW is a test switch and is refused: NODE_ENV is production\n',
  });
  const beyond = await runCommand(['lines', 'fetch'], {
    environment: { KHABAR_TEST_DNS: '/tmp/dns.json', HOST: '0.0.0.0' },
  });
  expect(beyond.code).toBe(2);
  expect(beyond.err).toContain('0.0.0.0');
});

test('a kind that does not exist is named, with those that do', async () => {
  const { code, err } = await runCommand(['lines', 'dance']);
  expect(code).toBe(2);
  expect(err).toContain("'dance'");
  expect(err).toContain('extract, feed, robots, fetch, tag');
});
