import type { Kysely, Selectable } from 'kysely';

import type { PagesTable, Tables } from './tables.ts';

export type PageRow = Selectable<PagesTable>;

/** Pages as they came; their bytes lie in WARC files (`RawPages`). */
export function pagesIn(db: Kysely<Tables>) {
  return {
    async put(page: Omit<PageRow, 'outcome' | 'reason' | 'article_id'>): Promise<void> {
      await db
        .insertInto('pages')
        .values(page)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    async get(id: string): Promise<PageRow | undefined> {
      return db.selectFrom('pages').selectAll().where('id', '=', id).executeTakeFirst();
    },
    async read(
      id: string,
      result: {
        outcome: 'article' | 'not-article' | 'failed';
        reason: string | null;
        articleId: string | null;
      },
    ): Promise<void> {
      await db
        .updateTable('pages')
        .set({ outcome: result.outcome, reason: result.reason, article_id: result.articleId })
        .where('id', '=', id)
        .execute();
    },
    /** Ids of the pages in the order of time, after `after`; for a re-extraction of everything. */
    async idsAfter(after: string | null, limit: number): Promise<string[]> {
      let query = db.selectFrom('pages').select('id').orderBy('id').limit(limit);
      if (after !== null) query = query.where('id', '>', after);
      return (await query.execute()).map((row) => row.id);
    },
    async outcomes(): Promise<Record<string, number>> {
      const rows = await db
        .selectFrom('pages')
        .select(({ fn }) => ['outcome', fn.countAll<number>().as('n')])
        .groupBy('outcome')
        .execute();
      return Object.fromEntries(rows.map((row) => [row.outcome ?? 'unread', row.n]));
    },
  };
}

export type Pages = ReturnType<typeof pagesIn>;
