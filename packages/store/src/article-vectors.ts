import type { ArticleVector } from '@khabar/article';
import { type Kysely, sql } from 'kysely';

import { storableJson } from './json.ts';
import type { Tables } from './tables.ts';

/** Where the sentence encoder puts articles. */
export function articleVectorsIn(db: Kysely<Tables>) {
  return {
    /** Replaces the vectors of these articles; null: it has none any more. Those that are not in the record are left out. */
    async put(
      articles: readonly { readonly articleId: string; readonly vector: ArticleVector | null }[],
    ): Promise<void> {
      const gone = articles.filter(({ vector }) => vector === null).map(({ articleId }) => articleId);
      const rows = articles.flatMap(({ articleId, vector }) =>
        vector === null ? [] : [{ article_id: articleId, ...vectorColumns(vector) }],
      );
      if (gone.length > 0)
        await db
          .deleteFrom('article_vectors')
          .where('article_id', '=', sql<string>`any(${gone}::text[])`)
          .execute();
      if (rows.length > 0)
        await sql`
          insert into article_vectors (article_id, model, dimensions, vector)
          select r.article_id, r.vector_model, r.dimensions, r.vector from jsonb_to_recordset(${storableJson(rows)}::jsonb)
            as r(article_id text, vector_model text, dimensions integer, vector bytea)
          where exists (select from articles where articles.id = r.article_id)
          on conflict (article_id) do update set model = excluded.model, dimensions = excluded.dimensions, vector = excluded.vector`.execute(
          db,
        );
    },

    /** Vectors of these articles, of those that have one. */
    async get(articleIds: readonly string[]): Promise<Map<string, ArticleVector>> {
      const rows = await db
        .selectFrom('article_vectors')
        .selectAll()
        .where('article_id', '=', sql<string>`any(${[...articleIds]}::text[])`)
        .execute();
      return new Map(
        rows.map(({ article_id, model, vector }) => [
          article_id,
          { model, values: Array.from(Int8Array.from(vector)) },
        ]),
      );
    },
  };
}

export type ArticleVectors = ReturnType<typeof articleVectorsIn>;

/** A vector as JSON gives it to PostgreSQL. */
export function vectorColumns({ model, values }: ArticleVector): {
  readonly vector_model: string;
  readonly dimensions: number;
  readonly vector: string;
} {
  return {
    vector_model: model,
    dimensions: values.length,
    vector: String.raw`\x${Buffer.from(Int8Array.from(values)).toString('hex')}`,
  };
}
