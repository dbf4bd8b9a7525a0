import { readdir, readFile } from 'node:fs/promises';

import { KhabarError } from '@khabar/article';
import { type Kysely, sql } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';

import type { Tables } from './tables.ts';

const FOLDER = new URL('../migrations/', import.meta.url);

/** Brings the record to the newest form. Each file of `migrations/` runs once, in a transaction, under an advisory lock. */
export async function migrate(db: Kysely<Tables>, schema: string): Promise<void> {
  await sql`create schema if not exists ${sql.id(schema)}`.execute(db);
  const migrator = new Migrator({ db, migrationTableSchema: schema, provider: { getMigrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed =
    results?.find((result) => result.status === 'Error')?.migrationName ?? 'the list of migrations';
  throw new KhabarError(
    'STORE_UNAVAILABLE',
    `record: migration ${failed} failed: ${error instanceof Error ? error.message : JSON.stringify(error)}`,
    {
      cause: error,
    },
  );
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).toSorted();
  const migrations: Record<string, Migration> = {};
  for (const name of names) {
    const text = await readFile(new URL(name, FOLDER), 'utf8');
    migrations[name.slice(0, -'.sql'.length)] = {
      up: async (db) => {
        await sql.raw(text).execute(db);
      },
    };
  }
  return migrations;
}
