import type { Bucket } from '../port.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
/** Monday, 29 December 1969: from here weeks are counted. */
const FIRST_MONDAY_MS = -3 * DAY_MS;

function evenBucket(column: string, sizeMs: number, originMs = 0): string {
  // Twice the remainder, as that of a time before 1970 is negative.
  return `(${column} - (((${column} - (${originMs})) % ${sizeMs}) + ${sizeMs}) % ${sizeMs})::float8`;
}

/** SQL for the begin of the bucket, in milliseconds, that a sort date lies in. Weeks begin on Monday, all in UTC. */
export function bucketSql(bucket: Bucket, column: string): string {
  switch (bucket) {
    case 'hour':
      return evenBucket(column, HOUR_MS);
    case 'day':
      return evenBucket(column, DAY_MS);
    case 'week':
      return evenBucket(column, WEEK_MS, FIRST_MONDAY_MS);
    case 'month':
    case 'year':
      return `(extract(epoch from date_trunc('${bucket}', to_timestamp(${column} / 1000.0) at time zone 'UTC')) * 1000)::float8`;
  }
}
