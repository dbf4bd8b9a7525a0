import { CompiledQuery, type Kysely, type Selectable, sql } from 'kysely';

import { json } from './json.ts';
import { keepNewArticles, type NewTaggedArticle } from './keep-new-articles.ts';
import type { ArticlesTable, RevisionsTable, Tables } from './tables.ts';

export type ArticleRow = Selectable<ArticlesTable>;
export type RevisionRow = Selectable<RevisionsTable>;

/** What the extraction stage knows of an article. */
export type NewArticle = Omit<
  ArticleRow,
  | 'first_seen_at'
  | 'updated_at'
  | 'revision'
  | 'topics'
  | 'relevance'
  | 'genre'
  | 'genre_confidence'
  | 'tag_version'
  | 'tagged_at'
>;

export type PutResult = 'new' | 'changed' | 'same';

/** Two copies share several keys; of texts that share one by chance there may be thousands. */
const MOST_CANDIDATES = 50;
/** Articles looked at for one key: a text of ten thousand copies, or a footer in all articles of an outlet, must not slow the next one. */
const MOST_OF_A_KEY = 50;
const COPY_CANDIDATES = `
  select asked_for, id, story_id, signature, word_count from (
    select asked_for, articles.id, story_id, signature, word_count, row_number() over (
      partition by asked_for order by shared desc, first_seen_at, articles.id) as place
    from (
      select asked.id as asked_for, article_id, count(*) as shared
      from unnest($1::text[], $2::bigint[]) as asked (id, band) cross join lateral (
        select article_id from story_bands where story_bands.band = asked.band and article_id <> asked.id
        order by article_id limit $4) known
      group by asked.id, article_id) sharing
    join articles on articles.id = sharing.article_id) placed
  where place <= $3 order by asked_for, place`;

/** An article that may be a copy. */
export type CopyCandidateRow = Pick<ArticleRow, 'id' | 'story_id' | 'signature' | 'word_count'>;

/** The articles of the record, their earlier versions and the bands by which copies are found. */
export function articlesIn(db: Kysely<Tables>) {
  return {
    /**
     * Keeps an article. One that is there with other words becomes a new revision, and the one before is kept; the same words
     * change nothing but facts that were missing (a date that a second sighting brings).
     */
    async put(article: NewArticle, now: string): Promise<PutResult> {
      const { id, ...rest } = article;
      const values = { ...rest, blocks: json(article.blocks) };
      const inserted = await db
        .insertInto('articles')
        .values({ id, ...values, first_seen_at: now, updated_at: now, revision: 1 })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (inserted !== undefined) return 'new';
      const known = await db
        .selectFrom('articles')
        .select([
          'revision',
          'content_hash',
          'title',
          'text',
          'published_at',
          'page_id',
          'updated_at',
          'extraction_version',
        ])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirstOrThrow();
      if (known.content_hash === article.content_hash) {
        const reread = known.extraction_version !== article.extraction_version;
        await db
          .updateTable('articles')
          .set(
            reread
              ? { ...values, story_id: sql<string>`story_id` }
              : {
                  published_at: known.published_at ?? article.published_at,
                  ...(known.published_at === null && article.published_at !== null
                    ? {
                        published_from: article.published_from,
                        published_confidence: article.published_confidence,
                      }
                    : {}),
                },
          )
          .where('id', '=', id)
          .execute();
        return reread || (known.published_at === null && article.published_at !== null) ? 'changed' : 'same';
      }
      await db
        .insertInto('revisions')
        .values({
          article_id: id,
          revision: known.revision,
          seen_at: known.updated_at,
          title: known.title,
          text: known.text,
          published_at: known.published_at,
          page_id: known.page_id,
        })
        .onConflict((conflict) => conflict.columns(['article_id', 'revision']).doNothing())
        .execute();
      await db
        .updateTable('articles')
        .set({
          ...values,
          // An edit does not make a story older or newer: the first date that the page gave stays.
          published_at: known.published_at ?? article.published_at,
          story_id: sql<string>`story_id`,
          updated_at: now,
          revision: known.revision + 1,
        })
        .where('id', '=', id)
        .execute();
      return 'changed';
    },

    /**
     * Keeps those articles that are not there yet, with their tags and all that hangs on them, in one statement. Gives the ids that
     * are new; no id may come twice.
     */
    async keepNew(articles: readonly NewTaggedArticle[], now: string): Promise<Set<string>> {
      return keepNewArticles(db, articles, now);
    },

    async get(id: string): Promise<ArticleRow | undefined> {
      return db.selectFrom('articles').selectAll().where('id', '=', id).executeTakeFirst();
    },

    async getMany(ids: readonly string[]): Promise<ArticleRow[]> {
      if (ids.length === 0) return [];
      return db
        .selectFrom('articles')
        .selectAll()
        .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
        .execute();
    },

    /** When each article last changed, without its text. */
    async updatedAt(ids: readonly string[]): Promise<Map<string, string>> {
      const rows = await db
        .selectFrom('articles')
        .select(['id', 'updated_at'])
        .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
        .execute();
      return new Map(rows.map((row) => [row.id, row.updated_at]));
    },

    async revisions(id: string): Promise<RevisionRow[]> {
      return db
        .selectFrom('revisions')
        .selectAll()
        .where('article_id', '=', id)
        .orderBy('revision')
        .execute();
    },

    /** Kinds of what the version after this one changed. Nothing where there is no such version. */
    async putChanges(id: string, revision: number, changes: readonly string[]): Promise<void> {
      await db
        .updateTable('revisions')
        .set({ changes: [...changes] })
        .where('article_id', '=', id)
        .where('revision', '=', revision)
        .execute();
    },

    async ofStory(storyId: string): Promise<ArticleRow[]> {
      return db
        .selectFrom('articles')
        .selectAll()
        .where('story_id', '=', storyId)
        .orderBy('first_seen_at')
        .orderBy('id')
        .execute();
    },

    /** Replaces the bands of an article; `fresh`: it has none. */
    async putBands(id: string, bands: readonly number[], options: { fresh: boolean }): Promise<void> {
      if (!options.fresh) await db.deleteFrom('story_bands').where('article_id', '=', id).execute();
      if (bands.length === 0) return;
      await db
        .insertInto('story_bands')
        .values(Array.from(new Set(bands), (band) => ({ band, article_id: id })))
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    /** For each article asked for, others that share keys with it, those that share most first, then the oldest: id, story, signature and length. */
    async copyCandidates(
      wanted: readonly { readonly id: string; readonly bands: readonly number[] }[],
    ): Promise<Map<string, CopyCandidateRow[]>> {
      const found = new Map<string, CopyCandidateRow[]>(wanted.map(({ id }) => [id, []]));
      const asking = wanted.flatMap(({ id, bands }) => bands.map((band) => ({ id, band })));
      if (asking.length === 0) return found;
      const { rows } = await db.executeQuery<CopyCandidateRow & { readonly asked_for: string }>(
        CompiledQuery.raw(COPY_CANDIDATES, [
          asking.map(({ id }) => id),
          asking.map(({ band }) => band),
          MOST_CANDIDATES,
          MOST_OF_A_KEY,
        ]),
      );
      for (const { asked_for: askedFor, ...row } of rows) found.get(askedFor)?.push(row);
      return found;
    },

    /** Ids after `after` in id order; `taggedOtherThan` leaves out those that have this tag version. */
    async idsAfter(after: string | null, limit: number, taggedOtherThan?: string): Promise<string[]> {
      let query = db.selectFrom('articles').select('id').orderBy('id').limit(limit);
      if (after !== null) query = query.where('id', '>', after);
      if (taggedOtherThan !== undefined)
        query = query.where((eb) =>
          eb.or([eb('tag_version', 'is', null), eb('tag_version', '!=', taggedOtherThan)]),
        );
      return (await query.execute()).map((row) => row.id);
    },

    async count(): Promise<{ articles: number; sample: number; untagged: number }> {
      const row = await db
        .selectFrom('articles')
        .select(({ fn }) => [
          fn.countAll<number>().as('articles'),
          fn.countAll<number>().filterWhere('sample', '=', true).as('sample'),
          fn.countAll<number>().filterWhere('tag_version', 'is', null).as('untagged'),
        ])
        .executeTakeFirstOrThrow();
      return row;
    },
  };
}

export type Articles = ReturnType<typeof articlesIn>;
