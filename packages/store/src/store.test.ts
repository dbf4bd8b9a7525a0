import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Lead, Tags } from '@khabar/article';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { freshSchema, sharedTestPostgres } from './embedded/testing.ts';
import { type NewArticle, openRawPages, openStore, type Store } from './index.ts';

const NOW = '2025-07-04T09:00:00.000Z';
const LATER = '2025-07-05T09:00:00.000Z';
const lead = (url: string, updated?: string): Lead => ({
  url,
  outletId: 'gazeta',
  foundIn: 'http://gazeta.example/rss',
  ...(updated === undefined ? {} : { updated }),
});
const address = (id: string, updated?: string) => ({
  id,
  url: `http://gazeta.example/${id}`,
  host: 'gazeta.example',
  outletId: 'gazeta',
  lead: lead(`http://gazeta.example/${id}`, updated),
});
const article = (id: string, text: string, change: Partial<NewArticle> = {}): NewArticle => ({
  id,
  url: `http://gazeta.example/${id}`,
  outlet_id: 'gazeta',
  title: 'Заголовок',
  authors: [],
  published_at: null,
  published_from: 'none',
  published_confidence: 0,
  language: 'ru',
  language_confidence: 1,
  text,
  blocks: [{ kind: 'paragraph', start: 0, end: text.length }],
  section: null,
  tags: [],
  image: null,
  dateline_place: null,
  site_name: null,
  paywalled: false,
  word_count: 2,
  content_hash: text,
  story_id: id,
  signature: null,
  page_id: null,
  sample: false,
  extraction_method: 'plain-text',
  extraction_confidence: 1,
  extraction_version: '1',
  ...change,
});
const TAGS: Tags = {
  mentions: [
    {
      entityId: 'org:taliban',
      start: 0,
      end: 7,
      surface: 'Талибан',
      type: 'ORG',
      field: 'text',
      how: 'name',
      confidence: 1,
    },
  ],
  quotes: [],
  stances: [
    {
      holder: 'country:russia',
      target: 'org:taliban',
      label: 'favor',
      strength: 0.5,
      voice: 'institution',
      evidence: { start: 0, end: 7, text: 'Талибан', field: 'text' },
      cues: [],
      method: 'rules-1',
      confidence: 0.7,
    },
  ],
  relevance: { 'russia-taliban': 0.9 },
  topics: ['topic:taliban-recognition'],
  version: 'v1',
};

let store: Store;
beforeAll(async () => {
  const { connection } = await sharedTestPostgres();
  store = await openStore(connection, { schema: freshSchema('store'), max: 3 });
  await store.users.ensureLocal(NOW);
  await store.outlets.put(
    {
      id: 'gazeta',
      name: 'Газета',
      country: 'RU',
      language: 'ru',
      kind: 'independent',
      homepage: 'http://gazeta.example/',
      channels: [],
      everyMinutes: 30,
    },
    NOW,
  );
});
afterAll(() => store.close());

test('an address is asked for once, and again when its channel says that it was updated', async () => {
  expect(await store.frontier.add([address('a1'), address('a2')], NOW)).toBe(2);
  expect(await store.frontier.add([address('a1')], NOW)).toBe(0);
  for (const row of await store.frontier.claim('gazeta.example', NOW, 10))
    await store.frontier.fetched(row.id, { status: 200 });
  expect(await store.frontier.claim('gazeta.example', NOW, 10)).toEqual([]);
  expect(await store.frontier.add([address('a1', LATER)], LATER)).toBe(0);
  expect((await store.frontier.claim('gazeta.example', LATER, 10)).map((row) => row.id)).toEqual(['a1']);
});

test('the same words are the same article; other words are a revision, and the first stay', async () => {
  expect(await store.articles.put(article('x1', 'Первый текст'), NOW)).toBe('new');
  expect(await store.articles.put(article('x1', 'Первый текст'), LATER)).toBe('same');
  expect(await store.articles.put(article('x1', 'Второй текст'), LATER)).toBe('changed');
  expect(await store.articles.get('x1')).toMatchObject({
    text: 'Второй текст',
    revision: 2,
    first_seen_at: NOW,
    updated_at: LATER,
  });
  expect((await store.articles.revisions('x1')).map((row) => row.text)).toEqual(['Первый текст']);
});

test('a date that a second sighting brings is kept; one that is known is not moved by an edit', async () => {
  await store.articles.put(article('x2', 'Текст'), NOW);
  expect(
    await store.articles.put(
      article('x2', 'Текст', {
        published_at: '2025-07-03T10:00:00.000Z',
        published_from: 'feed',
        published_confidence: 0.8,
      }),
      LATER,
    ),
  ).toBe('changed');
  await store.articles.put(
    article('x2', 'Другой текст', { published_at: LATER, published_from: 'meta' }),
    LATER,
  );
  expect(await store.articles.get('x2')).toMatchObject({ published_at: '2025-07-03T10:00:00.000Z' });
});

test('tagging twice leaves one set of tags, and the article waits for the index until it was seen there', async () => {
  await store.articles.put(article('x3', 'Талибан'), NOW);
  await store.tags.put('x3', TAGS, { now: NOW, fresh: true });
  await store.tags.put('x3', TAGS, { now: NOW, fresh: false });
  expect((await store.tags.mentions(['x3'])).get('x3')).toHaveLength(1);
  expect((await store.tags.stances(['x3'])).get('x3')).toMatchObject([
    { holder: 'country:russia', target: 'org:taliban', label: 'favor' },
  ]);
  const seen = await store.pendingIndex.next(10);
  await store.tags.put('x3', TAGS, { now: LATER, fresh: false });
  await store.pendingIndex.done(seen);
  expect(await store.pendingIndex.count()).toBe(1);
  await store.pendingIndex.done(await store.pendingIndex.next(10));
  expect(await store.pendingIndex.count()).toBe(0);
});

test('an article meets a rule once, whatever is indexed again', async () => {
  await store.articles.put(article('x4', 'Талибан'), NOW);
  const search = await store.savedSearches.add(
    { ownerId: 'local', name: 'Признание', query: 'Талибан', params: {} },
    NOW,
  );
  const ruleId = await store.alerts.addRule(search.id, [], NOW);
  const alert = {
    ruleId,
    articleId: 'x4',
    at: NOW,
    matched: [{ field: 'text' as const, text: 'Талибан', start: 0, end: 7 }],
  };
  expect(await store.alerts.record([alert])).toEqual([{ ruleId, articleId: 'x4' }]);
  expect(await store.alerts.record([alert])).toEqual([]);
  expect(await store.alerts.ledger({ ruleId, limit: 10 })).toHaveLength(1);
});

test('a failed transaction leaves neither rows nor jobs', async () => {
  const failing = store.transaction(async (records) => {
    await records.articles.put(article('x5', 'Текст'), NOW);
    await records.outbox.add([{ job: 'tag', payload: { articleId: 'x5' } }], NOW);
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(await store.articles.get('x5')).toBeUndefined();
  expect(await store.outbox.isEmpty()).toBe(true);
});

test('removing the sample leaves no row of it and nothing else goes', async () => {
  await store.outlets.put(
    {
      id: 'sample.example',
      name: 'Sample',
      country: null,
      language: 'en',
      kind: 'other',
      homepage: 'http://sample.example/',
      channels: [],
      everyMinutes: 5,
      sample: true,
    },
    NOW,
  );
  await store.frontier.add([{ ...address('s1'), host: 'sample.example', outletId: 'sample.example' }], NOW);
  await store.articles.put(article('s1', 'Sample text', { outlet_id: 'sample.example', sample: true }), NOW);
  await store.tags.put('s1', TAGS, { now: NOW, fresh: true });
  await store.savedSearches.add(
    { ownerId: 'local', name: 'Sample search', query: 'x', params: {}, sample: true },
    NOW,
  );
  expect(await store.sampleRows.remove()).toBe(1);
  expect(Object.values(await store.sampleRows.count())).toEqual([0, 0, 0, 0, 0, 0]);
  expect((await store.tags.mentions(['s1'])).size).toBe(0);
  expect(await store.articles.get('x1')).toBeDefined();
});

test('a page comes back from its WARC file as it was, and a missing one is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'khabar-warc-'));
  const raw = await openRawPages(folder);
  const page = {
    url: 'http://gazeta.example/1',
    finalUrl: 'http://gazeta.example/one',
    fetchedAt: NOW,
    status: 200,
    headers: { 'content-type': 'text/html; charset=windows-1251', 'content-encoding': 'gzip' },
    body: new Uint8Array([0xd2, 0xe0, 0xeb, 0x0a, 0x00, 0xff]),
  };
  const sha256 = createHash('sha256').update(page.body).digest('hex');
  const first = await raw.append(page, 'pages');
  const second = await raw.append({ ...page, url: 'http://gazeta.example/2' }, 'pages');
  const [one, two] = [
    await raw.read(first, { url: page.url, sha256 }),
    await raw.read(second, { url: 'http://gazeta.example/2', sha256 }),
  ];
  expect(Array.from(one.body)).toEqual(Array.from(page.body));
  expect(one).toMatchObject({
    url: page.url,
    finalUrl: page.finalUrl,
    status: 200,
    fetchedAt: NOW,
    headers: { 'content-type': page.headers['content-type'] },
  });
  expect(one.headers['content-encoding']).toBeUndefined();
  expect(two.url).toBe('http://gazeta.example/2');
  await expect(raw.read({ file: first.file, offset: 10_000_000 }, { url: page.url, sha256 })).rejects.toThrow(
    /holds nothing at byte 10000000/,
  );
  await expect(raw.read(second, { url: page.url, sha256 })).rejects.toThrow(/holds another record/);
  await expect(
    raw.read({ file: first.file, offset: first.offset + 3 }, { url: page.url, sha256 }),
  ).rejects.toThrow(/record/);
  await raw.close();
  await rm(folder, { recursive: true });
});
