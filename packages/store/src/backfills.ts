import { randomUUID } from 'node:crypto';

import { KhabarError } from '@khabar/article';
import { type Kysely, type Selectable, sql } from 'kysely';

import { json } from './json.ts';
import type { BackfillKind, BackfillsTable, BackfillState, Tables } from './tables.ts';

export type BackfillRow = Selectable<BackfillsTable>;

/** A backfill with what has become of it. */
export interface BackfillProgress {
  readonly backfill: BackfillRow;
  /** Addresses by state of the frontier. */
  readonly addresses: Readonly<Record<string, number>>;
  /** Pages that nobody has read yet, those that became articles, and those that are none. */
  readonly pages: { readonly unread: number; readonly articles: number; readonly others: number };
}

/** Old articles that somebody asked for, and how far that has come. */
export function backfillsIn(db: Kysely<Tables>) {
  return {
    /** Begins one, or goes on with an unfinished one of the same wish. */
    async begin(wanted: {
      readonly wish: string;
      readonly kind: BackfillKind;
      readonly outletId: string | null;
      readonly options: unknown;
      readonly by: string;
      readonly at: string;
    }): Promise<BackfillRow> {
      const unfinished = await db
        .selectFrom('backfills')
        .selectAll()
        .where('wish', '=', wanted.wish)
        .where('state', 'in', ['looking', 'running'])
        .executeTakeFirst();
      if (unfinished !== undefined) return unfinished;
      return db
        .insertInto('backfills')
        .values({
          id: randomUUID(),
          wish: wanted.wish,
          kind: wanted.kind,
          outlet_id: wanted.outletId,
          options: json(wanted.options),
          state: 'looking',
          made_by: wanted.by,
          made_at: wanted.at,
          updated_at: wanted.at,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    },

    /** Throws KhabarError NOT_FOUND. */
    async get(id: string): Promise<BackfillRow> {
      const row = await db.selectFrom('backfills').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) throw new KhabarError('NOT_FOUND', `backfill ${id}: there is none of this id`);
      return row;
    },

    /** Newest first. */
    async list(limit: number): Promise<BackfillRow[]> {
      return db.selectFrom('backfills').selectAll().orderBy('made_at', 'desc').limit(limit).execute();
    },

    async progress(id: string): Promise<BackfillProgress> {
      const backfill = await this.get(id);
      const addresses = await db
        .selectFrom('frontier')
        .select(({ fn }) => ['state', fn.countAll<number>().as('n')])
        .where('backfill_id', '=', id)
        .groupBy('state')
        .execute();
      const pages = await db
        .selectFrom('pages')
        .select(({ fn }) => ['outcome', fn.countAll<number>().as('n')])
        .where('backfill_id', '=', id)
        .groupBy('outcome')
        .execute();
      const of = (outcome: string | null): number => pages.find((row) => row.outcome === outcome)?.n ?? 0;
      return {
        backfill,
        addresses: Object.fromEntries(addresses.map((row) => [row.state, row.n])),
        pages: { unread: of(null), articles: of('article'), others: of('not-article') + of('failed') },
      };
    },

    /** Counts what was handed over and remembers where to go on. */
    async advance(
      id: string,
      step: { readonly place: unknown; readonly found: number; readonly taken: number; readonly bad: number },
      at: string,
    ): Promise<void> {
      await sql`update backfills set place = ${JSON.stringify(step.place)}::jsonb, found = found + ${step.found},
        taken = taken + ${step.taken}, bad = bad + ${step.bad}, updated_at = ${at}::timestamptz where id = ${id}`.execute(
        db,
      );
    },

    async setState(id: string, state: BackfillState, at: string): Promise<void> {
      await db.updateTable('backfills').set({ state, updated_at: at }).where('id', '=', id).execute();
    },

    /** No further address of it is fetched; what it brought stays. Returns how many were left. */
    async stop(id: string, by: string, at: string): Promise<number> {
      await db
        .updateTable('backfills')
        .set({ state: 'stopped', stopped_by: by, stopped_at: at, updated_at: at })
        .where('id', '=', id)
        .execute();
      const left = await db
        .deleteFrom('frontier')
        .where('backfill_id', '=', id)
        .where('state', '=', 'waiting')
        .executeTakeFirst();
      return Number(left.numDeletedRows);
    },
  };
}

export type Backfills = ReturnType<typeof backfillsIn>;
