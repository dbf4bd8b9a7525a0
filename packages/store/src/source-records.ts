import type { Validators } from '@khabar/article';
import { type Kysely, sql } from 'kysely';

import { keepVisit, type OutletVisit } from './keep-visit.ts';
import type { Tables } from './tables.ts';

/** What is known of a channel from its earlier visits. */
export interface KnownChannel {
  readonly url: string;
  readonly validators: Validators;
  /** As whoever remembers wrote it. */
  readonly memory: unknown;
  /** It answered 410: not to be asked again. */
  readonly endedAt: string | null;
}

export interface ArticleFetch {
  readonly outcome: string;
  readonly status: number | null;
}

export interface RecentArticle {
  readonly language: string;
  readonly wordCount: number;
  readonly paywalled: boolean;
}

/** A time in which a source could not be collected; `endedAt` null: still. */
export interface CollectionGap {
  readonly beganAt: string;
  readonly endedAt: string | null;
  readonly code: string;
}

const HOURS_KEPT = '70 days';

/** What is remembered of sources from visit to visit: channels, rhythm, health, gaps in collection. */
export function sourceRecordsIn(db: Kysely<Tables>) {
  return {
    async channels(outletId: string): Promise<KnownChannel[]> {
      const rows = await db.selectFrom('channels').selectAll().where('outlet_id', '=', outletId).execute();
      return rows.map((row) => ({
        url: row.url,
        validators: {
          ...(row.etag === null ? {} : { etag: row.etag }),
          ...(row.last_modified === null ? {} : { lastModified: row.last_modified }),
        },
        memory: row.memory,
        endedAt: row.ended_at,
      }));
    },

    /** Keeps all that a visit came to, in one statement; returns how many addresses are new. */
    keepVisit: (visit: OutletVisit): Promise<number> => keepVisit(db, visit),

    /** Ended channels of an outlet are asked again at the next visit. */
    async revive(outletId: string): Promise<void> {
      await db
        .updateTable('channels')
        .set({ ended_at: null })
        .where('outlet_id', '=', outletId)
        .where('ended_at', 'is not', null)
        .execute();
    },

    /** Adds new addresses by hour (start of the hour, UTC ISO 8601). */
    async addHours(outletId: string, found: ReadonlyMap<string, number>): Promise<void> {
      if (found.size === 0) return;
      await sql`
        insert into outlet_hours (outlet_id, hour, found)
        select ${outletId}, * from unnest(${Array.from(found.keys())}::timestamptz[], ${Array.from(found.values())}::int[])
        on conflict (outlet_id, hour) do update set found = outlet_hours.found + excluded.found`.execute(db);
    },

    async hoursSince(outletId: string, since: string): Promise<{ hour: string; found: number }[]> {
      return db
        .selectFrom('outlet_hours')
        .select(['hour', 'found'])
        .where('outlet_id', '=', outletId)
        .where('hour', '>=', since)
        .orderBy('hour')
        .execute();
    },

    async trimHours(now: string): Promise<void> {
      await sql`delete from outlet_hours where hour < ${now}::timestamptz - ${HOURS_KEPT}::interval`.execute(
        db,
      );
    },

    /** Begins a gap, unless one goes on. */
    async beginGap(outletId: string, gap: { at: string; code: string }): Promise<void> {
      await sql`
        insert into outlet_gaps (outlet_id, began_at, code) select ${outletId}, ${gap.at}::timestamptz, ${gap.code}
        where not exists (select from outlet_gaps where outlet_id = ${outletId} and ended_at is null)
        on conflict (outlet_id, began_at) do update set ended_at = null, code = excluded.code`.execute(db);
    },

    async endGap(outletId: string, at: string): Promise<void> {
      await db
        .updateTable('outlet_gaps')
        .set({ ended_at: at })
        .where('outlet_id', '=', outletId)
        .where('ended_at', 'is', null)
        .execute();
    },

    /** A gap that is over: nobody visited the source. */
    async addGap(outletId: string, gap: { from: string; to: string; code: string }): Promise<void> {
      await db
        .insertInto('outlet_gaps')
        .values({ outlet_id: outletId, began_at: gap.from, ended_at: gap.to, code: gap.code })
        .onConflict((conflict) =>
          conflict.columns(['outlet_id', 'began_at']).doUpdateSet({ ended_at: gap.to }),
        )
        .execute();
    },

    /** Oldest first. */
    async gaps(outletId: string): Promise<CollectionGap[]> {
      const rows = await db
        .selectFrom('outlet_gaps')
        .selectAll()
        .where('outlet_id', '=', outletId)
        .orderBy('began_at')
        .execute();
      return rows.map((row) => ({ beganAt: row.began_at, endedAt: row.ended_at, code: row.code }));
    },

    /** Newest first. */
    async lastArticleFetches(outletId: string, limit: number): Promise<ArticleFetch[]> {
      return db
        .selectFrom('visits')
        .select(['outcome', 'status'])
        .where('outlet_id', '=', outletId)
        .where('what', '=', 'article')
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
    },

    /** Newest first, without those of a backfill. */
    async lastArticles(outletId: string, limit: number): Promise<RecentArticle[]> {
      const { rows } = await sql<RecentArticle>`
        select a.language, a.word_count as "wordCount", a.paywalled from articles a
        left join pages p on p.id = a.page_id
        where a.outlet_id = ${outletId} and p.backfill_id is null
        order by a.first_seen_at desc, a.id limit ${limit}`.execute(db);
      return rows;
    },

    /** What was said of the last pages that were articles, newest first: that their profile no longer fits, or null. */
    async lastArticlePages(outletId: string, limit: number): Promise<(string | null)[]> {
      const rows = await db
        .selectFrom('pages')
        .select('reason')
        .where('outlet_id', '=', outletId)
        .where('outcome', '=', 'article')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ reason }) => reason);
    },

    /** Outlets that are visited, by state of health. */
    async counts(): Promise<Map<string, number>> {
      const { rows } = await sql<{ state: string; n: number }>`
        select coalesce(health->>'state', 'new') as state, count(*)::int as n from outlets
        where definition is not null and not paused group by 1`.execute(db);
      return new Map(rows.map((row) => [row.state, row.n]));
    },
  };
}

export type SourceRecords = ReturnType<typeof sourceRecordsIn>;
