import { type Kysely, sql } from 'kysely';

import type { Tables } from './tables.ts';

const compare = (a: string, b: string): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};

/** `quiet`: the alert rules are not to see it. */
export interface PendingArticle {
  readonly articleId: string;
  readonly since: string;
  readonly quiet: boolean;
}

/** Articles that the index and the alert rules have yet to see. */
export function pendingIndexIn(db: Kysely<Tables>) {
  return {
    /** Takes those that wait longest and that nobody else took, for 40 seconds (a batch takes a few; one done twice changes nothing); one that changes meanwhile stays taken until `done`. */
    async next(limit: number): Promise<PendingArticle[]> {
      const { rows } = await sql<{ article_id: string; since: string; quiet: boolean }>`
        update pending_index set leased_until = now() + interval '40 seconds' where article_id in (
          select article_id from pending_index where leased_until is null or leased_until < now()
          order by since, article_id limit ${limit} for update skip locked)
        returning article_id, since, quiet`.execute(db);
      return rows
        .map((row) => ({ articleId: row.article_id, since: row.since, quiet: row.quiet }))
        .toSorted((a, b) => compare(a.since, b.since) || compare(a.articleId, b.articleId));
    },
    /** Takes out those that nobody changed since they were read; the others wait again. */
    async done(entries: readonly { articleId: string; since: string }[]): Promise<void> {
      if (entries.length === 0) return;
      await sql`
        with seen as (
          select * from unnest(${entries.map((entry) => entry.articleId)}::text[], ${entries.map((entry) => entry.since)}::timestamptz[]) as seen (article_id, since)),
        gone as (
          delete from pending_index using seen
          where pending_index.article_id = seen.article_id and date_trunc('milliseconds', pending_index.since) <= seen.since)
        update pending_index set leased_until = null from seen
        where pending_index.article_id = seen.article_id and date_trunc('milliseconds', pending_index.since) > seen.since`.execute(
        db,
      );
    },
    /** Gives back what `next` took and could not be indexed. */
    async giveBack(entries: readonly { articleId: string }[]): Promise<void> {
      await sql`update pending_index set leased_until = null where article_id = any(${entries.map((entry) => entry.articleId)}::text[])`.execute(
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
