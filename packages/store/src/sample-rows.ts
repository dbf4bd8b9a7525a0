import { type Kysely, sql } from 'kysely';

import type { Tables } from './tables.ts';

/** Everything that came with the sample coverage, so that it can be taken out without a trace. */
export function sampleRowsIn(db: Kysely<Tables>) {
  return {
    async articleIds(): Promise<string[]> {
      const rows = await db.selectFrom('articles').select('id').where('sample', '=', true).execute();
      return rows.map((row) => row.id);
    },
    /** Removes outlets, pages, articles and what hangs on them; returns how many articles went. */
    async remove(): Promise<number> {
      const sampleArticles = sql`select id from articles where sample`;
      const { numDeletedRows: articles } = await db
        .deleteFrom('articles')
        .where('sample', '=', true)
        .executeTakeFirst();
      await sql`delete from pending_index where article_id not in (select id from articles)`.execute(db);
      await sql`delete from hosts where host in (select distinct host from frontier where outlet_id in (select id from outlets where sample))`.execute(
        db,
      );
      await sql`delete from outbox where payload->>'outletId' in (select id from outlets where sample)
        or payload->>'pageId' in (select id from pages where outlet_id in (select id from outlets where sample))
        or payload->>'host' in (select host from frontier where outlet_id in (select id from outlets where sample))
        or payload->>'articleId' in (${sampleArticles})`.execute(db);
      await sql`delete from dead_letters where payload->>'outletId' in (select id from outlets where sample)
        or payload->>'pageId' in (select id from pages where outlet_id in (select id from outlets where sample))
        or payload->>'host' in (select host from frontier where outlet_id in (select id from outlets where sample))`.execute(
        db,
      );
      await db.deleteFrom('saved_searches').where('sample', '=', true).execute();
      await db.deleteFrom('outlets').where('sample', '=', true).execute();
      return Number(articles);
    },
    /** Rows that belong to the sample, by table; all 0 after a removal. */
    async count(): Promise<Record<string, number>> {
      const { rows } = await sql<{ name: string; n: number }>`
        select 'outlets' as name, count(*) as n from outlets where sample
        union all select 'articles', count(*) from articles where sample
        union all select 'pages', count(*) from pages join outlets on outlets.id = pages.outlet_id where outlets.sample
        union all select 'frontier', count(*) from frontier join outlets on outlets.id = frontier.outlet_id where outlets.sample
        union all select 'visits', count(*) from visits join outlets on outlets.id = visits.outlet_id where outlets.sample
        union all select 'saved_searches', count(*) from saved_searches where sample`.execute(db);
      return Object.fromEntries(rows.map((row) => [row.name, row.n]));
    },
  };
}

export type SampleRows = ReturnType<typeof sampleRowsIn>;
