import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { MAX_BYTES } from '../ingest/read-input.ts';
import { runCommand } from '../testing.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'khabar-ingest-'));
  await mkdir(at('empty-folder'));
  await mkdir(at('pictures'));
  await mkdir(at('mixed/deeper'), { recursive: true });
  await writeFile(at('article.txt'), 'Kabul (Kubha News) - The ministry welcomed the decision.');
  await writeFile(at('page.html'), '<!doctype html><title>A page</title><p>text</p>');
  await writeFile(at('empty.txt'), '');
  await writeFile(at('blank.txt'), ' \n\t\n');
  await writeFile(at('binary.txt'), Buffer.from([1, 2, 3, 0, 5, 6, 0, 7, 0x80, 0xff, 0, 0, 1]));
  await writeFile(at('report.pdf'), '%PDF-1.7');
  await writeFile(at('large.html'), Buffer.alloc(MAX_BYTES + 1, 'a'));
  await writeFile(at('feed.xml'), '<?xml version="1.0"?><rss version="2.0"><channel/></rss>');
  await writeFile(at('broken.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]));
  await writeFile(at('none.warc'), 'nothing of the kind');
  await writeFile(at('pictures/a.png'), 'x');
  await writeFile(at('mixed/one.txt'), 'First text.');
  await writeFile(at('mixed/deeper/two.md'), 'Second text.');
  await writeFile(at('mixed/three.txt'), '');
  await writeFile(at('mixed/photo.jpg'), 'x');
  await writeFile(at('mixed/.hidden.txt'), 'not meant');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const VIEW = {
  id: 'a1',
  storyId: 'a1',
  url: 'urn:khabar:text:1',
  title: 'A title',
  authors: [],
  source: { id: 'kubha-news', name: 'Kubha News', country: 'AF', language: 'en', kind: 'other' },
  language: 'en',
  languageConfidence: 1,
  direction: 'ltr',
  publishedAt: null,
  publishedFrom: 'none',
  publishedConfidence: 0,
  firstSeenAt: '2025-07-04T00:00:00.000Z',
  updatedAt: '2025-07-04T00:00:00.000Z',
  revision: 1,
  revisions: [],
  text: 'Russia praised the Taliban.',
  blocks: [],
  wordCount: 4,
  section: null,
  tags: [],
  datelinePlace: null,
  paywalled: false,
  sample: false,
  mentions: [
    {
      entityId: 'org:taliban',
      start: 19,
      end: 26,
      surface: 'Taliban',
      type: 'ORG',
      field: 'text',
      how: 'name',
      confidence: 1,
      ref: { id: 'org:taliban', type: 'org', label: 'Taliban' },
    },
  ],
  quotes: [],
  stances: [
    {
      id: 's1',
      holder: 'country:russia',
      target: 'org:taliban',
      label: 'favor',
      strength: 0.8,
      voice: 'institution',
      evidence: { start: 0, end: 26, text: 'Russia praised the Taliban', field: 'text' },
      cues: [],
      method: 'rules-1',
      confidence: 0.9,
      holderRef: { id: 'country:russia', type: 'country', label: 'Russia' },
      targetRef: { id: 'org:taliban', type: 'org', label: 'Taliban' },
      sentence: { text: 'Russia praised the Taliban.', marks: [{ start: 0, end: 26 }] },
    },
  ],
  topics: [],
  relevance: {},
  genre: null,
  corrections: [],
  marks: { title: [], text: [] },
  copies: [],
  provenance: {
    page: null,
    extraction: { method: 'plain-text', version: '1', confidence: 1 },
    tagging: { version: '1', at: '2025-07-04T00:00:01.000Z' },
  },
};

/** Takes everything, and notes what came. */
function takingApp(received: unknown[] = []): Hono {
  return new Hono()
    .post('/articles', async (context) => {
      received.push(await context.req.json());
      return context.json({
        articleId: 'a1',
        outcome: 'new',
        title: '',
        outletId: 'kubha-news',
        language: 'en',
      });
    })
    .get('/articles/a1', (context) => context.json(VIEW));
}

const ingest = (...args: string[]) => runCommand(['ingest', ...args], { app: takingApp() });

test.each([
  ['missing.txt', 'no such file or folder'],
  ['empty.txt', 'the file is empty'],
  ['blank.txt', 'empty, there is nothing to read'],
  ['binary.txt', 'binary data, not text, HTML or WARC'],
  ['report.pdf', 'PDF, not text, HTML or WARC'],
  ['large.html', `${MAX_BYTES + 1} bytes; at most ${MAX_BYTES} are taken`],
  [
    'feed.xml',
    'a feed, sitemap or subscription list, not an article; see "khabar outlets add" and "khabar outlets import"',
  ],
  ['empty-folder', 'the folder holds no files'],
  ['pictures', 'none of its 1 files is .txt, .md, .html, .warc or .gz'],
  ['none.warc', 'not a WARC archive, or none of its records is whole'],
])('%s is refused by name, with the reason, and exit code 2', async (name, reason) => {
  const { code, out, err } = await ingest(at(name));
  expect({ code, out, err }).toEqual({ code: 2, out: '', err: `khabar: ${at(name)}: ${reason}\n` });
});

test('damaged gzip is refused by name', async () => {
  const { code, err } = await ingest(at('broken.gz'));
  expect(code).toBe(2);
  expect(err).toContain(`${at('broken.gz')}: damaged gzip: `);
});

test('an address of another scheme is refused', async () => {
  expect(await ingest('ftp://kubha.example/a')).toEqual({
    code: 2,
    out: '',
    err: 'khabar: ftp://kubha.example/a: not an http or https address\n',
  });
});

test('empty stdin is refused', async () => {
  expect(await ingest('-')).toEqual({
    code: 2,
    out: '',
    err: 'khabar: stdin: empty, there is nothing to read\n',
  });
});

test('no input at all is a usage error', async () => {
  expect(await ingest()).toMatchObject({
    code: 2,
    err: expect.stringContaining("missing required argument 'input'"),
  });
});

test('what Khabar refuses is said in its words, under the name of the input', async () => {
  const app = new Hono().post('/articles', (context) =>
    context.json(
      {
        type: 'x',
        title: 'x',
        status: 422,
        code: 'FETCH_REFUSED',
        detail: 'http://kubha.example/a: kubha.example answered 404',
        requestId: 'r',
      },
      422,
    ),
  );
  expect(await runCommand(['ingest', 'http://kubha.example/a'], { app })).toEqual({
    code: 1,
    out: '',
    err: 'khabar: http://kubha.example/a: kubha.example answered 404\n',
  });
});

test('a wrong setting is said before anything is read', async () => {
  expect(await runCommand(['ingest', at('article.txt')], { environment: { PORT: 'many' } })).toEqual({
    code: 2,
    out: '',
    err: 'khabar: PORT must be a whole number; it is "many"\n',
  });
});

test('an article is shown with its outlet, language, date, entities and stances with evidence', async () => {
  const { code, out } = await ingest(at('article.txt'));
  expect(code).toBe(0);
  expect(out).toContain('outlet    Kubha News (AF)');
  expect(out).toContain('language  en');
  expect(out).toContain('date      unknown');
  expect(out).toContain('Taliban org:taliban ×1');
  expect(out).toContain('Russia -> Taliban favor  “Russia praised the Taliban”');
});

test('--json writes one object a line and nothing else', async () => {
  const { out } = await ingest(at('article.txt'), at('page.html'), '--json');
  const lines = out
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(lines).toMatchObject([
    {
      input: at('article.txt'),
      articleId: 'a1',
      published: null,
      stances: [{ holder: 'country:russia', label: 'favor' }],
    },
    { input: at('page.html') },
  ]);
});

test('text goes as text, HTML as bytes, an address as one, stdin by what it is', async () => {
  const received: unknown[] = [];
  await runCommand(
    [
      'ingest',
      at('article.txt'),
      at('page.html'),
      'https://kubha.example/1',
      '-',
      '--outlet',
      'kubha-news',
      '--language',
      'en',
    ],
    { app: takingApp(received), stdin: '<html><p>x</p></html>' },
  );
  const shared = { outletId: 'kubha-news', language: 'en' };
  expect(received).toEqual([
    { text: 'Kabul (Kubha News) - The ministry welcomed the decision.', name: at('article.txt'), ...shared },
    {
      htmlBase64: Buffer.from('<!doctype html><title>A page</title><p>text</p>').toString('base64'),
      name: at('page.html'),
      ...shared,
    },
    { url: 'https://kubha.example/1', name: 'https://kubha.example/1', ...shared },
    { htmlBase64: Buffer.from('<html><p>x</p></html>').toString('base64'), name: 'stdin', ...shared },
  ]);
});

test('one failure in a folder does not stop the rest, is counted, and makes the exit code 1', async () => {
  const received: unknown[] = [];
  const { code, err } = await runCommand(['ingest', at('mixed')], { app: takingApp(received) });
  expect(received).toMatchObject([{ text: 'Second text.' }, { text: 'First text.' }]);
  expect(code).toBe(1);
  expect(err).toBe(
    `khabar: ${at('mixed/three.txt')}: the file is empty\nkhabar: passed over 1 file that can hold no article: 1 .jpg\nkhabar: 2 taken in, 1 failed\n`,
  );
});
