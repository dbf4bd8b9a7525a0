import type { Tags } from '@khabar/article';
import { CompiledQuery, type Kysely } from 'kysely';

import type { NewArticle } from './articles.ts';
import type { Tables } from './tables.ts';
import { MENTION_COLUMNS, QUOTE_COLUMNS, STANCE_COLUMNS, STANCE_SELECT, tagRows } from './tags.ts';

/** What is kept together with an article that the record does not have. */
export interface NewArticleParts {
  /** Keys under which its copies are found. */
  readonly bands: readonly number[];
  readonly tags: Tags;
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

const names = Object.keys(COLUMNS).filter((name): name is keyof NewArticle => name in COLUMNS);
const types = Object.values(COLUMNS);
const parameter = (index: number, type: string): string => `$${index + 1}::${type}`;

/** Parameters after those of the article. */
const NEXT = ['now', 'topics', 'relevance', 'version', 'bands', 'mentions', 'quotes', 'stances'] as const;
const next = (name: (typeof NEXT)[number], type: string): string =>
  parameter(names.length + NEXT.indexOf(name), type);

const now = next('now', 'timestamptz');
const STATEMENT = `
  with a as (
    insert into articles (${names.join(', ')}, first_seen_at, updated_at, revision, topics, relevance, tag_version, tagged_at)
    values (${types.map((type, index) => parameter(index, type)).join(', ')}, ${now}, ${now}, 1,
      ${next('topics', 'text[]')}, ${next('relevance', 'jsonb')}, ${next('version', 'text')}, ${now})
    on conflict (id) do nothing returning id, page_id),
  b as (insert into story_bands select distinct band, a.id from a, unnest(${next('bands', 'bigint[]')}) band),
  m as (
    insert into mentions select a.id, r.* from a, jsonb_to_recordset(${next('mentions', 'jsonb')}) as r(${MENTION_COLUMNS})
    on conflict do nothing),
  q as (
    insert into quotes select a.id, r.* from a, jsonb_to_recordset(${next('quotes', 'jsonb')}) as r(${QUOTE_COLUMNS})
    on conflict do nothing),
  s as (
    insert into stances select ${STANCE_SELECT} from a, jsonb_to_recordset(${next('stances', 'jsonb')}) as r(${STANCE_COLUMNS})
    on conflict do nothing),
  p as (update pages set outcome = 'article', reason = null, article_id = a.id from a where pages.id = a.page_id),
  i as (
    insert into pending_index (article_id, since) select a.id, ${now} from a
    on conflict (article_id) do update set since = excluded.since)
  select id from a`;

/**
 * Keeps an article that the record does not have, with its tags, marks it for the index and its page as read: one statement, so that
 * all of it happens or none, in one journey to the server. False: the article is there already, and nothing was written.
 */
export async function keepNewArticle(
  db: Kysely<Tables>,
  article: NewArticle,
  parts: NewArticleParts & { readonly now: string },
): Promise<boolean> {
  const rows = tagRows(article.id, parts.tags);
  const { rows: kept } = await db.executeQuery<{ id: string }>(
    CompiledQuery.raw(STATEMENT, [
      ...names.map((name) => (name === 'blocks' ? JSON.stringify(article.blocks) : article[name])),
      parts.now,
      parts.tags.topics,
      JSON.stringify(parts.tags.relevance),
      parts.tags.version,
      parts.bands,
      rows.mentions,
      rows.quotes,
      rows.stances,
    ]),
  );
  return kept.length > 0;
}
