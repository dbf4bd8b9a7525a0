import { freshSchema, testPool } from '@khabar/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { CORPUS } from '../contract/corpus.ts';
import { openPostgresSearch } from './open-postgres-search.ts';
import type { SqlPool } from './sql-pool.ts';

const schema = freshSchema('search_version');
const options = { schema, resolveEntity: () => [] };
let pool: Awaited<ReturnType<typeof testPool>>;
beforeAll(async () => {
  pool = await testPool(schema);
}, 60_000);
afterAll(async () => {
  await pool.query(`drop schema ${schema} cascade`);
  await pool.end();
});

test('opening again keeps the documents, an index of another version is emptied', async () => {
  const first = await openPostgresSearch(pool, options);
  await first.put(CORPUS.slice(0, 3));
  const again = await openPostgresSearch(pool, options);
  expect((await again.size()).documents).toBe(3);
  await pool.query(`update ${schema}.meta set value = 'older' where key = 'version'`);
  const renewed = await openPostgresSearch(pool, options);
  expect((await renewed.size()).documents).toBe(0);
});

test('two writers of the same articles at once leave one of each', async () => {
  const index = await openPostgresSearch(pool, options);
  await Promise.all([
    index.put(CORPUS.slice(0, 5)),
    index.put(CORPUS.slice(0, 5)),
    index.put(CORPUS.slice(2, 7)),
  ]);
  expect((await index.size()).documents).toBe(7);
});

test('a store that is away is said to be, to be tried later', async () => {
  const away: SqlPool = {
    query: () => Promise.reject(new Error('away')),
    connect: () => Promise.reject(new Error('away')),
  };
  await expect(openPostgresSearch(away, options)).rejects.toMatchObject({
    code: 'SEARCH_UNAVAILABLE',
    retry: 'later',
  });
});

test('a schema name cannot carry SQL', async () => {
  await expect(openPostgresSearch(pool, { ...options, schema: 'x; drop table docs' })).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  });
});
