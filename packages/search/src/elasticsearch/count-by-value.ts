import type { estypes } from '@elastic/elasticsearch';
import { z } from 'zod';

import type { SearchRequest } from '../port.ts';
import type { Condition } from './compile-query.ts';
import type { Ask } from './matching.ts';

type Aggregations = Record<string, estypes.AggregationsAggregationContainer>;

/** Most values that one aggregation gives; a server allows 65,536 in all. */
export const MOST_VALUES = 65_000;
// Repeated stories counted at once: each has some twenty values.
const STORIES_AT_ONCE = 3000;
/** Beyond so many repeated stories their articles take half a minute to take off; the server then counts stories by HyperLogLog++. */
const MOST_EXACT_STORIES = 9000;
/** Values with the most articles, of which stories are estimated. */
const MOST_ESTIMATED = 200;
/** Up to so many stories a value the estimate is close to exact, beyond it is within some percent. */
const PRECISION = 3000;

const Repeats = z.object({
  stories: z.object({ doc_count_error_upper_bound: z.int() }),
  repeats: z.object({ count: z.int(), sum: z.number() }),
});
const Buckets = z.object({
  buckets: z.array(
    z.object({
      key: z.union([z.string(), z.number()]),
      key_as_string: z.string().optional(),
      doc_count: z.int(),
    }),
  ),
});
const Stories = z.object({
  stories: z.object({ buckets: z.array(z.record(z.string(), z.unknown())) }),
});

/** Stories of which several articles match, and those articles. */
export interface Repeated {
  readonly stories: number;
  readonly articles: number;
}

function storyTerms(part: number, parts: number): estypes.AggregationsTermsAggregation {
  return {
    field: 'story',
    size: MOST_VALUES,
    shard_size: MOST_VALUES,
    min_doc_count: 2,
    ...(parts === 1 ? {} : { include: { partition: part, num_partitions: parts } }),
  };
}

/** Counts repeated stories on the server; `repeatedIn` reads it. The buckets themselves need not travel: `REPEATS_PATHS`. */
export function repeatsAggregations(part = 0, parts = 1): Aggregations {
  return {
    stories: { terms: storyTerms(part, parts) },
    repeats: { stats_bucket: { buckets_path: 'stories>_count' } },
  };
}

/** What of an answer is needed where repeated stories are counted alone. */
export const REPEATS_PATHS = [
  'pit_id',
  '_shards',
  'timed_out',
  'hits',
  'aggregations.stories.doc_count_error_upper_bound',
  'aggregations.repeats',
];

// null: there are more stories than one aggregation holds, so that the count is not exact.
function exactRepeats(aggregations: unknown): Repeated | null {
  const { stories, repeats } = Repeats.parse(aggregations);
  return repeats.count >= MOST_VALUES || stories.doc_count_error_upper_bound > 0
    ? null
    : { stories: repeats.count, articles: repeats.sum };
}

/** Repeated stories, exactly: a part of them after the other where there are more than one aggregation holds. */
export async function repeatedIn(aggregations: unknown, condition: Condition, ask: Ask): Promise<Repeated> {
  const whole = exactRepeats(aggregations);
  if (whole !== null) return whole;
  for (let parts = 4; ; parts *= 2) {
    let sum: Repeated | null = { stories: 0, articles: 0 };
    for (let part = 0; part < parts && sum !== null; part += 1) {
      const answer = await ask({
        size: 0,
        query: { bool: { filter: [condition] } },
        aggs: repeatsAggregations(part, parts),
        filter_path: REPEATS_PATHS,
      });
      const some = exactRepeats(answer.aggregations);
      sum =
        some === null
          ? null
          : { stories: sum.stories + some.stories, articles: sum.articles + some.articles };
    }
    if (sum !== null) return sum;
  }
}

/** Articles and stories that match. */
export async function countMatching(
  condition: Condition,
  ask: Ask,
): Promise<{ articles: number; stories: number }> {
  const { answer, aggregations } = await ask({
    size: 0,
    track_total_hits: true,
    query: { bool: { filter: [condition] } },
    aggs: repeatsAggregations(),
    filter_path: REPEATS_PATHS,
  });
  const articles = answer.hits.total?.value ?? 0;
  const repeated = await repeatedIn(aggregations, condition, ask);
  return { articles, stories: storiesOf(articles, repeated) };
}

/** Each repeated story counts once. */
export function storiesOf(articles: number, repeated: Repeated): number {
  return articles - (repeated.articles - repeated.stories);
}

type Counts = Map<string, Map<string, number>>;

function addBuckets(counts: Counts, given: unknown, weigh: (count: number) => number): void {
  for (const [name, values] of counts) {
    const found = z.record(z.string(), z.unknown()).parse(given)[name];
    for (const { key, key_as_string: text, doc_count: count } of Buckets.parse(found).buckets) {
      const value = typeof key === 'number' && (text === 'true' || text === 'false') ? text : String(key);
      values.set(value, (values.get(value) ?? 0) + weigh(count));
    }
  }
}

/** What is counted: aggregations whose buckets hold at least so many articles. */
export interface Counting {
  readonly condition: Condition;
  readonly aggregations: (least: 1 | 2) => Aggregations;
  readonly duplicates: SearchRequest['duplicates'];
}

const Estimates = z.object({
  buckets: z.array(
    z.object({
      key: z.union([z.string(), z.number()]),
      key_as_string: z.string().optional(),
      doc_count: z.int(),
      stories: z.object({ value: z.number() }),
    }),
  ),
});

function withStories(
  one: estypes.AggregationsAggregationContainer,
): estypes.AggregationsAggregationContainer {
  const aggs: Aggregations = {
    stories: { cardinality: { field: 'story', precision_threshold: PRECISION } },
  };
  if (one.date_histogram !== undefined) return { date_histogram: one.date_histogram, aggs };
  return { terms: { ...one.terms, size: MOST_ESTIMATED }, aggs };
}

/** Stories by value, estimated (Heule, Nunkesser, Hall: HyperLogLog in Practice, 2013). */
async function estimatedByValue({ condition, aggregations }: Counting, ask: Ask): Promise<Counts> {
  const asked = Object.entries(aggregations(1));
  const answer = await ask({
    size: 0,
    query: { bool: { filter: [condition] } },
    track_total_hits: false,
    aggs: Object.fromEntries(asked.map(([name, one]) => [name, withStories(one)])),
  });
  const given = z.record(z.string(), z.unknown()).parse(answer.aggregations);
  return new Map(
    asked.map(([name]) => [
      name,
      new Map(
        Estimates.parse(given[name]).buckets.map(({ key, key_as_string: text, doc_count, stories }) => [
          typeof key === 'number' && (text === 'true' || text === 'false') ? text : String(key),
          Math.min(doc_count, stories.value),
        ]),
      ),
    ]),
  );
}

/**
 * Articles by value of each aggregation; folded: stories. A story counts once for a value that several of its articles have: the
 * articles are counted, then of repeated stories all but one are taken off, which is exact and far fewer than all stories. Where very
 * many stories are repeated, stories are estimated.
 */
export async function countByValue(counting: Counting, ask: Ask): Promise<Counts> {
  const { condition, duplicates } = counting;
  const query = { bool: { filter: [condition] } };
  const names = Object.keys(counting.aggregations(1));
  const counts: Counts = new Map(names.map((name) => [name, new Map<string, number>()]));
  const fold = duplicates === 'fold';
  const { aggregations } = await ask({
    size: 0,
    query,
    track_total_hits: false,
    aggs: { ...counting.aggregations(1), ...(fold ? repeatsAggregations() : {}) },
    filter_path: [...REPEATS_PATHS, ...names.map((name) => `aggregations.${name}`)],
  });
  addBuckets(counts, aggregations, (count) => count);
  if (!fold) return counts;
  const repeated = await repeatedIn(aggregations, condition, ask);
  if (repeated.stories > MOST_EXACT_STORIES) return estimatedByValue(counting, ask);
  const parts = Math.ceil(repeated.stories / STORIES_AT_ONCE);
  for (let part = 0; part < parts; part += 1) {
    const again = await ask({
      size: 0,
      query,
      track_total_hits: false,
      aggs: { stories: { terms: storyTerms(part, parts), aggs: counting.aggregations(2) } },
    });
    for (const story of Stories.parse(again.aggregations).stories.buckets)
      addBuckets(counts, story, (count) => 1 - count);
  }
  return counts;
}
