import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { freshSchema, sharedTestPostgres } from './embedded/testing.ts';
import { openStore, recordReadings, type RecordReadingName, type Store } from './index.ts';

const NOW = '2025-07-04T09:00:00.000Z';
const TEN_MINUTES_AGO = '2025-07-04T08:50:00.000Z';

let store: Store;

beforeAll(async () => {
  const { connection } = await sharedTestPostgres();
  store = await openStore(connection, { schema: freshSchema(), max: 2 });
});
afterAll(() => store.close());

async function reading(name: RecordReadingName, label: string | null = null): Promise<number | undefined> {
  const rows = await recordReadings(store.db, NOW);
  return rows.find((row) => row.name === name && row.label === label)?.value;
}

test('an empty record has counts of 0, no age, and no labelled values', async () => {
  expect(await reading('pending_index')).toBe(0);
  expect(await reading('pending_index_oldest')).toBe(0);
  expect(await reading('last_new_age')).toBeUndefined();
  const rows = await recordReadings(store.db, NOW);
  expect(rows.filter((row) => row.label !== null)).toEqual([]);
  expect(await reading('database_bytes')).toBeGreaterThan(100_000);
});

test('what waits is counted, with the age of the oldest', async () => {
  await store.db
    .insertInto('pending_index')
    .values([
      { article_id: 'a', since: TEN_MINUTES_AGO },
      { article_id: 'b', since: NOW },
    ])
    .execute();
  expect(await reading('pending_index')).toBe(2);
  expect(await reading('pending_index_oldest')).toBe(600);
});

test('a clock that is behind the record gives no negative age', async () => {
  await store.outbox.add([{ job: 'tag', payload: {} }], '2025-07-04T09:30:00.000Z');
  expect(await reading('outbox')).toBe(1);
  expect(await reading('outbox_oldest')).toBe(0);
});

test('addresses are counted by state, those that are due apart', async () => {
  await sql`insert into outlets (id, name, language, kind, created_at, definition, next_visit_at, last_new_at)
    values ('gazeta', 'Gazeta', 'ru', 'newspaper', ${NOW}, '{}', ${TEN_MINUTES_AGO}, ${TEN_MINUTES_AGO})`.execute(
    store.db,
  );
  const url = (id: string) => ({
    id,
    url: `http://gazeta.example/${id}`,
    host: 'gazeta.example',
    outletId: 'gazeta',
    lead: { url: `http://gazeta.example/${id}`, outletId: 'gazeta', foundIn: 'http://gazeta.example/rss' },
  });
  await store.frontier.add([url('1'), url('2'), url('3'), url('4')], TEN_MINUTES_AGO);
  await store.frontier.fetched('3', { status: 200 });
  await store.frontier.fetched('4', { status: 200 });
  await sql`insert into hosts (host, leased_until) values ('gazeta.example', clock_timestamp() + interval '1 minute')`.execute(
    store.db,
  );
  expect(await reading('frontier', 'waiting')).toBe(2);
  expect(await reading('frontier', 'fetched')).toBe(2);
  expect(await reading('frontier_due')).toBe(2);
  expect(await reading('frontier_due_oldest')).toBe(600);
  expect(await reading('host_leases')).toBe(1);
  expect(await reading('outlets_overdue')).toBe(1);
  expect(await reading('outlets_overdue_oldest')).toBe(600);
  expect(await reading('last_new_age')).toBe(600);
});

test('dead letters are counted by step', async () => {
  const letter = {
    payload: {},
    code: 'INTERNAL',
    error: 'x',
    stack: null,
    attempts: 1,
    first_at: NOW,
    last_at: NOW,
  };
  await store.deadLetters.put({ ...letter, id: '1', step: 'extract' });
  await store.deadLetters.put({ ...letter, id: '2', step: 'extract' });
  await store.deadLetters.put({ ...letter, id: '3', step: 'deliver' });
  expect(await reading('dead_letters', 'extract')).toBe(2);
  expect(await reading('dead_letters', 'deliver')).toBe(1);
});

test('a frontier too large to count is estimated from statistics', async () => {
  await sql`analyze frontier`.execute(store.db);
  await sql`update pg_class set reltuples = 1000000 where oid = to_regclass('frontier')`.execute(store.db);
  expect(await reading('frontier', 'waiting')).toBe(500_000);
  expect(await reading('frontier', 'fetched')).toBe(500_000);
});
