import { type Kysely, sql } from 'kysely';

import type { Tables } from './tables.ts';

/** Articles that the index and the alert rules have yet to see. */
export function pendingIndexIn(db: Kysely<Tables>) {
  return {
    async next(limit: number): Promise<{ articleId: string; since: string }[]> {
      const rows = await db
        .selectFrom('pending_index')
        .selectAll()
        .orderBy('since')
        .orderBy('article_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ articleId: row.article_id, since: row.since }));
    },
    /** Takes out those that nobody changed since they were read. */
    async done(entries: readonly { articleId: string; since: string }[]): Promise<void> {
      if (entries.length === 0) return;
      await sql`
        delete from pending_index using unnest(${entries.map((entry) => entry.articleId)}::text[], ${entries.map((entry) => entry.since)}::timestamptz[]) as seen (article_id, since)
        where pending_index.article_id = seen.article_id and date_trunc('milliseconds', pending_index.since) <= seen.since`.execute(
        db,
      );
    },
    async addAll(now: string): Promise<void> {
      await sql`insert into pending_index (article_id, since) select id, ${now}::timestamptz from articles where tag_version is not null
        on conflict (article_id) do nothing`.execute(db);
    },
    async count(): Promise<number> {
      const row = await db
        .selectFrom('pending_index')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return row.n;
    },
  };
}

export type PendingIndex = ReturnType<typeof pendingIndexIn>;
