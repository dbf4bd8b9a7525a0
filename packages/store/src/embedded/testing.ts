import pg from 'pg';

import { type EmbeddedPostgres, openEmbeddedPostgres } from './open-embedded-postgres.ts';

let shared: Promise<EmbeddedPostgres> | null = null;

/** One store in memory for all tests of a worker (opening costs seconds); never close it, use a schema for each test. */
export function sharedTestPostgres(): Promise<EmbeddedPostgres> {
  shared ??= openEmbeddedPostgres(null, { unref: true });
  return shared;
}

let schemas = 0;

/** A name for a schema that no other test of this process uses. */
export function freshSchema(prefix = 'test'): string {
  schemas += 1;
  return `${prefix}_${process.pid}_${schemas}`;
}

/** A pool whose connections work in `schema`, which is made if it is missing; the caller ends it. */
export async function testPool(schema: string): Promise<pg.Pool> {
  const postgres = await sharedTestPostgres();
  const pool = new pg.Pool({ ...postgres.connection, max: 4, options: `-c search_path=${schema},public` });
  pool.on('error', () => {});
  await pool.query(`create schema if not exists "${schema}"`);
  return pool;
}
