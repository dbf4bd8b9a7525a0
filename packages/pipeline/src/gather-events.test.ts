import type { Tags } from '@khabar/article';
import { openStore, type Store } from '@khabar/store';
import { freshSchema, sharedTestPostgres } from '@khabar/store/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { gatherEvents } from './gather-events.ts';

const NOW = '2026-01-01T00:00:00.000Z';
const schema = freshSchema('events');
let store: Store;

interface Published {
  readonly day: number;
  readonly language: string;
  readonly title: string;
  readonly entities: readonly string[];
}

function tagged(entities: readonly string[], version = 'v1'): Tags {
  const mentions = entities.map((entityId, place) => ({
    entityId,
    field: 'title' as const,
    start: place * 3,
    end: place * 3 + 2,
    surface: 'x',
    type: 'ORG' as const,
    how: 'name' as const,
    confidence: 1,
  }));
  return { mentions, quotes: [], stances: [], relevance: {}, topics: [], version };
}

async function publish(id: string, { day, language, title, entities }: Published): Promise<void> {
  const at = `2026-01-${String(day).padStart(2, '0')}T00:00:00.000Z`;
  await sql`insert into outlets (id, name, country, language, kind, created_at)
    values ('wire.example', 'Wire', 'AF', 'en', 'agency', ${NOW}::timestamptz) on conflict do nothing`.execute(
    store.db,
  );
  await sql`insert into articles (id, url, outlet_id, title, authors, published_from, published_confidence, first_seen_at, updated_at, revision,
      language, language_confidence, text, blocks, tags, paywalled, word_count, content_hash, story_id, sample, extraction_method,
      extraction_confidence, extraction_version)
    values (${id}, ${`https://wire.example/${id}`}, 'wire.example', ${title}, '{}', 'none', 0, ${at}::timestamptz, ${at}::timestamptz, 1,
      ${language}, 1, ${title}, '[]', '{}', false, 4, 'h', ${id}, false, 'test', 1, 'test')`.execute(
    store.db,
  );
  await store.tags.put(id, tagged(entities), { now: NOW, fresh: true });
}

const gather = (): Promise<number> => gatherEvents({ store }, () => false);
const beside = (id: string): Promise<string[]> => store.events.beside(id, 50);

const QUAKE = ['place:kunar', 'place:nurgal', 'person:zabihullah-mujahid'];
const MINE = ['place:logar', 'org:mcc'];

async function publishQuake(): Promise<void> {
  await publish('en-1', { day: 1, language: 'en', title: 'Quake kills 812 in Kunar', entities: QUAKE });
  await publish('ru-1', { day: 1, language: 'ru', title: 'Землетрясение: 812 погибших', entities: QUAKE });
  await publish('ps-1', { day: 2, language: 'ps', title: 'زلزلې ۸۱۲ کسان ووژل', entities: QUAKE });
  await publish('en-2', { day: 2, language: 'en', title: 'Copper mine opens in Logar', entities: MINE });
}

beforeAll(async () => {
  const { connection } = await sharedTestPostgres();
  store = await openStore(connection, { schema, max: 3 });
}, 60_000);
afterAll(async () => {
  await sql`drop schema ${sql.id(schema)} cascade`.execute(store.db);
  await store.close();
});
beforeEach(async () => {
  await sql`truncate outlets cascade`.execute(store.db);
});

test('reports in three languages are one event, another event of the day is not among them', async () => {
  await publishQuake();
  expect(await gather()).toBe(4);
  expect(await beside('ps-1')).toEqual(['en-1', 'ru-1', 'ps-1']);
  expect(await beside('en-2')).toEqual(['en-2']);
});

test('one after another they come to the same events as all at once, and nothing is looked at twice', async () => {
  await publish('en-1', { day: 1, language: 'en', title: 'Quake kills 812 in Kunar', entities: QUAKE });
  expect(await gather()).toBe(1);
  await publish('en-2', { day: 2, language: 'en', title: 'Copper mine opens in Logar', entities: MINE });
  expect(await gather()).toBe(1);
  await publish('ps-1', { day: 2, language: 'ps', title: 'زلزلې ۸۱۲ کسان ووژل', entities: QUAKE });
  expect(await gather()).toBe(1);
  expect(await beside('en-1')).toEqual(['en-1', 'ps-1']);
  expect(await gather()).toBe(0);
});

test('a report whose tags change leaves its event; tagged as before it comes back, and the others stay together', async () => {
  await publishQuake();
  await gather();
  await store.tags.put('en-1', tagged(MINE), { now: '2026-01-03T00:00:00.000Z', fresh: false });
  expect(await gather()).toBe(1);
  expect(await beside('ru-1')).toEqual(['ru-1', 'ps-1']);
  await store.tags.put('en-1', tagged(QUAKE), { now: '2026-01-04T00:00:00.000Z', fresh: false });
  await gather();
  expect(await beside('ru-1')).toEqual(['en-1', 'ru-1', 'ps-1']);
});

test('a removed report is gone from its event', async () => {
  await publishQuake();
  await gather();
  await sql`delete from articles where id = 'en-1'`.execute(store.db);
  expect(await beside('ps-1')).toEqual(['ru-1', 'ps-1']);
});
