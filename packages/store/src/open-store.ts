import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';

import { type Alerts, alertsIn } from './alerts.ts';
import { type Articles, articlesIn } from './articles.ts';
import { type DeadLetters, deadLettersIn } from './dead-letters.ts';
import { type Frontier, frontierIn } from './frontier.ts';
import { migrate } from './migrate.ts';
import { openPool, type PostgresConnection } from './open-pool.ts';
import { type Outbox, outboxIn } from './outbox.ts';
import { type Outlets, outletsIn } from './outlets.ts';
import { type Pages, pagesIn } from './pages.ts';
import { type PendingIndex, pendingIndexIn } from './pending-index.ts';
import { type SampleRows, sampleRowsIn } from './sample-rows.ts';
import { type SavedSearches, savedSearchesIn } from './saved-searches.ts';
import { type Settings, settingsIn } from './settings.ts';
import type { Tables } from './tables.ts';
import { type TagRecords, tagsIn } from './tags.ts';
import { type Users, usersIn } from './users.ts';

/** What the record holds, by subject. The same inside and outside a transaction. */
export interface Records {
  readonly db: Kysely<Tables>;
  readonly outlets: Outlets;
  readonly frontier: Frontier;
  readonly pages: Pages;
  readonly articles: Articles;
  readonly tags: TagRecords;
  readonly pendingIndex: PendingIndex;
  readonly savedSearches: SavedSearches;
  readonly alerts: Alerts;
  readonly outbox: Outbox;
  readonly deadLetters: DeadLetters;
  readonly users: Users;
  readonly settings: Settings;
  readonly sampleRows: SampleRows;
}

/** The record. */
export interface Store extends Records {
  /** The pool under it, for the search index that lives in the same PostgreSQL. */
  readonly pool: pg.Pool;
  /** Work inside must wait for nothing else (queue, search, another connection): embedded, that is a deadlock. */
  transaction<T>(work: (records: Records) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

function recordsIn(db: Kysely<Tables>): Records {
  return {
    db,
    outlets: outletsIn(db),
    frontier: frontierIn(db),
    pages: pagesIn(db),
    articles: articlesIn(db),
    tags: tagsIn(db),
    pendingIndex: pendingIndexIn(db),
    savedSearches: savedSearchesIn(db),
    alerts: alertsIn(db),
    outbox: outboxIn(db),
    deadLetters: deadLettersIn(db),
    users: usersIn(db),
    settings: settingsIn(db),
    sampleRows: sampleRowsIn(db),
  };
}

/** Opens the record in `schema` and brings it to the newest form. Throws KhabarError STORE_UNAVAILABLE when it cannot. */
export async function openStore(
  connection: PostgresConnection,
  options: { schema?: string; max?: number } = {},
): Promise<Store> {
  const schema = options.schema ?? 'khabar';
  const pool = openPool(connection, { schema, max: options.max ?? 8 });
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db, schema);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return {
    ...recordsIn(db),
    pool,
    transaction: (work) => db.transaction().execute((transaction) => work(recordsIn(transaction))),
    close: () => db.destroy(),
  };
}
