import type { Lead, Outlet } from '@khabar/article';
import { CompiledQuery, type Kysely, type Selectable, sql } from 'kysely';

import type { PagesTable, Tables } from './tables.ts';

export type PageRow = Selectable<PagesTable>;
export type NewPage = Omit<PageRow, 'outcome' | 'reason' | 'article_id' | 'backfill_id'> & {
  /** The backfill that wanted it; alert rules do not see what comes of it. */
  readonly backfill_id?: string | null;
};

/** A page with what extraction wants to know of where it came from. */
export interface PageToRead {
  readonly page: PageRow;
  readonly outlet: {
    readonly language: string;
    readonly definition: Outlet | null;
    readonly sample: boolean;
  };
  readonly lead: Lead | null;
}

/** What became of a page that was read. */
export interface PageResult {
  readonly id: string;
  readonly outcome: 'article' | 'not-article' | 'failed';
  readonly reason: string | null;
  readonly articleId: string | null;
}

const READ = `
  update pages set outcome = read.outcome, reason = read.reason, article_id = read.article_id
  from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as read (id, outcome, reason, article_id) where pages.id = read.id`;

const FOR_READING = `
  select pages.*, outlets.language, outlets.definition, outlets.sample, frontier.lead
  from pages join outlets on outlets.id = pages.outlet_id left join frontier on frontier.id = pages.frontier_id
  where pages.id = any($1::text[])`;

/** Pages as they came; their bytes lie in WARC files (`RawPages`). */
export function pagesIn(db: Kysely<Tables>) {
  return {
    async put(page: NewPage): Promise<void> {
      await db
        .insertInto('pages')
        .values(page)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    /** Puts pages that are not there yet; gives their ids. */
    async putNew(pages: readonly NewPage[]): Promise<string[]> {
      if (pages.length === 0) return [];
      const rows = await db
        .insertInto('pages')
        .values([...pages])
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .execute();
      return rows.map(({ id }) => id);
    },
    /**
     * A page that the fetcher brought: the page, its address in the frontier, the line in the log and the job that reads it,
     * in one statement, so that all of it happened or none.
     */
    async keepFetched(
      page: NewPage,
      fetched: { etag: string | null; lastModified: string | null; ms: number },
    ): Promise<void> {
      await sql`
        with p as (
          insert into pages (id, url, final_url, outlet_id, frontier_id, fetched_at, status, content_type, bytes, sha256, warc_file, warc_offset, backfill_id)
          values (${page.id}, ${page.url}, ${page.final_url}, ${page.outlet_id}, ${page.frontier_id}, ${page.fetched_at}::timestamptz, ${page.status},
            ${page.content_type}, ${page.bytes}, ${page.sha256}, ${page.warc_file}, ${page.warc_offset}, ${page.backfill_id ?? null})),
        f as (
          update frontier set state = 'fetched', tries = 0, reason = null, last_status = ${page.status}, etag = ${fetched.etag},
            last_modified = ${fetched.lastModified}, page_id = ${page.id} where id = ${page.frontier_id}),
        v as (
          insert into visits (outlet_id, at, url, what, outcome, status, bytes, ms)
          values (${page.outlet_id}, ${page.fetched_at}::timestamptz, ${page.url}, 'article', 'ok', ${page.status}, ${page.bytes}, ${fetched.ms}))
        insert into outbox (job, payload, at) values ('extract', jsonb_build_object('pageId', ${page.id}::text), ${page.fetched_at}::timestamptz)`.execute(
        db,
      );
    },

    /** Ids without a page are left out. */
    async forReading(ids: readonly string[]): Promise<PageToRead[]> {
      const { rows } = await db.executeQuery<PageRow & PageToRead['outlet'] & { readonly lead: Lead | null }>(
        CompiledQuery.raw(FOR_READING, [ids]),
      );
      return rows.map(({ language, definition, sample, lead, ...page }) => ({
        page,
        outlet: { language, definition, sample },
        lead,
      }));
    },
    async get(id: string): Promise<PageRow | undefined> {
      return db.selectFrom('pages').selectAll().where('id', '=', id).executeTakeFirst();
    },
    /** What became of pages that were read. */
    async read(results: readonly PageResult[]): Promise<void> {
      if (results.length === 0) return;
      await db.executeQuery(
        CompiledQuery.raw(READ, [
          results.map(({ id }) => id),
          results.map(({ outcome }) => outcome),
          results.map(({ reason }) => reason?.toWellFormed().replaceAll('\0', ' ') ?? null),
          results.map(({ articleId }) => articleId),
        ]),
      );
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
