import type { estypes } from '@elastic/elasticsearch';
import { entityIds } from '@khabar/query';
import { z } from 'zod';

import { bucketStart, bucketStarts, nextBucket } from '../bucket-starts.ts';
import type { Bucket, SearchRequest, StanceBucket, TimelineBucket } from '../port.ts';
import { compileFilters } from './compile-filters.ts';
import { allOf, MATCH_ALL, oneOf, timeCondition, type Condition } from './compile-query.ts';
import { countByValue } from './count-by-value.ts';
import type { Ask, Matching } from './matching.ts';

type Duplicates = SearchRequest['duplicates'];

const Ends = z.object({
  first: z.object({ value: z.number().nullable() }),
  last: z.object({ value: z.number().nullable() }),
});
const PAGE = 10_000;

async function endsOf(condition: Condition, ask: Ask): Promise<{ first: number; last: number } | null> {
  const { aggregations } = await ask({
    size: 0,
    query: { bool: { filter: [condition] } },
    track_total_hits: false,
    aggs: { first: { min: { field: 'sort_ms' } }, last: { max: { field: 'sort_ms' } } },
  });
  const { first, last } = Ends.parse(aggregations);
  return first.value === null || last.value === null ? null : { first: first.value, last: last.value };
}

/** First and last sort date, UTC ISO 8601. */
export async function matchingDates(matching: Matching): Promise<{ first: string; last: string } | null> {
  const ends = await endsOf(matching.condition(), matching.ask);
  return ends === null
    ? null
    : { first: new Date(ends.first).toISOString(), last: new Date(ends.last).toISOString() };
}

/** The buckets that articles lie in, and the condition to lie in one of them. */
async function bucketsOf(
  condition: Condition,
  bucket: Bucket,
  ask: Ask,
): Promise<{ starts: number[]; truncated: boolean; within: Condition } | null> {
  const ends = await endsOf(condition, ask);
  if (ends === null) return null;
  const lastStart = bucketStart(ends.last, bucket);
  const { starts, truncated } = bucketStarts(bucketStart(ends.first, bucket), lastStart, bucket);
  return { starts, truncated, within: timeCondition(starts[0] ?? lastStart, nextBucket(lastStart, bucket)) };
}

function byTime(bucket: Bucket, least: 1 | 2): estypes.AggregationsAggregationContainer {
  return { date_histogram: { field: 'sort_at', calendar_interval: bucket, min_doc_count: least } };
}

interface Times {
  readonly at: ReadonlyMap<string, number>;
  readonly approximate: boolean;
}

async function countTimes(
  condition: Condition,
  given: { bucket: Bucket; duplicates: Duplicates },
  matching: Matching,
): Promise<Times> {
  const { bucket, duplicates } = given;
  const { counts, approximate } = await countByValue(
    { condition, aggregations: (least) => ({ time: byTime(bucket, least) }), duplicates },
    matching,
  );
  return { at: counts.get('time') ?? new Map(), approximate };
}

function endsOfTimes({ at }: Times): { first: number; last: number } | null {
  const starts = Array.from(at.keys(), Number);
  return starts.length === 0
    ? null
    : {
        first: starts.reduce((a, b) => Math.min(a, b)),
        last: starts.reduce((a, b) => Math.max(a, b)),
      };
}

interface Counted {
  readonly starts: readonly number[];
  readonly truncated: boolean;
  readonly matched: Times;
  readonly collected: Times;
}

/** Of hours there may be more than a server counts: first and last are asked for, and only what lies between is counted. */
async function countHours(
  conditions: { matching: Condition; collected: Condition },
  duplicates: Duplicates,
  matching: Matching,
): Promise<Counted | null> {
  const found = await bucketsOf(conditions.matching, 'hour', matching.ask);
  if (found === null) return null;
  const count = (condition: Condition): Promise<Times> =>
    countTimes(allOf([condition, found.within]), { bucket: 'hour', duplicates }, matching);
  const [matched, collected] = await Promise.all([count(conditions.matching), count(conditions.collected)]);
  return { starts: found.starts, truncated: found.truncated, matched, collected };
}

/**
 * What was collected at all times is the same for every query under the same filters, so that an estimate of it serves the next ones.
 * Where it is an estimate and the query's own times are few, those are counted alone, perhaps exactly.
 */
async function countLonger(
  conditions: { matching: Condition; collected: Condition },
  given: { bucket: Bucket; duplicates: Duplicates },
  matching: Matching,
): Promise<Counted | null> {
  const isSame = JSON.stringify(conditions.matching) === JSON.stringify(conditions.collected);
  const counting = countTimes(conditions.matching, given, matching);
  const [matched, everything] = await Promise.all([
    counting,
    isSame ? counting : countTimes(conditions.collected, given, matching),
  ]);
  const ends = endsOfTimes(matched);
  if (ends === null) return null;
  const { starts, truncated } = bucketStarts(ends.first, ends.last, given.bucket);
  const all = endsOfTimes(everything) ?? ends;
  const isPart = all.first < ends.first || all.last > ends.last;
  const collected =
    everything.approximate && isPart
      ? await countTimes(
          allOf([
            conditions.collected,
            timeCondition(starts[0] ?? ends.first, nextBucket(ends.last, given.bucket)),
          ]),
          given,
          matching,
        )
      : everything;
  return { starts, truncated, matched, collected };
}

/** Matching stories or articles by time, and all that were collected under the same outlet filters. */
export async function matchingTimeline(
  matching: Matching,
  bucket: Bucket,
  duplicates: Duplicates,
): Promise<{ buckets: TimelineBucket[]; truncated: boolean }> {
  const conditions = {
    matching: matching.condition(),
    collected: allOf([
      MATCH_ALL,
      ...compileFilters(
        matching.search.filters,
        matching.context,
        new Set(['entity', 'topic', 'stance', 'dated']),
      ),
    ]),
  };
  const counted =
    bucket === 'hour'
      ? await countHours(conditions, duplicates, matching)
      : await countLonger(conditions, { bucket, duplicates }, matching);
  if (counted === null) return { buckets: [], truncated: false };
  const { starts, truncated, matched, collected } = counted;
  const isEstimate = matched.approximate || collected.approximate;
  const buckets = starts.map((start) => {
    const own = matched.at.get(String(start)) ?? 0;
    const all = collected.at.get(String(start)) ?? 0;
    return {
      start: new Date(start).toISOString(),
      matching: own,
      // Two estimates, or a newer and an older count: the part is never more than the whole.
      collected: isEstimate ? Math.max(own, all) : all,
      ...(isEstimate ? { approximate: true as const } : {}),
    };
  });
  return { buckets, truncated };
}

interface Pair {
  readonly holders: readonly string[] | null;
  readonly targets: readonly string[] | null;
}

function pairConditions({ holders, targets }: Pair): Condition[] {
  return [
    ...(holders === null ? [] : [oneOf('stances.holder', holders)]),
    ...(targets === null ? [] : [oneOf('stances.target', targets)]),
  ];
}

/** Statements by begin of bucket and label: `START LABEL`. */
type StanceCounts = Map<string, number>;

const Statements = z.object({
  time: z.object({
    buckets: z.array(
      z.object({
        key: z.number(),
        stances: z.object({
          pair: z.object({
            labels: z.object({ buckets: z.array(z.object({ key: z.string(), doc_count: z.int() })) }),
          }),
        }),
      }),
    ),
  }),
});

async function everyStatement(
  condition: Condition,
  given: { pair: Pair; bucket: Bucket; ask: Ask },
): Promise<StanceCounts> {
  const { aggregations } = await given.ask({
    size: 0,
    query: { bool: { filter: [condition] } },
    track_total_hits: false,
    aggs: {
      time: {
        ...byTime(given.bucket, 1),
        aggs: {
          stances: {
            nested: { path: 'stances' },
            aggs: {
              pair: {
                filter: allOf(pairConditions(given.pair)),
                aggs: { labels: { terms: { field: 'stances.label', size: 10 } } },
              },
            },
          },
        },
      },
    },
  });
  return new Map(
    Statements.parse(aggregations).time.buckets.flatMap(({ key, stances }) =>
      stances.pair.labels.buckets.map((label): [string, number] => [`${key} ${label.key}`, label.doc_count]),
    ),
  );
}

const Page = z.object({
  stated: z.object({
    after_key: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    buckets: z.array(z.object({ key: z.object({ time: z.number(), name: z.string() }) })),
  }),
});

/** The same statement of a story counts once in a bucket. */
async function distinctStatements(
  condition: Condition,
  given: { pair: Pair; bucket: Bucket; ask: Ask },
): Promise<StanceCounts> {
  const { holders, targets } = given.pair;
  const counts: StanceCounts = new Map();
  let after: Record<string, string | number> | undefined;
  for (;;) {
    const { aggregations } = await given.ask({
      size: 0,
      query: { bool: { filter: [condition] } },
      track_total_hits: false,
      aggs: {
        stated: {
          composite: {
            size: PAGE,
            sources: [
              { story: { terms: { field: 'story' } } },
              { time: { date_histogram: { field: 'sort_at', calendar_interval: given.bucket } } },
              { name: { terms: { field: 'stance_names' } } },
            ],
            ...(after === undefined ? {} : { after }),
          },
        },
      },
    });
    const { stated } = Page.parse(aggregations);
    for (const { key } of stated.buckets) {
      const [holder = '', target = '', label = ''] = key.name.split('>');
      if ((holders?.includes(holder) ?? true) && (targets?.includes(target) ?? true))
        counts.set(`${key.time} ${label}`, (counts.get(`${key.time} ${label}`) ?? 0) + 1);
    }
    if (stated.buckets.length < PAGE || stated.after_key === undefined) return counts;
    after = stated.after_key;
  }
}

/** Statements of the matching articles by time; folded, the same statement of a story counts once in a bucket. */
export async function matchingStances(
  matching: Matching,
  pair: { holder?: string; target?: string },
  given: { bucket: Bucket; duplicates: Duplicates },
): Promise<StanceBucket[]> {
  const { bucket, duplicates } = given;
  const idsOf = (name: string | undefined): readonly string[] | null =>
    name === undefined ? null : entityIds(name, matching.context);
  const asked: Pair = { holders: idsOf(pair.holder), targets: idsOf(pair.target) };
  const condition = allOf([
    matching.condition(),
    { nested: { path: 'stances', query: allOf(pairConditions(asked)), score_mode: 'none' } },
  ]);
  const found = await bucketsOf(condition, bucket, matching.ask);
  if (found === null) return [];
  const within = allOf([condition, found.within]);
  const work = { pair: asked, bucket, ask: matching.ask };
  const counts =
    duplicates === 'fold' ? await distinctStatements(within, work) : await everyStatement(within, work);
  return found.starts.map((start) => {
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
