import type { RobotsRecord } from '@khabar/article';
import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';

import { type Alerts, alertsIn } from './alerts.ts';
import { type ArticleVectors, articleVectorsIn } from './article-vectors.ts';
import { type Articles, articlesIn } from './articles.ts';
import { type Backfills, backfillsIn } from './backfills.ts';
import { connect, connectError } from './connect.ts';
import { type CorrectionRecords, correctionsIn } from './corrections.ts';
import { type DeadLetters, deadLettersIn } from './dead-letters.ts';
import { type Events, eventsIn } from './events.ts';
import { freeLeases } from './free-leases.ts';
import { type Frontier, frontierIn } from './frontier.ts';
import { AdapterWithoutSessionLock, migrate } from './migrate.ts';
import { type ModelAnswers, modelAnswersIn } from './model-answers.ts';
import { refuseHalfMoved, refuseWhileMoved } from './moving.ts';
import { isServer, MOVER_NAME, type PostgresConnection } from './open-pool.ts';
import { type Outbox, outboxIn } from './outbox.ts';
import { type Outlets, outletsIn } from './outlets.ts';
import { type Pages, pagesIn } from './pages.ts';
import { type PendingIndex, pendingIndexIn } from './pending-index.ts';
import { type ProposedNames, proposedNamesIn } from './proposed-names.ts';
import { type QuoteGroups, quoteGroupsIn } from './quote-groups.ts';
import { type RegistryEdits, registryEditsIn } from './registry-edits.ts';
import { type RetagRuns, retagRunsIn } from './retag-runs.ts';
import { robotsRecordIn } from './robots-files.ts';
import { type SampleRows, sampleRowsIn } from './sample-rows.ts';
import { type SavedSearches, savedSearchesIn } from './saved-searches.ts';
import { type Settings, settingsIn } from './settings.ts';
import { type SourceRecords, sourceRecordsIn } from './source-records.ts';
import type { Tables } from './tables.ts';
import { type TagRecords, tagsIn } from './tags.ts';
import { type UnfinishedWork, unfinishedIn } from './unfinished.ts';
import { type Users, usersIn } from './users.ts';

/** What the record holds, by subject. The same inside and outside a transaction. */
export interface Records {
  readonly db: Kysely<Tables>;
  readonly outlets: Outlets;
  readonly frontier: Frontier;
  readonly pages: Pages;
  readonly articles: Articles;
  readonly tags: TagRecords;
  readonly corrections: CorrectionRecords;
  readonly retagRuns: RetagRuns;
  readonly registryEdits: RegistryEdits;
  readonly proposedNames: ProposedNames;
  readonly articleVectors: ArticleVectors;
  readonly modelAnswers: ModelAnswers;
  readonly quoteGroups: QuoteGroups;
  readonly events: Events;
  readonly pendingIndex: PendingIndex;
  readonly savedSearches: SavedSearches;
  readonly alerts: Alerts;
  readonly outbox: Outbox;
  readonly deadLetters: DeadLetters;
  readonly users: Users;
  readonly settings: Settings;
  readonly sampleRows: SampleRows;
  readonly unfinished: UnfinishedWork;
  readonly sources: SourceRecords;
  readonly robots: RobotsRecord;
  readonly backfills: Backfills;
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
    corrections: correctionsIn(db),
    retagRuns: retagRunsIn(db),
    registryEdits: registryEditsIn(db),
    proposedNames: proposedNamesIn(db),
    articleVectors: articleVectorsIn(db),
    modelAnswers: modelAnswersIn(db),
    quoteGroups: quoteGroupsIn(db),
    events: eventsIn(db),
    pendingIndex: pendingIndexIn(db),
    savedSearches: savedSearchesIn(db),
    alerts: alertsIn(db),
    outbox: outboxIn(db),
    deadLetters: deadLettersIn(db),
    users: usersIn(db),
    settings: settingsIn(db),
    sampleRows: sampleRowsIn(db),
    unfinished: unfinishedIn(db),
    sources: sourceRecordsIn(db),
    robots: robotsRecordIn(db),
    backfills: backfillsIn(db),
  };
}

/** Kysely's dialect without the lock that it would keep on a session. */
class RecordDialect extends PostgresDialect {
  override createAdapter(): AdapterWithoutSessionLock {
    return new AdapterWithoutSessionLock();
  }
}

export interface StoreOptions {
  /** Default `khabar`. */
  readonly schema?: string;
  /** Connections at most (8). */
  readonly max?: number;
  /** Opened by what moves an installation, which shuts everybody else out. */
  readonly moving?: boolean;
}

/**
 * Opens the record in `schema` and brings it to the newest form. Throws KhabarError STORE_UNAVAILABLE when it cannot be reached,
 * CONFIG_INVALID when the server refuses, STORE_VERSION, and CONFLICT while an installation is moved out of it or into it.
 */
export async function openStore(connection: PostgresConnection, options: StoreOptions = {}): Promise<Store> {
  const schema = options.schema ?? 'khabar';
  const pool = await connect(connection, {
    schema,
    max: options.max ?? 8,
    ...(options.moving === true ? { name: MOVER_NAME } : {}),
  });
  const db = new Kysely<Tables>({ dialect: new RecordDialect({ pool }) });
  try {
    if (options.moving !== true) await refuseWhileMoved(db, schema);
    await migrate(db, schema);
    if (options.moving !== true) await refuseHalfMoved(db);
    // Nobody else works in an embedded record: what the process before left leased is free. A move compares it as it is.
    if (options.moving !== true && !isServer(connection)) await freeLeases(db);
  } catch (error) {
    await db.destroy();
    throw connectError(error, connection);
  }
  return {
    ...recordsIn(db),
    pool,
    transaction: (work) => db.transaction().execute((transaction) => work(recordsIn(transaction))),
    close: () => db.destroy(),
  };
}
