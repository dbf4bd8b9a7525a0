import type { Bucket } from './port.ts';

/** Most buckets of a timeline; of longer ones the last are kept. */
export const MOST_BUCKETS = 2000;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** Monday, 29 December 1969: from here weeks are counted. */
const FIRST_MONDAY_MS = -3 * DAY_MS;

/** Begin of the bucket after that which begins at `startMs`. */
export function nextBucket(startMs: number, bucket: Bucket): number {
  const at = new Date(startMs);
  switch (bucket) {
    case 'hour':
      return startMs + HOUR_MS;
    case 'day':
      return startMs + DAY_MS;
    case 'week':
      return startMs + WEEK_MS;
    case 'month':
      return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1);
    case 'year':
      return Date.UTC(at.getUTCFullYear() + 1, 0);
  }
}

/** Begins of all buckets from the first to the last, at most `MOST_BUCKETS`, the last ones. */
export function bucketStarts(
  firstMs: number,
  lastMs: number,
  bucket: Bucket,
): { starts: number[]; truncated: boolean } {
  const starts: number[] = [];
  for (let at = firstMs; at <= lastMs; at = nextBucket(at, bucket)) {
    starts.push(at);
    if (starts.length > 20 * MOST_BUCKETS) starts.splice(0, 10 * MOST_BUCKETS);
  }
  return { starts: starts.slice(-MOST_BUCKETS), truncated: starts.length > MOST_BUCKETS };
}

/** Begin of the bucket that a time lies in. Weeks begin on Monday, all in UTC. */
export function bucketStart(ms: number, bucket: Bucket): number {
  const at = new Date(ms);
  switch (bucket) {
    case 'hour':
      return Math.floor(ms / HOUR_MS) * HOUR_MS;
    case 'day':
      return Math.floor(ms / DAY_MS) * DAY_MS;
    case 'week':
      return Math.floor((ms - FIRST_MONDAY_MS) / WEEK_MS) * WEEK_MS + FIRST_MONDAY_MS;
    case 'month':
      return Date.UTC(at.getUTCFullYear(), at.getUTCMonth());
    case 'year':
      return Date.UTC(at.getUTCFullYear(), 0);
  }
}
