import type { Tags } from '@khabar/article';
import { CompiledQuery, type Kysely } from 'kysely';

import { vectorColumns } from './article-vectors.ts';
import type { NewArticle } from './articles.ts';
import { storableJson } from './json.ts';
import type { Tables } from './tables.ts';
import {
  MENTION_COLUMNS,
  MENTION_NAMES,
  mentionRow,
  QUOTE_COLUMNS,
  quoteRow,
  STANCE_COLUMNS,
  stanceRow,
} from './tag-rows.ts';

/** An article that the record may not have yet, with what is kept together with it. */
export interface NewTaggedArticle {
  readonly article: NewArticle;
  /** Keys under which its copies are found. */
  readonly bands: readonly number[];
  readonly tags: Tags;
  /** The alert rules are not to see it: a backfill brought it. */
  readonly quiet?: boolean;
}

/** Columns of `articles` that the extraction gives, and their types. */
const COLUMNS = {
  id: 'text',
  url: 'text',
  outlet_id: 'text',
  title: 'text',
  authors: 'text[]',
  published_at: 'timestamptz',
  published_from: 'text',
  published_confidence: 'real',
  language: 'text',
  language_confidence: 'real',
  text: 'text',
  blocks: 'jsonb',
  section: 'text',
  tags: 'text[]',
  image: 'text',
  dateline_place: 'text',
  site_name: 'text',
  paywalled: 'boolean',
  word_count: 'integer',
  content_hash: 'text',
  story_id: 'text',
  signature: 'bytea',
  page_id: 'text',
  sample: 'boolean',
  extraction_method: 'text',
  extraction_confidence: 'real',
  extraction_version: 'text',
} as const satisfies Record<keyof NewArticle, string>;

const names = Object.keys(COLUMNS).join(', ');
const typed = Object.entries(COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

const STATEMENT = `
  with given as materialized (
    select * from json_to_recordset($1::json) as given(${typed}, topics text[], relevance jsonb, genre text, genre_confidence real,
      tag_version text, bands bigint[], mentions json, quotes json, stances json, vector_model text, dimensions integer, vector bytea)),
  a as (
    insert into articles (${names}, topics, relevance, genre, genre_confidence, tag_version, tagged_at, first_seen_at, updated_at, revision)
    select ${names}, topics, relevance, genre, genre_confidence, tag_version, $2::timestamptz, $2::timestamptz, $2::timestamptz, 1 from given
    on conflict (id) do nothing returning id),
  fresh as (select given.* from given join a using (id)),
  b as (insert into story_bands (band, article_id) select distinct band, id from fresh, unnest(bands) band),
  m as (
    insert into mentions (${MENTION_NAMES}) select fresh.id, r.* from fresh, json_to_recordset(fresh.mentions) as r(${MENTION_COLUMNS})
    on conflict do nothing),
  q as (
    insert into quotes select fresh.id, r.* from fresh, json_to_recordset(fresh.quotes) as r(${QUOTE_COLUMNS})
    on conflict do nothing),
  s as (
    insert into stances (id, article_id, holder, target, label, strength, voice, evidence_field, evidence_start, evidence_end,
      evidence_text, cues, method, confidence)
    select r.id, fresh.id, r.holder, r.target, r.label, r.strength, r.voice, r.evidence_field, r.evidence_start, r.evidence_end,
      r.evidence_text, r.cues, r.method, r.confidence from fresh, json_to_recordset(fresh.stances) as r(${STANCE_COLUMNS})
    on conflict do nothing),
  v as (
    insert into article_vectors (article_id, model, dimensions, vector)
    select id, vector_model, dimensions, vector from fresh where vector is not null
    on conflict do nothing),
  p as (update pages set outcome = 'article', reason = null, article_id = fresh.id from fresh
    where pages.id = any($3::text[]) and pages.id = fresh.page_id),
  i as (
    insert into pending_index (article_id, since, quiet) select id, $2::timestamptz, id = any($4::text[]) from fresh
    on conflict (article_id) do update set since = excluded.since, quiet = excluded.quiet)
  select id from a`;

/**
 * Keeps the articles that the record does not have, with their tags, marks them for the index and their pages as read: one statement,
 * so that all of it happens or none, in one journey to the server. Gives the ids that are new; nothing is written for the others.
 * An id twice: the caller must not.
 */
export async function keepNewArticles(
  db: Kysely<Tables>,
  articles: readonly NewTaggedArticle[],
  now: string,
): Promise<Set<string>> {
  if (articles.length === 0) return new Set();
  const given = articles.map(({ article, bands, tags }) => ({
    ...article,
    signature: article.signature === null ? null : `\\x${Buffer.from(article.signature).toString('hex')}`,
    topics: tags.topics,
    relevance: tags.relevance,
    genre: tags.genre?.kind ?? null,
    genre_confidence: tags.genre?.confidence ?? null,
    tag_version: tags.version,
    bands,
    mentions: tags.mentions.map(mentionRow),
    quotes: tags.quotes.map(quoteRow),
    stances: tags.stances.map((stance) => stanceRow(article.id, stance)),
    ...(tags.vector === undefined ? {} : vectorColumns(tags.vector)),
  }));
  const { rows } = await db.executeQuery<{ id: string }>(
    // The pages apart: what JSON holds, the planner cannot count, and it would read the whole table.
    CompiledQuery.raw(STATEMENT, [
      storableJson(given),
      now,
      articles.map(({ article }) => article.page_id),
      articles.flatMap(({ article, quiet = false }) => (quiet ? [article.id] : [])),
    ]),
  );
  return new Set(rows.map(({ id }) => id));
}
