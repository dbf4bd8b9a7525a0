import type { ProposedName } from '@khabar/article';
import { type Kysely, sql } from 'kysely';

import { storableJson } from './json.ts';
import type { Tables } from './tables.ts';

/** One spelling of a proposed name, with where it stands first. */
export interface ProposedSpelling {
  readonly sound: string;
  readonly surface: string;
  readonly language: string;
  readonly type: string;
  readonly foundBy: string;
  readonly mentions: number;
  readonly articles: number;
  readonly confidence: number;
  readonly articleId: string;
  readonly sentence: string;
  readonly outletId: string;
  readonly lastAt: string;
}

/** Names in texts that the registry lacks. */
export function proposedNamesIn(db: Kysely<Tables>) {
  return {
    /** Replaces what was proposed of these articles; those that are not in the record are left out. */
    async put(
      articles: readonly { readonly articleId: string; readonly names: readonly ProposedName[] }[],
      options: { readonly fresh: boolean },
    ): Promise<void> {
      if (!options.fresh)
        await db
          .deleteFrom('proposed_names')
          .where('article_id', '=', sql<string>`any(${articles.map(({ articleId }) => articleId)}::text[])`)
          .execute();
      const rows = articles.flatMap(({ articleId, names }) =>
        names.map((name) => ({
          article_id: articleId,
          field: name.field,
          start_offset: name.start,
          end_offset: name.end,
          surface: name.surface,
          type: name.type,
          found_by: name.foundBy,
          sound: name.sound,
          sentence: name.sentence,
          confidence: name.confidence,
        })),
      );
      if (rows.length === 0) return;
      await sql`
        insert into proposed_names (article_id, field, start_offset, end_offset, surface, type, found_by, sound, sentence, confidence)
        select r.* from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(article_id text, field text, start_offset int, end_offset int,
          surface text, type text, found_by text, sound text, sentence text, confidence real)
        where exists (select from articles where articles.id = r.article_id)
        on conflict do nothing`.execute(db);
    },

    /** Every spelling that was found, those of the most articles first, each with its newest sentence. */
    async spellings(limit: number): Promise<ProposedSpelling[]> {
      const { rows } = await sql<ProposedSpelling>`
        select sound, surface, language, type, max(found_by) as "foundBy", count(*) as mentions, count(distinct article_id) as articles,
          max(confidence) as confidence,
          (array_agg(article_id order by at desc, article_id))[1] as "articleId",
          (array_agg(sentence order by at desc, article_id))[1] as sentence,
          (array_agg(outlet_id order by at desc, article_id))[1] as "outletId",
          max(at) as "lastAt"
        from (select p.*, a.language, a.outlet_id, coalesce(a.published_at, a.first_seen_at) as at
          from proposed_names p join articles a on a.id = p.article_id) found
        group by sound, surface, language, type
        order by articles desc, mentions desc, surface limit ${limit}`.execute(db);
      return rows;
    },
  };
}

export type ProposedNames = ReturnType<typeof proposedNamesIn>;
