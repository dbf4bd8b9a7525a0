import type { Bucket } from '../port.ts';

/** Most buckets of a timeline; of longer ones the last are kept. */
export const MOST_BUCKETS = 2000;

/** SQL for the begin of the bucket, in milliseconds, that a sort date lies in. Weeks begin on Monday, all in UTC. */
export function bucketSql(bucket: Bucket, column: string): string {
  return `(extract(epoch from date_trunc('${bucket}', to_timestamp(${column} / 1000.0) at time zone 'UTC')) * 1000)::float8`;
}

/** Begin of the bucket after that which begins at `startMs`. */
export function nextBucket(startMs: number, bucket: Bucket): number {
  const at = new Date(startMs);
  switch (bucket) {
    case 'hour':
      return startMs + 3_600_000;
    case 'day':
      return startMs + 86_400_000;
    case 'week':
      return startMs + 7 * 86_400_000;
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
