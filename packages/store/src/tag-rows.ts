import { hash } from 'node:crypto';

import type { Genre, Mention, Quote, Stance, Tags } from '@khabar/article';
import { type Kysely, type Selectable, sql } from 'kysely';

import { json, storableJson } from './json.ts';
import type { StancesTable, Tables } from './tables.ts';

export type StanceRow = Selectable<StancesTable>;

// `jsonb_to_recordset` reads them by name, `r.*` gives them in this order.
export const MENTION_COLUMNS =
  'entity_id text, field text, start_offset int, end_offset int, surface text, type text, how text, acting_for text, confidence real';
export const MENTION_NAMES =
  'article_id, entity_id, field, start_offset, end_offset, surface, type, how, acting_for, confidence';
export const QUOTE_COLUMNS =
  'start_offset int, end_offset int, text text, speaker text, speaker_id text, speaker_start int, speaker_end int, kind text, cue text, confidence real';
export const STANCE_COLUMNS =
  'id text, holder text, target text, label text, strength real, voice text, evidence_field text, evidence_start int, evidence_end int, evidence_text text, cues jsonb, method text, confidence real';
export const STANCE_NAMES =
  'id, article_id, holder, target, label, strength, voice, evidence_field, evidence_start, evidence_end, evidence_text, cues, method, confidence';

/** Names a statement by what it says and where, so that tagging again keeps the name of an unchanged one. */
export function stanceId(articleId: string, stance: Stance): string {
  const { holder, target, evidence } = stance;
  const named = JSON.stringify([articleId, holder, target, evidence.field, evidence.start, evidence.end]);
  return hash('sha256', named, 'base64url').slice(0, 22);
}

/** How tags are written. */
export interface PutTags {
  readonly now: string;
  /** There is nothing to replace. */
  readonly fresh: boolean;
  /** The alert rules do not see the article because of this. */
  readonly quiet?: boolean;
  /** When the article was tagged, if not now; null: never. */
  readonly taggedAt?: string | null;
}

/**
 * Replaces what is said of an article by these tags as they are, and marks it for the index. Two statements at most: in the embedded
 * store each one is a journey to another thread. An empty version: the article is as if it had never been tagged.
 */
export async function writeTags(
  db: Kysely<Tables>,
  articleId: string,
  { tags, now, fresh, quiet = false, taggedAt = now }: PutTags & { readonly tags: Tags },
): Promise<void> {
  if (!fresh) {
    await sql`with m as (delete from mentions where article_id = ${articleId}), q as (delete from quotes where article_id = ${articleId})
      delete from stances where article_id = ${articleId}`.execute(db);
  }
  const { topics, relevance, genre } = tags;
  const version = tags.version === '' ? null : tags.version;
  const rows = tagRows(articleId, tags);
  await sql`
    with m as (
      insert into mentions (${sql.raw(MENTION_NAMES)}, correction_id)
        select ${articleId}, r.* from jsonb_to_recordset(${rows.mentions}::jsonb)
        as r(${sql.raw(MENTION_COLUMNS)}, correction_id text)
      on conflict do nothing),
    q as (
      insert into quotes select ${articleId}, r.* from jsonb_to_recordset(${rows.quotes}::jsonb)
        as r(${sql.raw(QUOTE_COLUMNS)})
      on conflict do nothing),
    s as (
      insert into stances (${sql.raw(STANCE_NAMES)}, correction_id)
        select r.id, ${articleId}, r.holder, r.target, r.label, r.strength, r.voice, r.evidence_field, r.evidence_start, r.evidence_end,
        r.evidence_text, r.cues, r.method, r.confidence, r.correction_id from jsonb_to_recordset(${rows.stances}::jsonb)
        as r(${sql.raw(STANCE_COLUMNS)}, correction_id text)
      on conflict do nothing),
    a as (
      update articles set topics = ${[...topics]}::text[], relevance = ${json(relevance)},
        genre = ${genre?.kind ?? null}, genre_confidence = ${genre?.confidence ?? null}::real, tag_version = ${version}, tagged_at = ${taggedAt}::timestamptz
      where id = ${articleId})
    insert into pending_index (article_id, since, quiet) values (${articleId}, ${now}::timestamptz, ${quiet})
      on conflict (article_id) do update set since = excluded.since, quiet = pending_index.quiet and excluded.quiet`.execute(
    db,
  );
}

/** What stands in the record of articles, corrections included; an article that was never tagged has an empty version. */
export async function standingTags(
  db: Kysely<Tables>,
  articleIds: readonly string[],
): Promise<Map<string, Tags>> {
  const { rows } = await sql<{
    id: string;
    topics: string[];
    relevance: Record<string, number>;
    genre: Genre | null;
    genre_confidence: number | null;
    tag_version: string | null;
  }>`select id, topics, relevance, genre, genre_confidence, tag_version from articles where id = any(${[...articleIds]}::text[])`.execute(
    db,
  );
  const mentions = await mentionsOf(db, articleIds);
  const quotes = await quotesOf(db, articleIds);
  const stances = await stancesOf(db, articleIds);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        mentions: mentions.get(row.id) ?? [],
        quotes: quotes.get(row.id) ?? [],
        stances: (stances.get(row.id) ?? []).map(({ id: _id, ...stance }) => stance),
        topics: row.topics,
        relevance: row.relevance,
        ...(row.genre === null ? {} : { genre: { kind: row.genre, confidence: row.genre_confidence ?? 0 } }),
        version: row.tag_version ?? '',
      },
    ]),
  );
}

export async function mentionsOf(
  db: Kysely<Tables>,
  articleIds: readonly string[],
): Promise<Map<string, Mention[]>> {
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
    ...(row.correction_id === null ? {} : { correctionId: row.correction_id }),
  }));
}

export async function quotesOf(
  db: Kysely<Tables>,
  articleIds: readonly string[],
): Promise<Map<string, Quote[]>> {
  const rows = await db
    .selectFrom('quotes')
    .selectAll()
    .where('article_id', '=', sql<string>`any(${[...articleIds]}::text[])`)
    .orderBy('article_id')
    .orderBy('start_offset')
    .execute();
  return grouped(rows, (row) => ({
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
}

export async function stancesOf(
  db: Kysely<Tables>,
  articleIds: readonly string[],
): Promise<Map<string, (Stance & { id: string })[]>> {
  const rows = await db
    .selectFrom('stances')
    .selectAll()
    .where('article_id', '=', sql<string>`any(${[...articleIds]}::text[])`)
    .orderBy('article_id')
    .orderBy('evidence_field', 'desc')
    .orderBy('evidence_start')
    .execute();
  return grouped(rows, stanceOf);
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
    ...(row.correction_id === null ? {} : { correctionId: row.correction_id }),
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
    correction_id: mention.correctionId ?? null,
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
    correction_id: stance.correctionId ?? null,
  };
}
