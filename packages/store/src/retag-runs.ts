import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

import {
  emptyRetagReport,
  KhabarError,
  type RetagReport,
  type RetagScope,
  type RetagState,
  type Tags,
} from '@khabar/article';
import { type Kysely, type Selectable, sql } from 'kysely';

import { json } from './json.ts';
import { newId } from './saved-searches.ts';
import type { RetagRunsTable, Tables } from './tables.ts';

export type RetagRunRow = Selectable<RetagRunsTable>;

/** What was said of an article before a run wrote it. */
export interface TagsBefore {
  readonly tags: Tags;
  readonly taggedAt: string | null;
  /** Of the words that it was said of. */
  readonly contentHash: string;
}

export interface RetagChange {
  readonly articleId: string;
  readonly before: TagsBefore;
  readonly afterHash: string;
}

const compressed = promisify(gzip);
const expanded = promisify(gunzip);

/** A worker that says nothing so long is dead, or busy with texts that take as long: what it then brings is not kept. */
const LEASE_SECONDS = 30;
const UNIQUE_VIOLATION = '23505';

/** Runs in which articles are tagged again: what each looked at, found, wrote and took back. */
export function retagRunsIn(db: Kysely<Tables>) {
  const get = async (id: string): Promise<RetagRunRow | undefined> =>
    db.selectFrom('retag_runs').selectAll().where('id', '=', id).executeTakeFirst();
  return {
    get,
    /** Newest first. */
    async list(limit: number): Promise<RetagRunRow[]> {
      return db.selectFrom('retag_runs').selectAll().orderBy('made_at', 'desc').limit(limit).execute();
    },
    async active(): Promise<RetagRunRow | undefined> {
      return db.selectFrom('retag_runs').selectAll().where(isActive).executeTakeFirst();
    },
    /** A run that a worker takes up. Throws KhabarError CONFLICT, naming the run, while another is under way. */
    async add(
      run: { scope: RetagScope; apply: boolean; alerts: boolean; by: string },
      now: string,
    ): Promise<RetagRunRow> {
      return alone(db, () =>
        db
          .insertInto('retag_runs')
          .values({
            id: newId(),
            state: run.apply ? 'applying' : 'comparing',
            scope: json(run.scope),
            alerts: run.alerts,
            report: json(emptyRetagReport()),
            made_by: run.by,
            made_at: now,
            began_at: now,
          })
          .returningAll()
          .executeTakeFirstOrThrow(),
      );
    },
    /** Begins the next thing a run does, from its first article. Throws KhabarError NOT_FOUND, CONFLICT. */
    async begin(
      id: string,
      next: { state: 'applying' | 'rolling-back'; from: readonly RetagState[]; alerts?: boolean },
      now: string,
    ): Promise<RetagRunRow> {
      const run = await get(id);
      if (run === undefined) throw new KhabarError('NOT_FOUND', `retag run ${id}: there is none of this id`);
      if (!next.from.includes(run.state))
        throw new KhabarError(
          'CONFLICT',
          `retag run ${id}: it is ${run.state}; this needs one that is ${next.from.join(' or ')}`,
        );
      return alone(db, () =>
        db
          .updateTable('retag_runs')
          .set({
            state: next.state,
            after_id: null,
            done: 0,
            total: null,
            began_at: now,
            ended_at: null,
            trouble: null,
            leased_until: null,
            ...(next.alerts === undefined ? {} : { alerts: next.alerts }),
            ...(next.state === 'applying' ? { report: json(emptyRetagReport()) } : {}),
          })
          .where('id', '=', id)
          .where('state', '=', run.state)
          .returningAll()
          .executeTakeFirstOrThrow(),
      );
    },
    /** Ends a run where it is; what it wrote stays and can be rolled back. Throws KhabarError NOT_FOUND; an ended run stays as it is. */
    async stop(id: string, now: string): Promise<RetagRunRow> {
      const stopped = await db
        .updateTable('retag_runs')
        .set({ state: 'stopped', ended_at: now, leased_until: null, holder: null })
        .where('id', '=', id)
        .where(isActive)
        .returningAll()
        .executeTakeFirst();
      const run = stopped ?? (await get(id));
      if (run === undefined) throw new KhabarError('NOT_FOUND', `retag run ${id}: there is none of this id`);
      return run;
    },
    /** Takes the run under way for a worker; undefined where there is none, or another has it. */
    async claim(): Promise<(RetagRunRow & { holder: string }) | undefined> {
      const holder = randomUUID();
      const row = await db
        .updateTable('retag_runs')
        .set({ holder, leased_until: sql<string>`now() + ${LEASE_SECONDS} * interval '1 second'` })
        .where(isActive)
        .where((eb) => eb.or([eb('leased_until', 'is', null), eb('leased_until', '<', sql<string>`now()`)]))
        .returningAll()
        .executeTakeFirst();
      return row === undefined ? undefined : { ...row, holder };
    },
    /**
     * Keeps how far the holder has come, or that the run has ended. False: it was stopped, or another took it; what is in the same
     * transaction must not be kept then.
     */
    async keep(
      run: Pick<RetagRunRow, 'id' | 'state'> & { holder: string },
      change: {
        after?: string;
        done?: number;
        total?: number;
        report?: RetagReport;
        tagVersion?: string;
        ended?: { state: RetagState; at: string };
        trouble?: string | null;
        release?: boolean;
      },
    ): Promise<boolean> {
      const { after, done, total, report, tagVersion, ended, trouble, release } = change;
      const free = ended !== undefined || release === true;
      const row = await db
        .updateTable('retag_runs')
        .set({
          leased_until: free ? null : sql<string>`now() + ${LEASE_SECONDS} * interval '1 second'`,
          ...(after === undefined ? {} : { after_id: after }),
          ...(done === undefined ? {} : { done }),
          ...(total === undefined ? {} : { total }),
          ...(report === undefined ? {} : { report: json(report) }),
          ...(tagVersion === undefined ? {} : { tag_version: tagVersion }),
          ...(ended === undefined ? {} : { state: ended.state, ended_at: ended.at }),
          ...(trouble === undefined ? {} : { trouble }),
        })
        .where('id', '=', run.id)
        .where('state', '=', run.state)
        .where('holder', '=', run.holder)
        .returning('id')
        .executeTakeFirst();
      return row !== undefined;
    },
    /** Keeps what an article was before the run wrote it; the first time counts. */
    async putChange(runId: string, change: RetagChange): Promise<void> {
      const before = await compressed(JSON.stringify(change.before));
      await db
        .insertInto('retag_changes')
        .values({ run_id: runId, article_id: change.articleId, before, after_hash: change.afterHash })
        .onConflict((conflict) =>
          conflict.columns(['run_id', 'article_id']).doUpdateSet({ after_hash: change.afterHash }),
        )
        .execute();
    },
    /** What the run wrote and nobody restored yet, in the order of ids, after `after`. */
    async changesAfter(runId: string, after: string | null, limit: number): Promise<RetagChange[]> {
      const rows = await db
        .selectFrom('retag_changes')
        .selectAll()
        .where('run_id', '=', runId)
        .where('article_id', '>', after ?? '')
        .where('state', '<>', 'restored')
        .orderBy('article_id')
        .limit(limit)
        .execute();
      return Promise.all(
        rows.map(async (row) => {
          const before: TagsBefore = JSON.parse((await expanded(row.before)).toString('utf8'));
          return { articleId: row.article_id, afterHash: row.after_hash, before };
        }),
      );
    },
    async settleChange(runId: string, articleId: string, state: 'restored' | 'changed-since'): Promise<void> {
      await db
        .updateTable('retag_changes')
        .set({ state })
        .where('run_id', '=', runId)
        .where('article_id', '=', articleId)
        .execute();
    },
    /** How many articles the run wrote, restored and left as others made them since; of the last, the first ids. */
    async changesOf(
      runId: string,
      named: number,
    ): Promise<{ written: number; restored: number; changedSince: number; ids: string[] }> {
      const counted = await db
        .selectFrom('retag_changes')
        .select(({ fn }) => ['state', fn.countAll<number>().as('n')])
        .where('run_id', '=', runId)
        .groupBy('state')
        .execute();
      const of = (state: string): number => counted.find((row) => row.state === state)?.n ?? 0;
      const rows = await db
        .selectFrom('retag_changes')
        .select('article_id')
        .where('run_id', '=', runId)
        .where('state', '=', 'changed-since')
        .orderBy('article_id')
        .limit(named)
        .execute();
      return {
        written: counted.reduce((sum, { n }) => sum + n, 0),
        restored: of('restored'),
        changedSince: of('changed-since'),
        ids: rows.map((row) => row.article_id),
      };
    },
  };
}

export type RetagRuns = ReturnType<typeof retagRunsIn>;

const isActive = sql<boolean>`state in ('comparing', 'applying', 'rolling-back')`;

async function alone<T>(db: Kysely<Tables>, work: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{
    id: string;
    state: string;
  }>`select id, state from retag_runs where ${isActive}`.execute(db);
  const busy = (): KhabarError =>
    new KhabarError(
      'CONFLICT',
      `retag: run ${rows[0]?.id ?? ''} is under way; one at a time: wait for it or stop it`,
    );
  if (rows.length > 0) throw busy();
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION) throw busy();
    throw error;
  }
}
