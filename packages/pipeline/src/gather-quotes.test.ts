import type { Quote, Tags } from '@khabar/article';
import { openStore, type Store } from '@khabar/store';
import { freshSchema, sharedTestPostgres } from '@khabar/store/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { gatherQuotes } from './gather-quotes.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const SAID = 'We will not bargain over our sovereignty and nobody should expect it of us';
const LOST = 'We will bargain over our sovereignty and nobody should expect it of us';
const OTHER = 'The border stays open for every lorry that carries flour or medicine';

const schema = freshSchema('quotes');
let store: Store;

function quote(text: string, speakerId: string | null = 'person:amir-khan-muttaqi'): Quote {
  return {
    start: 1,
    end: 1 + text.length,
    text,
    speaker: speakerId === null ? null : 'Muttaqi',
    speakerId,
    speakerSpan: null,
    kind: 'direct',
    cue: 'said',
    confidence: 0.9,
  };
}

function tags(quotes: readonly Quote[]): Tags {
  return { mentions: [], quotes: [...quotes], stances: [], relevance: {}, topics: [], version: 'v1' };
}

/** One article of an outlet of its own, first seen on a day of January. */
async function publish(name: string, day: number, quotes: readonly Quote[]): Promise<void> {
  const at = `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;
  await sql`insert into outlets (id, name, country, language, kind, created_at)
    values (${`${name}.example`}, ${name}, 'AF', 'en', 'agency', ${NOW}::timestamptz) on conflict do nothing`.execute(
    store.db,
  );
  await sql`insert into articles (id, url, outlet_id, title, authors, published_from, published_confidence, first_seen_at, updated_at, revision,
      language, language_confidence, text, blocks, tags, paywalled, word_count, content_hash, story_id, sample, extraction_method,
      extraction_confidence, extraction_version)
    values (${name}, ${`https://${name}.example/1`}, ${`${name}.example`}, ${name}, '{}', 'none', 0, ${at}::timestamptz, ${at}::timestamptz, 1,
      'en', 1, '', '[]', '{}', false, 4, 'h', ${name}, false, 'test', 1, 'test')`.execute(store.db);
  await store.tags.put(name, tags(quotes), { now: NOW, fresh: true });
}

const gather = (): Promise<number> => gatherQuotes({ store }, () => false);

beforeAll(async () => {
  const { connection } = await sharedTestPostgres();
  store = await openStore(connection, { schema, max: 3 });
}, 60_000);
afterAll(async () => {
  await sql`drop schema ${sql.id(schema)} cascade`.execute(store.db);
  await store.close();
});
beforeEach(async () => {
  await sql`truncate articles, outlets, quote_groups cascade`.execute(store.db);
});

test('a quote that five outlets repeat is one record, the earliest first, whenever it was found', async () => {
  await publish('second', 4, [quote(SAID)]);
  await publish('cut', 5, [quote('We will not bargain over our sovereignty')]);
  expect(await gather()).toBe(2);
  await publish('lost', 6, [quote(LOST)]);
  await publish('first', 2, [quote(SAID)]);
  await publish('third', 7, [quote(SAID.toUpperCase())]);
  await gather();
  const [group, ...others] = await store.quoteGroups.counts({ outlets: 1, limit: 10, offset: 0 });
  expect(others).toEqual([]);
  expect(group).toMatchObject({ outlets: 5, articles: 5, speakerId: 'person:amir-khan-muttaqi' });
  const members = await store.quoteGroups.besideArticle('cut');
  expect(members.map(({ articleId }) => articleId)).toEqual(['first', 'second', 'cut', 'lost', 'third']);
});

test('other words, another speaker and a quote that nobody says stay apart', async () => {
  await publish('one', 1, [quote(SAID)]);
  await publish('two', 2, [quote(OTHER)]);
  await publish('three', 3, [quote(SAID, 'person:zabihullah-mujahid')]);
  await publish('four', 4, [quote(SAID, null)]);
  expect(await gather()).toBe(4);
  const groups = await store.quoteGroups.counts({ outlets: 1, limit: 10, offset: 0 });
  expect(groups.map(({ outlets }) => outlets)).toEqual([1, 1, 1]);
  expect(await store.quoteGroups.counts({ outlets: 2, limit: 10, offset: 0 })).toEqual([]);
});

test('what was compared is not compared again, and an article that is tagged anew finds its group', async () => {
  await publish('one', 1, [quote(SAID)]);
  await publish('two', 2, [quote(SAID)]);
  await gather();
  expect(await gather()).toBe(0);
  await store.tags.put('two', tags([quote(SAID)]), { now: NOW, fresh: false });
  expect(await store.quoteGroups.besideArticle('two')).toEqual([]);
  expect(await gather()).toBe(1);
  expect((await store.quoteGroups.besideArticle('two')).map(({ articleId }) => articleId)).toEqual([
    'one',
    'two',
  ]);
});

test('more quotes than are taken at a time are all gathered', async () => {
  const many = Array.from({ length: 350 }, (_, at) => ({
    ...quote(`${SAID} number ${at}`),
    start: at * 100,
    end: at * 100 + 80,
  }));
  await publish('long', 1, many);
  expect(await gather()).toBe(350);
  expect(await gather()).toBe(0);
}, 30_000);
