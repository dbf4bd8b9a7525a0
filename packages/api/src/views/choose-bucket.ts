import type { Bucket } from '@khabar/search';

import type { Range } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import type { RangedSearch } from './read-range.ts';

const DAY_MS = 24 * 60 * 60_000;
const BUCKETS: readonly Bucket[] = ['hour', 'day', 'week', 'month', 'year'];
/** Longest span that is still drawn in these buckets: 30 to 120 points on a chart. */
const SPANS: readonly (readonly [number, Bucket])[] = [
  [3 * DAY_MS, 'hour'],
  [100 * DAY_MS, 'day'],
  [370 * DAY_MS, 'week'],
  [15 * 366 * DAY_MS, 'month'],
];
const MOST_BUCKETS = 2000;
const LENGTH: Readonly<Record<Bucket, number>> = {
  hour: DAY_MS / 24,
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  year: 365 * DAY_MS,
};

/** The bucket asked for, or the one that fits the span; a span that would need too many gets a coarser one. */
export async function chooseBucket(
  asked: string | undefined,
  ranged: RangedSearch,
  services: Pick<ApiServices, 'search' | 'now'>,
): Promise<{ bucket: Bucket; range: Range }> {
  const { range } = ranged;
  const found = await services.search.dateRange({
    query: ranged.read.request.query,
    filters: ranged.filters,
  });
  const first = range.from ?? found?.first;
  const last = range.to ?? found?.last;
  const span = first === undefined || last === undefined ? 0 : Date.parse(last) - Date.parse(first);
  const fitting = SPANS.find(([longest]) => span <= longest)?.[1] ?? 'year';
  const wanted = BUCKETS.find((bucket) => bucket === asked) ?? fitting;
  return { bucket: span / LENGTH[wanted] > MOST_BUCKETS ? fitting : wanted, range };
}
