import type { Mention, Quote, Stance, Tags } from '@khabar/article';
import { type Kysely, sql } from 'kysely';

import { articleVectorsIn } from './article-vectors.ts';
import { correctedTags, keepMachineTags, machineTagsOf } from './correct-articles.ts';
import { proposedNamesIn } from './proposed-names.ts';
import type { Tables } from './tables.ts';
import { mentionsOf, type PutTags, quotesOf, standingTags, stancesOf, writeTags } from './tag-rows.ts';

/** Who is mentioned, who said it, who stands how towards whom. */
export function tagsIn(db: Kysely<Tables>) {
  async function putBesides(articleId: string, tags: Tags, options: { fresh: boolean }): Promise<void> {
    if (tags.proposedNames !== undefined)
      await proposedNamesIn(db).put([{ articleId, names: tags.proposedNames }], options);
    if (tags.vector !== undefined || !options.fresh)
      await articleVectorsIn(db).put([{ articleId, vector: tags.vector ?? null }]);
  }

  async function putVersion(articleId: string, version: string, taggedAt: string | null): Promise<void> {
    const shown = version === '' ? null : version;
    await sql`with m as (update machine_tags set tags = tags || jsonb_build_object('version', ${version}::text) where article_id = ${articleId})
      update articles set tag_version = ${shown}, tagged_at = ${taggedAt}::timestamptz where id = ${articleId}`.execute(
      db,
    );
  }

  return {
    /**
     * Replaces everything that the tagger said of an article, and marks it for the index. What people said against the tagger wins,
     * and what the tagger said there is kept besides.
     */
    async put(articleId: string, tags: Tags, options: PutTags): Promise<void> {
      await putBesides(articleId, tags, options);
      if (options.fresh) return writeTags(db, articleId, { ...options, tags });
      const corrected = await correctedTags(db, articleId, tags);
      if (corrected !== null) await keepMachineTags(db, articleId, tags);
      return writeTags(db, articleId, { ...options, tags: corrected ?? tags });
    },

    /** That another version says the same of an article. The index need not hear of it. */
    putVersion,

    /** The same, with what lies beside the tags: proposed names and the vector. */
    async putSame(articleId: string, tags: Tags, taggedAt: string): Promise<void> {
      await putBesides(articleId, tags, { fresh: false });
      await putVersion(articleId, tags.version, taggedAt);
    },

    /** What the tagger said of articles, before people corrected it. An article that was never tagged has an empty version. */
    async machine(articleIds: readonly string[]): Promise<Map<string, Tags>> {
      return machineTagsOf(db, articleIds);
    },

    /** What stands in the record of articles, corrections included. */
    async standing(articleIds: readonly string[]): Promise<Map<string, Tags>> {
      return standingTags(db, articleIds);
    },

    async mentions(articleIds: readonly string[]): Promise<Map<string, Mention[]>> {
      return mentionsOf(db, articleIds);
    },

    async quotes(articleId: string): Promise<Quote[]> {
      return (await quotesOf(db, [articleId])).get(articleId) ?? [];
    },

    async stances(articleIds: readonly string[]): Promise<Map<string, (Stance & { id: string })[]>> {
      return stancesOf(db, articleIds);
    },
  };
}

export type TagRecords = ReturnType<typeof tagsIn>;
