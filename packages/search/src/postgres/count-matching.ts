import { z } from 'zod';

import { selectMatching, statementOf, type Matching } from './matching.ts';

const CountRow = z.object({ articles: z.number(), stories: z.number() });
const RangeRow = z.object({ first: z.number().nullable(), last: z.number().nullable() });
const IdRow = z.object({ id: z.string(), sort_ms: z.number() });

/** Numbers of matching articles and stories. */
export async function countMatching(matching: Matching): Promise<{ articles: number; stories: number }> {
  const statement = statementOf(matching);
  const matched = selectMatching('d.story_key', matching, { statement });
  const { rows } = await matching.client.query(
    `with matching as materialized (${matched})
     select (select count(*)::int from matching) as articles, (select count(*)::int from (select distinct story_key from matching) k) as stories`,
    statement.values.values,
  );
  const [row] = rows;
  return CountRow.parse(row);
}

/** First and last sort date, UTC ISO 8601. */
export async function matchingDates(matching: Matching): Promise<{ first: string; last: string } | null> {
  const statement = statementOf(matching);
  const matched = selectMatching('d.sort_ms', matching, { statement });
  const { rows } = await matching.client.query(
    `select min(sort_ms)::float8 as first, max(sort_ms)::float8 as last from (${matched}) m`,
    statement.values.values,
  );
  const [row] = rows;
  const { first, last } = RangeRow.parse(row);
  return first === null || last === null
    ? null
    : { first: new Date(first).toISOString(), last: new Date(last).toISOString() };
}

/** Ids after a place, newest first. */
export async function matchingIds(
  matching: Matching,
  after: { sortMs: number; id: string } | null,
  limit: number,
): Promise<{ id: string; sortMs: number }[]> {
  const statement = statementOf(matching);
  const { values } = statement;
  const matched = selectMatching('d.id, d.sort_ms', matching, { statement });
  const place =
    after === null
      ? 'true'
      : `(sort_ms, id) < (${values.add(after.sortMs)}::float8::bigint, ${values.add(after.id)}::text collate "C")`;
  const { rows } = await matching.client.query(
    `with matching as materialized (${matched}) select id, sort_ms::float8 as sort_ms from matching where ${place} order by matching.sort_ms desc, id desc limit ${values.add(limit)}::int`,
    values.values,
  );
  return z
    .array(IdRow)
    .parse(rows)
    .map((row) => ({ id: row.id, sortMs: row.sort_ms }));
}
