import { hash } from 'node:crypto';

import type { Mention, Quote, Stance, Tags } from '@khabar/article';
import { type Kysely, type Selectable, sql } from 'kysely';

import { json, storableJson } from './json.ts';
import type { StancesTable, Tables } from './tables.ts';

export type StanceRow = Selectable<StancesTable>;

// Columns in the order of the tables; `jsonb_to_recordset` reads them by name, `r.*` gives them in this order.
export const MENTION_COLUMNS =
  'entity_id text, field text, start_offset int, end_offset int, surface text, type text, how text, acting_for text, confidence real';
export const QUOTE_COLUMNS =
  'start_offset int, end_offset int, text text, speaker text, speaker_id text, speaker_start int, speaker_end int, kind text, cue text, confidence real';
export const STANCE_COLUMNS =
  'id text, holder text, target text, label text, strength real, voice text, evidence_field text, evidence_start int, evidence_end int, evidence_text text, cues jsonb, method text, confidence real';
/** Names a statement by what it says and where, so that tagging again keeps the name of an unchanged one. */
export function stanceId(articleId: string, stance: Stance): string {
  const { holder, target, evidence } = stance;
  const named = JSON.stringify([articleId, holder, target, evidence.field, evidence.start, evidence.end]);
  return hash('sha256', named, 'base64url').slice(0, 22);
}

/** Who is mentioned, who said it, who stands how towards whom. */
export function tagsIn(db: Kysely<Tables>) {
  return {
    /**
     * Replaces everything that the tagger said of an article, and marks it for the index. `fresh`: there is nothing to replace.
     * Two statements at most: in the embedded store each one is a journey to another thread.
     */
    async put(articleId: string, tags: Tags, options: { now: string; fresh: boolean }): Promise<void> {
      if (!options.fresh) {
        await sql`with m as (delete from mentions where article_id = ${articleId}), q as (delete from quotes where article_id = ${articleId})
          delete from stances where article_id = ${articleId}`.execute(db);
      }
      const { topics, relevance, version } = tags;
      const rows = tagRows(articleId, tags);
      await sql`
        with m as (
          insert into mentions select ${articleId}, r.* from jsonb_to_recordset(${rows.mentions}::jsonb)
            as r(${sql.raw(MENTION_COLUMNS)})
          on conflict do nothing),
        q as (
          insert into quotes select ${articleId}, r.* from jsonb_to_recordset(${rows.quotes}::jsonb)
            as r(${sql.raw(QUOTE_COLUMNS)})
          on conflict do nothing),
        s as (
          insert into stances select r.id, ${articleId}, r.holder, r.target, r.label, r.strength, r.voice, r.evidence_field, r.evidence_start, r.evidence_end,
            r.evidence_text, r.cues, r.method, r.confidence from jsonb_to_recordset(${rows.stances}::jsonb)
            as r(${sql.raw(STANCE_COLUMNS)})
          on conflict do nothing),
        a as (
          update articles set topics = ${[...topics]}::text[], relevance = ${json(relevance)}, tag_version = ${version}, tagged_at = ${options.now}::timestamptz
          where id = ${articleId})
        insert into pending_index (article_id, since) values (${articleId}, ${options.now}::timestamptz)
          on conflict (article_id) do update set since = excluded.since`.execute(db);
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

/** What the tagger said as JSON lists of rows. */
function tagRows(
  articleId: string,
  { mentions, quotes, stances }: Tags,
): { mentions: string; quotes: string; stances: string } {
  return {
    mentions: storableJson(mentions.map(mentionRow)),
    quotes: storableJson(quotes.map(quoteRow)),
    stances: storableJson(stances.map((stance) => stanceRow(articleId, stance))),
  };
}

export function mentionRow(mention: Mention) {
  return {
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

export function quoteRow(quote: Quote) {
  return {
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

export function stanceRow(articleId: string, stance: Stance) {
  const { holder, target, label, strength, voice, evidence, cues, method, confidence } = stance;
  return {
    id: stanceId(articleId, stance),
    holder,
    target,
    label,
    strength,
    voice,
    evidence_field: evidence.field,
    evidence_start: evidence.start,
    evidence_end: evidence.end,
    evidence_text: evidence.text,
    cues,
    method,
    confidence,
  };
}

export type TagRecords = ReturnType<typeof tagsIn>;
