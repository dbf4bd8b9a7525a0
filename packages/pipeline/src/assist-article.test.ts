import type { Assist } from '@khabar/assist';
import { silentLogger } from '@khabar/observe';
import { openStore, type Store } from '@khabar/store';
import { freshSchema, sharedTestPostgres } from '@khabar/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { assistArticle } from './assist-article.ts';
import { proposeStances } from './propose-stances.ts';

const NOW = '2025-07-04T09:00:00.000Z';
const TEXT = 'Beatland praised the league.';
let store: Store;
let asked: string[];

const assist: Assist = {
  model: 'small-1',
  async gist(article, language) {
    asked.push(`gist ${language} ${article.title}`);
    return {
      value: 'Beatland praised the league.',
      cost: { tokensIn: 90, tokensOut: 10 },
      method: 'llm:small-1',
      refused: [],
    };
  },
  translate: () => Promise.reject(new Error('not asked here')),
  async proposeStances(_article, known) {
    asked.push(`stances ${known.map(({ id }) => id).join(' ')}`);
    return { value: [], cost: { tokensIn: 50, tokensOut: 5 }, method: 'llm:small-1', refused: ['a lie'] };
  },
};
const registry = { label: (id: string) => id.slice(id.indexOf(':') + 1) };
const parts = () => ({ store, now: () => new Date(NOW), assist, registry });

beforeAll(async () => {
  asked = [];
  const { connection } = await sharedTestPostgres();
  store = await openStore(connection, { schema: freshSchema('assist') });
  await store.outlets.put(
    {
      id: 'wire.example',
      name: 'Wire',
      country: null,
      language: 'en',
      kind: 'agency',
      homepage: 'http://wire.example/',
      channels: [],
      everyMinutes: 30,
    },
    NOW,
  );
  await store.articles.put(
    {
      id: 'one',
      url: 'http://wire.example/1',
      outlet_id: 'wire.example',
      title: 'Beatland praises',
      authors: [],
      published_at: NOW,
      published_from: 'given',
      published_confidence: 1,
      language: 'en',
      language_confidence: 1,
      text: TEXT,
      blocks: [],
      section: null,
      tags: [],
      image: null,
      dateline_place: null,
      site_name: null,
      paywalled: false,
      word_count: 4,
      content_hash: 'h1',
      story_id: 'one',
      signature: null,
      page_id: null,
      sample: false,
      extraction_method: 'plain-text',
      extraction_confidence: 1,
      extraction_version: '1',
    },
    NOW,
  );
  const mention = { surface: '', type: 'ORG', field: 'text', how: 'name', confidence: 1 } as const;
  await store.tags.put(
    'one',
    {
      mentions: [
        { ...mention, entityId: 'country:beatland', start: 0, end: 8 },
        { ...mention, entityId: 'org:league', start: 17, end: 27 },
      ],
      quotes: [],
      stances: [],
      relevance: {},
      topics: [],
      genre: { kind: 'brief', confidence: 0.6 },
      version: 'v1',
    },
    { now: NOW, fresh: true },
  );
});
afterAll(() => store.close());

test('the same question is asked once, and its answer kept with what it cost', async () => {
  const wish = { articleId: 'one', task: 'gist', language: 'ru' } as const;
  const first = await assistArticle(wish, parts());
  expect(first).toMatchObject({
    cached: false,
    model: 'small-1',
    tokensIn: 90,
    answer: { gist: 'Beatland praised the league.' },
  });
  expect(await assistArticle(wish, parts())).toEqual({ ...first, cached: true });
  expect(asked).toEqual(['gist ru Beatland praises']);
  expect(await store.modelAnswers.ofArticle('one')).toMatchObject([{ task: 'gist', language: 'ru' }]);
});

test('stances are proposed for new articles when that is on, among those whom the article names, once', async () => {
  asked = [];
  const all = { ...parts(), logger: silentLogger };
  const since = new Date(0).toISOString();
  expect(await proposeStances(all, since)).toBe(1);
  expect(await proposeStances(all, since)).toBe(0);
  expect(asked).toEqual(['stances country:beatland org:league']);
});

test('without a model, and without the article, it is said', async () => {
  const wish = { articleId: 'none', task: 'gist', language: 'en' } as const;
  await expect(assistArticle(wish, { ...parts(), assist: null })).rejects.toThrow('KHABAR_LLM_URL');
  await expect(assistArticle(wish, parts())).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('tokens add up by day, and the kind of an article comes back from the record', async () => {
  await store.modelAnswers.addUse('2025-07-04', { tokensIn: 5, tokensOut: 2, refused: true });
  await store.modelAnswers.addUse('2025-07-04', { tokensIn: 1, tokensOut: 1, refused: false });
  expect(await store.modelAnswers.use('2025-07-04')).toEqual({
    requests: 2,
    tokensIn: 6,
    tokensOut: 3,
    refused: 1,
  });
  expect(await store.modelAnswers.use('2025-07-05')).toMatchObject({ requests: 0, tokensIn: 0 });
  expect(await store.articles.get('one')).toMatchObject({ genre: 'brief' });
});
