import { entityIds } from '@khabar/query';
import { z } from 'zod';

import { bucketStarts } from '../bucket-starts.ts';
import type { Bucket, SearchRequest, StanceBucket, TimelineBucket } from '../port.ts';
import { compileFilters } from './compile-filters.ts';
import { selectMatching, selectWhere, statementOf, type Matching, type Statement } from './matching.ts';
import { bucketSql } from './time-buckets.ts';

type Duplicates = SearchRequest['duplicates'];

const BucketRow = z.object({ bucket: z.number(), matching: z.number(), collected: z.number() });
const StanceRow = z.object({ bucket: z.number(), label: z.string(), count: z.number() });

function unitOf(duplicates: Duplicates): string {
  return duplicates === 'fold' ? 'story_key' : 'n';
}

function collectedSql(columns: string, matching: Matching, statement: Statement): string {
  return selectWhere(
    columns,
    compileFilters(
      matching.search.filters,
      statement.compile,
      new Set(['entity', 'topic', 'stance', 'dated']),
    ),
    statement,
  );
}

/** Matching stories or articles by time, and all that were collected under the same outlet filters. */
export async function matchingTimeline(
  matching: Matching,
  bucket: Bucket,
  duplicates: Duplicates,
): Promise<{ buckets: TimelineBucket[]; truncated: boolean }> {
  const statement = statementOf(matching);
  const unit = unitOf(duplicates);
  const columns = `distinct ${bucketSql(bucket, 'd.sort_ms')} as bucket, d.${unit} as unit`;
  const { rows } = await matching.client.query(
    `with matching as (${selectMatching(columns, matching, { statement })}),
     collected as (${collectedSql(columns, matching, statement)}),
     m as (select bucket, count(*)::int as count from matching group by bucket),
     c as (select bucket, count(*)::int as count from collected group by bucket)
     select c.bucket, coalesce(m.count, 0) as matching, c.count as collected from c left join m on m.bucket = c.bucket
     where c.bucket between (select min(bucket) from m) and (select max(bucket) from m) order by c.bucket`,
    statement.values.values,
  );
  const counted = z.array(BucketRow).parse(rows);
  const [first] = counted;
  const last = counted.at(-1);
  if (first === undefined || last === undefined) return { buckets: [], truncated: false };
  const byStart = new Map(counted.map((row) => [row.bucket, row]));
  const { starts, truncated } = bucketStarts(first.bucket, last.bucket, bucket);
  const buckets = starts.map((start) => {
    const row = byStart.get(start);
    return {
      start: new Date(start).toISOString(),
      matching: row?.matching ?? 0,
      collected: row?.collected ?? 0,
    };
  });
  return { buckets, truncated };
}

function pairSql(
  pair: { holder?: string; target?: string },
  matching: Matching,
  { values }: Statement,
): string {
  const part = (column: string, name: string | undefined): string[] =>
    name === undefined
      ? []
      : [`s.${column} = any (${values.add([...entityIds(name, matching.context)])}::text[])`];
  return [...part('holder', pair.holder), ...part('target', pair.target)].join(' and ') || 'true';
}

/** Statements of the matching articles by time; folded, the same statement of a story counts once in a bucket. */
export async function matchingStances(
  matching: Matching,
  pair: { holder?: string; target?: string },
  given: { bucket: Bucket; duplicates: Duplicates },
): Promise<StanceBucket[]> {
  const statement = statementOf(matching);
  const distinct = given.duplicates === 'fold' ? 'distinct' : '';
  const { rows } = await matching.client.query(
    `with matching as materialized (${selectMatching('d.n, d.story_key, d.sort_ms', matching, { statement })}),
     stated as (
       select ${distinct} ${bucketSql(given.bucket, 'm.sort_ms')} as bucket, s.label, s.holder, s.target, m.story_key
       from matching m join ${matching.schema}.statements s on s.n = m.n where ${pairSql(pair, matching, statement)}
     )
     select bucket, label, count(*)::int as count from stated group by bucket, label order by bucket`,
    statement.values.values,
  );
  const counted = z.array(StanceRow).parse(rows);
  const [first] = counted;
  const last = counted.at(-1);
  if (first === undefined || last === undefined) return [];
  const counts = new Map(counted.map((row) => [`${row.bucket} ${row.label}`, row.count]));
  return bucketStarts(first.bucket, last.bucket, given.bucket).starts.map((start) => {
    const of = (label: string): number => counts.get(`${start} ${label}`) ?? 0;
    return {
      start: new Date(start).toISOString(),
      favor: of('favor'),
      against: of('against'),
      neutral: of('neutral'),
      unclear: of('unclear'),
    };
  });
}
