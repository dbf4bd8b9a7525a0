import { stanceOf, type StanceRow } from '@khabar/store';
import { sentences } from '@khabar/text';
import { sql } from 'kysely';

import type { Marked, Statement } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { stanceView } from './article-items.ts';
import type { References } from './references.ts';
import { slice } from './snippet.ts';

/** Which statements are meant; each part may be missing. */
export interface StatementFilter {
  readonly ids: readonly string[];
  readonly holder?: string;
  readonly target?: string;
  readonly label?: string;
}

type StatementRow = StanceRow & {
  title: string;
  article_text: string;
  language: string;
  outlet_id: string;
  published_at: string | null;
  first_seen_at: string;
  sort_at: string;
};

/** Statements of the given articles, newest first. */
export async function statements(
  filter: StatementFilter,
  page: { limit: number; offset: number },
  deps: { services: ApiServices; references: References },
): Promise<{ total: number; items: Statement[] }> {
  const { db } = deps.services.store;
  const where = sql`article_id = any(${[...filter.ids]}::text[])
    ${filter.holder === undefined ? sql`` : sql`and holder = ${filter.holder}`}
    ${filter.target === undefined ? sql`` : sql`and target = ${filter.target}`}
    ${filter.label === undefined ? sql`and label <> 'neutral'` : sql`and label = ${filter.label}`}`;
  const { rows: counted } = await sql<{
    n: number;
  }>`select count(*) as n from stances where ${where}`.execute(db);
  const { rows } = await sql<StatementRow>`
    select stances.*, articles.title, articles.text as article_text, articles.language, articles.outlet_id, articles.published_at, articles.first_seen_at,
      coalesce(articles.published_at, articles.first_seen_at) as sort_at
    from stances join articles on articles.id = stances.article_id where ${where}
    order by sort_at desc, stances.article_id, evidence_start, stances.id limit ${page.limit} offset ${page.offset}`.execute(
    db,
  );
  return { total: counted[0]?.n ?? 0, items: rows.map((row) => statementOf(row, deps.references)) };
}

function statementOf(row: StatementRow, references: References): Statement {
  return {
    ...stanceView(stanceOf(row), references),
    sentence: evidenceSentence(row),
    articleId: row.article_id,
    articleTitle: row.title,
    language: row.language,
    direction: references.direction(row.language),
    source: references.outlet(row.outlet_id),
    publishedAt: row.published_at,
    firstSeenAt: row.first_seen_at,
  };
}

/** From the begin of the first sentence that the evidence touches to the end of the last. */
function evidenceSentence(row: StatementRow): Marked {
  const field = row.evidence_field === 'title' ? row.title : row.article_text;
  const mark = { start: row.evidence_start, end: row.evidence_end };
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
  limit: number,
  services: Pick<ApiServices, 'store'>,
): Promise<PairCounts[]> {
  const { rows } = await sql<PairCounts>`
    select holder, target,
      count(*) filter (where label = 'favor') as favor, count(*) filter (where label = 'against') as against,
      count(*) filter (where label = 'neutral') as neutral, count(*) filter (where label = 'unclear') as unclear,
      coalesce(sum(case label when 'favor' then strength when 'against' then -strength else 0 end) / nullif(sum(case when label in ('favor', 'against') then strength else 0 end), 0), 0)::float8 as mean
    from stances where article_id = any(${[...ids]}::text[])
    group by holder, target order by count(*) filter (where label in ('favor', 'against')) desc, holder, target limit ${limit}`.execute(
    services.store.db,
  );
  return rows;
}
