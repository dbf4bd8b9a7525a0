import { createHash } from 'node:crypto';

import type { Mention, Quote, Stance, Tags } from '@khabar/article';
import { type Kysely, type Selectable, sql } from 'kysely';

import { json } from './json.ts';
import type { StancesTable, Tables } from './tables.ts';

export type StanceRow = Selectable<StancesTable>;

/** Names a statement by what it says and where, so that tagging again keeps the name of an unchanged one. */
export function stanceId(articleId: string, stance: Stance): string {
  const { holder, target, evidence } = stance;
  return createHash('sha256')
    .update(JSON.stringify([articleId, holder, target, evidence.field, evidence.start, evidence.end]))
    .digest('base64url')
    .slice(0, 22);
}

/** Who is mentioned, who said it, who stands how towards whom. */
export function tagsIn(db: Kysely<Tables>) {
  return {
    /** Replaces everything that the tagger said of an article, and queues it for the index. */
    async put(articleId: string, tags: Tags, now: string): Promise<void> {
      await db.deleteFrom('mentions').where('article_id', '=', articleId).execute();
      await db.deleteFrom('quotes').where('article_id', '=', articleId).execute();
      await db.deleteFrom('stances').where('article_id', '=', articleId).execute();
      if (tags.mentions.length > 0) {
        await db
          .insertInto('mentions')
          .values(tags.mentions.map((mention) => mentionRow(articleId, mention)))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      if (tags.quotes.length > 0) {
        await db
          .insertInto('quotes')
          .values(tags.quotes.map((quote) => quoteRow(articleId, quote)))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      if (tags.stances.length > 0) {
        await db
          .insertInto('stances')
          .values(tags.stances.map((stance) => stanceRow(articleId, stance)))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
      await db
        .updateTable('articles')
        .set({
          topics: [...tags.topics],
          relevance: json(tags.relevance),
          tag_version: tags.version,
          tagged_at: now,
        })
        .where('id', '=', articleId)
        .execute();
      await db
        .insertInto('pending_index')
        .values({ article_id: articleId, since: now })
        .onConflict((conflict) => conflict.column('article_id').doUpdateSet({ since: now }))
        .execute();
    },

    async mentions(articleIds: readonly string[]): Promise<Map<string, Mention[]>> {
      const rows = await db
        .selectFrom('mentions')
        .selectAll()
        .where('article_id', '=', sql<string>`any(${[...articleIds]}::text[])`)
        .orderBy('article_id')
        .orderBy('field', 'desc')
        .orderBy('start_offset')
        .execute();
      return grouped(rows, (row) => ({
        entityId: row.entity_id,
        start: row.start_offset,
        end: row.end_offset,
        surface: row.surface,
        type: row.type,
        field: row.field,
        how: row.how,
        ...(row.acting_for === null ? {} : { actingFor: row.acting_for }),
        confidence: row.confidence,
      }));
    },

    async quotes(articleId: string): Promise<Quote[]> {
      const rows = await db
        .selectFrom('quotes')
        .selectAll()
        .where('article_id', '=', articleId)
        .orderBy('start_offset')
        .execute();
      return rows.map((row) => ({
        start: row.start_offset,
        end: row.end_offset,
        text: row.text,
        speaker: row.speaker,
        speakerId: row.speaker_id,
        speakerSpan:
          row.speaker_start === null || row.speaker_end === null
            ? null
            : { start: row.speaker_start, end: row.speaker_end },
        kind: row.kind,
        cue: row.cue,
        confidence: row.confidence,
      }));
    },

    async stances(articleIds: readonly string[]): Promise<Map<string, (Stance & { id: string })[]>> {
      const rows = await db
        .selectFrom('stances')
        .selectAll()
        .where('article_id', '=', sql<string>`any(${[...articleIds]}::text[])`)
        .orderBy('article_id')
        .orderBy('evidence_field', 'desc')
        .orderBy('evidence_start')
        .execute();
      return grouped(rows, stanceOf);
    },
  };
}

/** A row as the vocabulary has it. */
export function stanceOf(row: StanceRow): Stance & { id: string } {
  return {
    id: row.id,
    holder: row.holder,
    target: row.target,
    label: row.label,
    strength: row.strength,
    voice: row.voice,
    evidence: {
      start: row.evidence_start,
      end: row.evidence_end,
      text: row.evidence_text,
      field: row.evidence_field,
    },
    cues: row.cues,
    method: row.method,
    confidence: row.confidence,
  };
}

function grouped<R extends { article_id: string }, T>(
  rows: readonly R[],
  read: (row: R) => T,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.article_id);
    if (group === undefined) groups.set(row.article_id, [read(row)]);
    else group.push(read(row));
  }
  return groups;
}

function mentionRow(articleId: string, mention: Mention) {
  return {
    article_id: articleId,
    entity_id: mention.entityId,
    field: mention.field,
    start_offset: mention.start,
    end_offset: mention.end,
    surface: mention.surface,
    type: mention.type,
    how: mention.how,
    acting_for: mention.actingFor ?? null,
    confidence: mention.confidence,
  };
}

function quoteRow(articleId: string, quote: Quote) {
  return {
    article_id: articleId,
    start_offset: quote.start,
    end_offset: quote.end,
    text: quote.text,
    speaker: quote.speaker,
    speaker_id: quote.speakerId,
    speaker_start: quote.speakerSpan?.start ?? null,
    speaker_end: quote.speakerSpan?.end ?? null,
    kind: quote.kind,
    cue: quote.cue,
    confidence: quote.confidence,
  };
}

function stanceRow(articleId: string, stance: Stance) {
  return {
    id: stanceId(articleId, stance),
    article_id: articleId,
    holder: stance.holder,
    target: stance.target,
    label: stance.label,
    strength: stance.strength,
    voice: stance.voice,
    evidence_field: stance.evidence.field,
    evidence_start: stance.evidence.start,
    evidence_end: stance.evidence.end,
    evidence_text: stance.evidence.text,
    cues: json(stance.cues),
    method: stance.method,
    confidence: stance.confidence,
  };
}

export type TagRecords = ReturnType<typeof tagsIn>;
