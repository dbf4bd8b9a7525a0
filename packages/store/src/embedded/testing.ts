import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { Pool } from 'pg';

import { ThreadEngine } from './engine.ts';
import { type EmbeddedPostgres, openEmbeddedPostgres } from './open-embedded-postgres.ts';
import { CURRENT_STAMP } from './version-stamp.ts';

let shared: Promise<EmbeddedPostgres> | null = null;
let schemas = 0;

/** One store in memory for all tests of a worker (opening takes a while); never close it, use a schema for each test. */
export function sharedTestPostgres(): Promise<EmbeddedPostgres> {
  shared ??= testClusterImage().then((image) => openEmbeddedPostgres(null, { unref: true, image }));
  return shared;
}

/** A name for a schema that no other test of this process uses. */
export function freshSchema(prefix = 'test'): string {
  schemas += 1;
  return `${prefix}_${process.pid}_${schemas}`;
}

/** A pool whose connections work in `schema`, which is made if it is missing; the caller ends it. */
export async function testPool(schema: string): Promise<Pool> {
  const postgres = await sharedTestPostgres();
  const pool = new Pool({ ...postgres.connection, max: 4, options: `-c search_path=${schema},public` });
  pool.on('error', () => {});
  await pool.query(`create schema if not exists "${schema}"`);
  return pool;
}

/** Puts a fresh cluster into a folder, in a fraction of the time that creating one takes. */
export async function makeTestCluster(folder: string): Promise<void> {
  await testClusterImage();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await promisify(execFile)('tar', ['-xf', IMAGE, '-C', folder]);
}

const IMAGE = join(
  import.meta.dirname,
  '../../../../node_modules/.cache/khabar',
  `cluster-${CURRENT_STAMP.postgres}-${CURRENT_STAMP.pglite}.tar`,
);

/** A fresh cluster as an archive, kept between runs: loading takes a tenth of the time of initdb. */
export async function testClusterImage(): Promise<Uint8Array> {
  const known = await readFile(IMAGE).catch(() => null);
  if (known !== null) return new Uint8Array(known);
  const engine = new ThreadEngine({ folder: null });
  await engine.open();
  const image = await engine.image();
  await engine.close();
  await mkdir(dirname(IMAGE), { recursive: true });
  const draft = `${IMAGE}.${process.pid}`;
  await writeFile(draft, image);
  await rename(draft, IMAGE);
  return image;
}
