import type { Correction, Tags } from '@khabar/article';
import { type Kysely, type Selectable, sql } from 'kysely';

import { correctTags } from './correct-tags.ts';
import { storableJson } from './json.ts';
import type { CorrectionsTable, Tables } from './tables.ts';
import { standingTags, writeTags } from './tag-rows.ts';

/** A row as the vocabulary has it. */
export function correctionOf(row: Selectable<CorrectionsTable>): Correction {
  return {
    id: row.id,
    articleId: row.article_id,
    subject: row.subject,
    note: row.note,
    by: row.made_by,
    at: row.made_at,
    supersedes: row.supersedes,
    undoneAt: row.undone_at,
    undoneBy: row.undone_by,
  };
}

/** Corrections that count now, in the order in which they were made: neither undone nor replaced by a later one. */
export async function countingCorrections(db: Kysely<Tables>, articleId: string): Promise<Correction[]> {
  const rows = await db
    .selectFrom('corrections')
    .selectAll()
    .where('article_id', '=', articleId)
    .where('undone_at', 'is', null)
    .orderBy('made_at')
    .orderBy('id')
    .execute();
  const replaced = new Set(rows.map((row) => row.supersedes));
  return rows.filter((row) => !replaced.has(row.id)).map(correctionOf);
}

/** These tags as people corrected them; null: nobody did. */
export async function correctedTags(db: Kysely<Tables>, articleId: string, tags: Tags): Promise<Tags | null> {
  const corrections = await countingCorrections(db, articleId);
  if (corrections.length === 0) return null;
  const texts = await db
    .selectFrom('articles')
    .select(['title', 'text'])
    .where('id', '=', articleId)
    .executeTakeFirst();
  return texts === undefined ? null : correctTags(tags, corrections, texts);
}

/** Keeps what the tagger said of an article that people corrected; its vector has a table of its own. */
export async function keepMachineTags(db: Kysely<Tables>, articleId: string, tags: Tags): Promise<void> {
  const { vector: _vector, ...said } = tags;
  await sql`insert into machine_tags (article_id, tags) values (${articleId}, ${storableJson(said)}::jsonb)
    on conflict (article_id) do update set tags = excluded.tags`.execute(db);
}

/** What the tagger said, before people corrected it. */
export async function machineTagsOf(
  db: Kysely<Tables>,
  articleIds: readonly string[],
): Promise<Map<string, Tags>> {
  const standing = await standingTags(db, articleIds);
  const rows = await db
    .selectFrom('machine_tags')
    .selectAll()
    .where('article_id', '=', sql<string>`any(${[...articleIds]}::text[])`)
    .execute();
  for (const row of rows) standing.set(row.article_id, row.tags);
  return standing;
}

/**
 * Writes an article's tags anew after its corrections changed; nobody is alerted. One transaction of the caller. When the article was
 * tagged stays as it was.
 */
export async function recorrect(db: Kysely<Tables>, articleId: string, now: string): Promise<void> {
  const article = await db
    .selectFrom('articles')
    .select('tagged_at')
    .where('id', '=', articleId)
    .executeTakeFirst();
  const machine = (await machineTagsOf(db, [articleId])).get(articleId);
  if (article === undefined || machine === undefined) return;
  const corrected = await correctedTags(db, articleId, machine);
  if (corrected === null) await db.deleteFrom('machine_tags').where('article_id', '=', articleId).execute();
  else await keepMachineTags(db, articleId, machine);
  await writeTags(db, articleId, {
    tags: corrected ?? machine,
    now,
    fresh: false,
    quiet: true,
    taggedAt: article.tagged_at,
  });
}
