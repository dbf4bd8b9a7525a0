import type { Stance } from '@khabar/article';
import { stanceOf, type StanceRow } from '@khabar/store';
import { sentences } from '@khabar/text';
import { type RawBuilder, sql } from 'kysely';

import type { Marked, Statement } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { stanceView } from './article-items.ts';
import { stancesNow } from './current-tables.ts';
import type { References } from './references.ts';
import { slice } from './snippet.ts';

/** `once`: a sentence that many reprint is one statement; the oldest stands for it. */
export type Copies = 'once' | 'all';

/** Which statements are meant; each part may be missing. */
export interface StatementFilter {
  readonly ids: readonly string[];
  readonly holder?: string;
  readonly target?: string;
  readonly label?: string;
  readonly copies: Copies;
}

type StatementRow = StanceRow & {
  title: string;
  article_text: string;
  language: string;
  outlet_id: string;
  published_at: string | null;
  first_seen_at: string;
  sort_at: string;
  copies: number;
};

/** Statements of the given articles, newest first; which copies stand for themselves, `filter.copies` says. */
export async function statements(
  filter: StatementFilter,
  page: { limit: number; offset: number },
  deps: { services: ApiServices; references: References },
): Promise<{ total: number; items: Statement[] }> {
  const { registry, store } = deps.services;
  const { db } = store;
  const where = sql`article_id = any(${[...filter.ids]}::text[])
    ${filter.holder === undefined ? sql`` : sql`and holder = ${registry.currentId(filter.holder)}`}
    ${filter.target === undefined ? sql`` : sql`and target = ${registry.currentId(filter.target)}`}
    ${filter.label === undefined ? sql`and label <> 'neutral'` : sql`and label = ${filter.label}`}`;
  const found = sql`
    select stances.*, articles.title, articles.text as article_text, articles.language, articles.outlet_id, articles.published_at, articles.first_seen_at,
      coalesce(articles.published_at, articles.first_seen_at) as sort_at,
      row_number() over same as place, (count(*) over same_all)::int - 1 as copies
    from ${stancesNow(registry)} join articles on articles.id = stances.article_id where ${where}
    window same as (partition by holder, target, label, ${whatIsSaid(filter.copies)}
        order by coalesce(articles.published_at, articles.first_seen_at), stances.article_id, evidence_start, stances.id),
      same_all as (partition by holder, target, label, ${whatIsSaid(filter.copies)})`;
  const { rows: counted } = await sql<{
    n: number;
  }>`select count(*) as n from (${found}) found where place = 1`.execute(db);
  const { rows } = await sql<StatementRow>`
    select * from (${found}) found where place = 1
    order by sort_at desc, article_id, evidence_start, id limit ${page.limit} offset ${page.offset}`.execute(
    db,
  );
  return { total: counted[0]?.n ?? 0, items: rows.map((row) => statementOf(row, deps.references)) };
}

/** Words that are written alike by chance in texts that have nothing to do with each other. */
const SHORT = 40;

/**
 * Two statements are one where this is equal: an agency's sentence reprinted by many was said once. A few words are the same statement
 * only in copies of one text.
 */
function whatIsSaid(copies: Copies): RawBuilder<unknown> {
  if (copies === 'all') return sql`stances.id`;
  const words = sql`lower(regexp_replace(evidence_text, '\s+', ' ', 'g'))`;
  // No parameters: "distinct on" and "order by" must be the same to the letter.
  return sql`md5(${words}), case when length(evidence_text) < ${sql.lit(SHORT)} then articles.story_id end`;
}

function statementOf(row: StatementRow, references: References): Statement {
  const stance = stanceOf(row);
  return {
    ...stanceView(stance, references),
    sentence: evidenceSentence(stance.evidence, { title: row.title, text: row.article_text }),
    articleId: row.article_id,
    articleTitle: row.title,
    language: row.language,
    direction: references.direction(row.language),
    source: references.outlet(row.outlet_id),
    publishedAt: row.published_at,
    firstSeenAt: row.first_seen_at,
    copies: row.copies,
  };
}

/** From the begin of the first sentence that the evidence touches to the end of the last. */
export function evidenceSentence(
  evidence: Stance['evidence'],
  article: { readonly title: string; readonly text: string },
): Marked {
  const field = article[evidence.field];
  const mark = { start: evidence.start, end: evidence.end };
  const touched = sentences(field).filter((one) => one.start < mark.end && one.end > mark.start);
  return slice(field, { start: touched[0]?.start ?? mark.start, end: touched.at(-1)?.end ?? mark.end }, [
    mark,
  ]);
}

/** Holder and target with what was counted between them. */
export interface PairCounts {
  readonly holder: string;
  readonly target: string;
  readonly favor: number;
  readonly against: number;
  readonly neutral: number;
  readonly unclear: number;
  /** (favor - against) weighted by strength, over the weights; -1 to 1. */
  readonly mean: number;
}

export async function pairCounts(
  ids: readonly string[],
  options: { readonly limit: number; readonly copies: Copies },
  services: Pick<ApiServices, 'store' | 'registry'>,
): Promise<PairCounts[]> {
  const { rows } = await sql<PairCounts>`
    with said as (
      select distinct on (holder, target, label, ${whatIsSaid(options.copies)}) holder, target, label, strength
      from ${stancesNow(services.registry)} join articles on articles.id = stances.article_id where article_id = any(${[...ids]}::text[])
      order by holder, target, label, ${whatIsSaid(options.copies)}, coalesce(articles.published_at, articles.first_seen_at), stances.article_id, evidence_start, stances.id)
    select holder, target,
      count(*) filter (where label = 'favor') as favor, count(*) filter (where label = 'against') as against,
      count(*) filter (where label = 'neutral') as neutral, count(*) filter (where label = 'unclear') as unclear,
      coalesce(sum(case label when 'favor' then strength when 'against' then -strength else 0 end) / nullif(sum(case when label in ('favor', 'against') then strength else 0 end), 0), 0)::float8 as mean
    from said
    group by holder, target order by count(*) filter (where label in ('favor', 'against')) desc, holder, target limit ${options.limit}`.execute(
    services.store.db,
  );
  return rows;
}
