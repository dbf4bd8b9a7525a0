import { type Kysely, sql } from 'kysely';

import type { Tables } from './tables.ts';

/** Work that the record knows of and that no queue may know of any more: after a move, or when a queue was lost. */
export interface Unfinished {
  readonly extract: number;
  readonly tag: number;
}

/** Finds work that was begun and not ended by what it should have left behind. */
export function unfinishedIn(db: Kysely<Tables>) {
  return {
    /**
     * Puts pages that were not read and articles that were not tagged back in line (outbox), but for those that are in line
     * already or ended as a dead letter. `before` leaves out what is newer, and which the queue may be working on.
     * Two look-ups in an index when there is nothing. In a transaction, so that two who look at once take turns.
     */
    async putBack({ now, before = now }: { now: string; before?: string }): Promise<Unfinished> {
      await sql`select pg_advisory_xact_lock(hashtext('khabar unfinished work'))`.execute(db);
      const { rows: pages } = await sql`
        insert into outbox (job, payload, at)
        select 'extract', jsonb_build_object('pageId', p.id), ${now}::timestamptz from pages p
        where p.outcome is null and p.fetched_at <= ${before}::timestamptz
          and not exists (select from outbox o where o.job = 'extract' and o.payload->>'pageId' = p.id)
          and not exists (select from dead_letters d where d.step = 'extract' and d.payload->>'pageId' = p.id)
        order by p.fetched_at returning id`.execute(db);
      const { rows: articles } = await sql`
        insert into outbox (job, payload, at)
        select 'tag', jsonb_build_object('articleId', a.id), ${now}::timestamptz from articles a
        where a.tag_version is null and a.updated_at <= ${before}::timestamptz
          and not exists (select from outbox o where o.job = 'tag' and o.payload->>'articleId' = a.id)
          and not exists (select from dead_letters d where d.step = 'tag' and d.payload->>'articleId' = a.id)
        order by a.updated_at returning id`.execute(db);
      return { extract: pages.length, tag: articles.length };
    },
  };
}

export type UnfinishedWork = ReturnType<typeof unfinishedIn>;
