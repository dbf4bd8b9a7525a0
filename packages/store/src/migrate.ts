import { readdir, readFile } from 'node:fs/promises';

import { KhabarError } from '@khabar/article';
import { type Kysely, PostgresAdapter, sql, type Transaction } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';

import type { Tables } from './tables.ts';

const FOLDER = new URL('../migrations/', import.meta.url);

/** Kysely's own lock belongs to the session, which a pooler hands to others; `migrate` holds one of the transaction. */
export class AdapterWithoutSessionLock extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

/**
 * Brings the record to the newest form: all missing files of `migrations/` or none, in one transaction, one process at a time.
 * Throws KhabarError STORE_VERSION for a record that a newer Khabar made.
 */
export async function migrate(db: Kysely<Tables>, schema: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtext('khabar migrations'), hashtext(${schema}))`.execute(
      transaction,
    );
    // Asked first: "if not exists" wants the right to create even where there is nothing to create.
    const { rows } = await sql`select from pg_namespace where nspname = ${schema}`.execute(transaction);
    if (rows.length === 0) await sql`create schema ${sql.id(schema)}`.execute(transaction);
    await bringUp(transaction, schema);
  });
}

async function bringUp(transaction: Transaction<Tables>, schema: string): Promise<void> {
  const migrations = await getMigrations();
  const migrator = new Migrator({
    db: transaction,
    migrationTableSchema: schema,
    provider: { getMigrations: async () => migrations },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  // The database's own refusals (rights, read-only) say more than that a migration failed.
  if (error instanceof Error && 'code' in error && /^(42501|25006|08|57P|53)/.test(String(error.code)))
    throw error;
  const message = error instanceof Error ? error.message : JSON.stringify(error);
  const missing = /previously executed migration (\S+) is missing/.exec(message);
  if (missing !== null)
    throw new KhabarError(
      'STORE_VERSION',
      `record: a newer Khabar made it (it has the migration ${missing[1]}); use that version or a newer one`,
      { cause: error },
    );
  const failed =
    results?.find((result) => result.status === 'Error')?.migrationName ?? 'the list of migrations';
  throw new KhabarError('STORE_UNAVAILABLE', `record: migration ${failed} failed: ${message}`, {
    cause: error,
  });
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
