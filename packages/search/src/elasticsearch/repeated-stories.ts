import type { estypes } from '@elastic/elasticsearch';
import { z } from 'zod';

import type { Condition } from './compile-query.ts';
import type { Ask } from './matching.ts';

export type Aggregations = Record<string, estypes.AggregationsAggregationContainer>;

/** Most values that one aggregation gives; a server allows 65,536 in all. */
export const MOST_VALUES = 65_000;

const Repeats = z.object({
  stories: z.object({
    doc_count_error_upper_bound: z.int(),
    buckets: z.array(z.object({ key: z.string() })).default([]),
  }),
  repeats: z.object({ count: z.int(), sum: z.number() }),
});

/** Stories of which several articles match, and those articles. */
export interface Repeated {
  readonly stories: number;
  readonly articles: number;
}

/** How repeated stories are looked for: on how many shards, at most so many, and in which part of all. */
export interface Looking {
  readonly isOneShard: boolean;
  readonly most?: number;
  readonly part?: number;
  readonly parts?: number;
}

/** Counts repeated stories on the server; `repeatedIn` reads it. The buckets themselves need not travel: `REPEATS_PATHS`. */
export function repeatsAggregations({
  isOneShard,
  most = MOST_VALUES,
  part = 0,
  parts = 1,
}: Looking): Aggregations {
  return {
    stories: {
      terms: {
        field: 'story',
        size: most,
        shard_size: most,
        min_doc_count: 2,
        // Of several shards each may hold one article of a story; alone it need not tell of the many told once.
        ...(isOneShard ? { shard_min_doc_count: 2 } : {}),
        ...(parts === 1 ? {} : { include: { partition: part, num_partitions: parts } }),
      },
    },
    repeats: { stats_bucket: { buckets_path: 'stories>_count' } },
  };
}

/** What of every answer is needed. */
export const ANSWER_PATHS = ['pit_id', '_shards', 'timed_out', 'hits'];

/** What of an answer is needed where repeated stories are counted alone. */
export const REPEATS_PATHS = [
  ...ANSWER_PATHS,
  'aggregations.stories.doc_count_error_upper_bound',
  'aggregations.repeats',
];

// null: there are more stories than one aggregation holds, so that the count is not exact.
function exactRepeats(aggregations: unknown, most: number): (Repeated & { names: string[] }) | null {
  const { stories, repeats } = Repeats.parse(aggregations);
  return repeats.count >= most || stories.doc_count_error_upper_bound > 0
    ? null
    : { stories: repeats.count, articles: repeats.sum, names: stories.buckets.map(({ key }) => key) };
}

/** Repeated stories, exactly: a part of them after the other where there are more than one aggregation holds. */
export async function repeatedIn(aggregations: unknown, condition: Condition, ask: Ask): Promise<Repeated> {
  const whole = exactRepeats(aggregations, MOST_VALUES);
  if (whole !== null) return whole;
  for (let parts = 4; ; parts *= 2) {
    let sum: Repeated | null = { stories: 0, articles: 0 };
    for (let part = 0; part < parts && sum !== null; part += 1) {
      const answer = await ask({
        size: 0,
        query: { bool: { filter: [condition] } },
        aggs: repeatsAggregations({ isOneShard: ask.isOneShard, part, parts }),
        filter_path: REPEATS_PATHS,
      });
      const some = exactRepeats(answer.aggregations, MOST_VALUES);
      sum =
        some === null
          ? null
          : { stories: sum.stories + some.stories, articles: sum.articles + some.articles };
    }
    if (sum !== null) return sum;
  }
}

/** The repeated stories, where there are fewer than `most`; null: there are more. */
export async function repeatedNames(
  condition: Condition,
  most: number,
  ask: Ask,
): Promise<readonly string[] | null> {
  // One shard tells of repeated stories alone; several also of those told once, of which there may be any number.
  const inOne = ask.isOneShard ? most : MOST_VALUES;
  for (let parts = 1; ; parts = parts === 1 ? 4 : parts * 2) {
    let names: string[] | null = [];
    for (let part = 0; part < parts && names !== null; part += 1) {
      const answer = await ask({
        size: 0,
        query: { bool: { filter: [condition] } },
        track_total_hits: false,
        aggs: repeatsAggregations({ isOneShard: ask.isOneShard, most: inOne, part, parts }),
        filter_path: [...REPEATS_PATHS, 'aggregations.stories.buckets.key'],
      });
      const some = exactRepeats(answer.aggregations, inOne);
      if (some === null && ask.isOneShard) return null;
      names = some === null ? null : [...names, ...some.names];
      if (names !== null && names.length >= most) return null;
    }
    if (names !== null) return names;
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
    aggs: repeatsAggregations(ask),
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
