import { highlightsOf } from '@khabar/query';
import { z } from 'zod';

import { readCursor, writeCursor } from '../cursor.ts';
import type { SearchHit, SearchPage, SearchRequest } from '../port.ts';
import { selectMatching, statementOf, type Matching, type Statement } from './matching.ts';
import { NO_SCORES, SCALE, scoredSql } from './relevance.ts';

const PageRow = z.object({
  articles: z.number(),
  stories: z.number(),
  sources: z.number(),
  items: z.array(
    z.object({
      n: z.number(),
      id: z.string(),
      story: z.string(),
      score: z.number(),
      sort_ms: z.number(),
      copies: z.number(),
    }),
  ),
});
type Item = z.infer<typeof PageRow>['items'][number];
const TextRow = z.object({ n: z.number(), title: z.string(), body: z.string() });

/** Most items of a page. */
const MOST_ITEMS = 1000;

const ORDERS: Readonly<Record<SearchRequest['sort'], string>> = {
  new: 'sort_ms desc, id desc',
  old: 'sort_ms, id',
  rel: 'score desc, sort_ms desc, id desc',
};

function afterPlace(request: SearchRequest, { values }: Statement): string {
  if (request.cursor === undefined) return 'true';
  const { score, sortMs, id } = readCursor(request.cursor, request.sort);
  const at = `${values.add(sortMs)}::float8::bigint, ${values.add(id)}::text collate "C"`;
  switch (request.sort) {
    case 'new':
      return `(sort_ms, id) < (${at})`;
    case 'old':
      return `(sort_ms, id) > (${at})`;
    case 'rel':
      // Articles added since change how rare words are: the place is where the article stands now.
      return `(score, sort_ms, id) < (coalesce((select r.score from ranked r where r.id = ${values.add(id)}::text), ${values.add(Math.round(score))}::int), ${at})`;
  }
}

function pageSql(request: SearchRequest, matching: Matching, statement: Statement): string {
  const order = ORDERS[request.sort];
  const first =
    request.duplicates === 'fold'
      ? `select distinct on (story_key) * from ranked order by story_key, ${order}`
      : 'select * from ranked';
  const limit = statement.values.add(Math.min(Math.max(1, request.size), MOST_ITEMS) + 1);
  return `
with matching as materialized (${selectMatching('d.n, d.id, d.story_key, d.outlet, d.sort_ms', matching, { statement })}),
${request.sort === 'rel' ? scoredSql(matching, statement) : NO_SCORES},
ranked as (select m.*, coalesce(s.score, 0) as score from matching m left join scored s on s.n = m.n),
firsts as (${first}),
page as (select * from firsts where ${afterPlace(request, statement)} order by ${order} limit ${limit}::int),
items as (
  select p.n, p.id, p.score, p.sort_ms, d.story, coalesce(c.copies, 1) - 1 as copies
  from page p join ${matching.schema}.docs d on d.n = p.n
  left join (select story_key, count(*)::int as copies from matching where story_key in (select story_key from page) group by story_key) c on c.story_key = p.story_key
)
select (select count(*)::int from matching) as articles,
  (select count(*)::int from (select distinct story_key from matching) k) as stories,
  (select count(*)::int from (select distinct outlet from matching) o) as sources,
  (select coalesce(json_agg(i order by ${order}), '[]') from items i) as items`;
}

async function hits(
  items: readonly Item[],
  request: SearchRequest,
  { client, schema }: Matching,
): Promise<SearchHit[]> {
  const { rows } = await client.query(
    `select n, title, body from ${schema}.texts where n = any ($1::int[])`,
    [items.map(({ n }) => n)],
  );
  const texts = new Map(
    z
      .array(TextRow)
      .parse(rows)
      .map((row) => [row.n, row]),
  );
  return items.map(({ n, id, story, copies, score }) => {
    const text = texts.get(n);
    const highlights =
      text === undefined ? [] : highlightsOf(request.query, { title: text.title, text: text.body });
    return { id, storyId: story, copies, score: score / SCALE, highlights };
  });
}

/** A page of results with its totals. Throws KhabarError INPUT_INVALID for a bad cursor. */
export async function findPage(request: SearchRequest, matching: Matching): Promise<SearchPage> {
  const statement = statementOf(matching);
  const sql = pageSql(request, matching, statement);
  const { rows } = await matching.client.query(sql, statement.values.values);
  const [row] = rows;
  const { articles, stories, sources, items } = PageRow.parse(row);
  const size = Math.min(Math.max(1, request.size), MOST_ITEMS);
  const shown = items.slice(0, size);
  const last = items.length > size ? shown.at(-1) : undefined;
  return {
    total: request.duplicates === 'fold' ? stories : articles,
    totalArticles: articles,
    totalSources: sources,
    items: await hits(shown, request, matching),
    cursor:
      last === undefined
        ? null
        : writeCursor(request.sort, { score: last.score, sortMs: last.sort_ms, id: last.id }),
  };
}
