import type { estypes } from '@elastic/elasticsearch';
import { z } from 'zod';

import type { SearchRequest } from '../port.ts';
import { oneOf, type Condition } from './compile-query.ts';
import type { Ask, Matching } from './matching.ts';
import { ANSWER_PATHS, repeatedNames, repeatsAggregations, type Aggregations } from './repeated-stories.ts';

/** Repeated stories taken off at once: a story counts for some twenty values, and a server allows 65,536 in all. */
const STORIES_AT_ONCE = 1000;
/** Values with the most articles, of which stories are estimated. */
const MOST_ESTIMATED = 200;
/** Up to so many stories a value the estimate is close to exact, beyond it is within some percent. */
const PRECISION = 3000;

const Key = {
  key: z.union([z.string(), z.number()]),
  key_as_string: z.string().optional(),
};
const Articles = z.object({ buckets: z.array(z.object({ ...Key, doc_count: z.int() })) });
const Repeats = z.object({
  buckets: z.array(z.object({ ...Key, repeats: z.object({ count: z.int(), sum: z.number() }) })).default([]),
});
const Estimates = z.object({
  buckets: z.array(z.object({ ...Key, doc_count: z.int(), stories: z.object({ value: z.number() }) })),
});

/** Counts by value, by the name of the aggregation. */
export type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Counts; `approximate`: of very many repeated stories, estimated, and up to a minute old. */
export interface Counted {
  readonly counts: Counts;
  readonly approximate: boolean;
}

/** What is counted: aggregations whose buckets hold at least so many articles. */
export interface Counting {
  readonly condition: Condition;
  readonly aggregations: (least: 1 | 2) => Aggregations;
  readonly duplicates: SearchRequest['duplicates'];
}

function valueOf({
  key,
  key_as_string: text,
}: {
  key: string | number;
  key_as_string?: string | undefined;
}): string {
  return typeof key === 'number' && (text === 'true' || text === 'false') ? text : String(key);
}

function within(
  { terms, date_histogram: histogram }: estypes.AggregationsAggregationContainer,
  aggs: Aggregations,
): estypes.AggregationsAggregationContainer {
  return histogram === undefined ? { terms: { ...terms }, aggs } : { date_histogram: histogram, aggs };
}

function mapped(
  aggregations: Aggregations,
  one: (container: estypes.AggregationsAggregationContainer) => estypes.AggregationsAggregationContainer,
): Aggregations {
  return Object.fromEntries(Object.entries(aggregations).map(([name, container]) => [name, one(container)]));
}

/** Stories by value, estimated (Heule, Nunkesser, Hall: HyperLogLog in Practice, 2013). */
async function estimatedByValue({ condition, aggregations }: Counting, ask: Ask): Promise<Counts> {
  const stories = { cardinality: { field: 'story_number', precision_threshold: PRECISION } };
  const asked = mapped(aggregations(1), ({ terms, ...one }) =>
    within(terms === undefined ? one : { terms: { ...terms, size: MOST_ESTIMATED } }, { stories }),
  );
  const answer = await ask({
    size: 0,
    query: { bool: { filter: [condition] } },
    track_total_hits: false,
    aggs: asked,
  });
  return new Map(
    Object.keys(asked).map((name) => [
      name,
      new Map(
        Estimates.parse(answer.aggregations[name]).buckets.map((one) => [
          valueOf(one),
          Math.min(one.doc_count, one.stories.value),
        ]),
      ),
    ]),
  );
}

async function articlesByValue(
  { condition, aggregations }: Counting,
  ask: Ask,
): Promise<Map<string, Map<string, number>>> {
  const aggs = aggregations(1);
  const answer = await ask({
    size: 0,
    query: { bool: { filter: [condition] } },
    track_total_hits: false,
    aggs,
  });
  return new Map(
    Object.keys(aggs).map((name) => [
      name,
      new Map(Articles.parse(answer.aggregations[name]).buckets.map((one) => [valueOf(one), one.doc_count])),
    ]),
  );
}

/** Of these stories, takes off all articles but one for each value that several have. */
async function takeOff(
  counts: ReadonlyMap<string, Map<string, number>>,
  stories: readonly string[],
  { counting, ask }: { counting: Counting; ask: Ask },
): Promise<void> {
  const repeats = repeatsAggregations(ask);
  // Asked by value, then story: a server goes through all pairs once for each of the outer ones.
  const { aggregations } = await ask({
    size: 0,
    query: { bool: { filter: [counting.condition, oneOf('story', stories)] } },
    track_total_hits: false,
    aggs: mapped(counting.aggregations(2), (one) => within(one, repeats)),
    filter_path: [
      ...ANSWER_PATHS,
      ...['key', 'key_as_string', 'repeats.count', 'repeats.sum'].map(
        (path) => `aggregations.*.buckets.${path}`,
      ),
    ],
  });
  for (const [name, values] of counts)
    for (const one of Repeats.parse(aggregations[name] ?? {}).buckets) {
      const value = valueOf(one);
      values.set(value, (values.get(value) ?? 0) - (one.repeats.sum - one.repeats.count));
    }
}

/**
 * Articles by value of each aggregation; folded: stories. A story counts once for a value that several of its articles have: the
 * articles are counted, then of repeated stories all but one are taken off, which is exact and far fewer than all stories. Where very
 * many stories are repeated, stories are estimated.
 */
export async function countByValue(
  counting: Counting,
  { ask, recent, estimatedFrom }: Pick<Matching, 'ask' | 'recent' | 'estimatedFrom'>,
): Promise<Counted> {
  if (counting.duplicates === 'all')
    return { counts: await articlesByValue(counting, ask), approximate: false };
  const condition = JSON.stringify(counting.condition);
  const key = `${condition} ${JSON.stringify(counting.aggregations(1))}`;
  const known = recent.estimates.get(key);
  if (known !== undefined) return { counts: known, approximate: true };
  const isOften = recent.often.get(condition) === true;
  const stories = isOften ? null : await repeatedNames(counting.condition, estimatedFrom, ask);
  if (stories === null) {
    recent.often.set(condition, true);
    const counts = await estimatedByValue(counting, ask);
    recent.estimates.set(key, counts);
    return { counts, approximate: true };
  }
  const counts = await articlesByValue(counting, ask);
  for (let start = 0; start < stories.length; start += STORIES_AT_ONCE)
    await takeOff(counts, stories.slice(start, start + STORIES_AT_ONCE), { counting, ask });
  return { counts, approximate: false };
}
