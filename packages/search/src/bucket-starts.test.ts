import { expect, test } from 'vitest';

import { bucketStarts, MOST_BUCKETS, nextBucket } from './bucket-starts.ts';

test('months and years have their own lengths', () => {
  expect(nextBucket(Date.UTC(2024, 1), 'month')).toBe(Date.UTC(2024, 2));
  expect(nextBucket(Date.UTC(2024, 11), 'month')).toBe(Date.UTC(2025, 0));
  expect(nextBucket(Date.UTC(2024, 0), 'year')).toBe(Date.UTC(2025, 0));
});

test('a timeline of too many buckets keeps the last and says so', () => {
  const { starts, truncated } = bucketStarts(0, Date.UTC(2025, 0), 'hour');
  expect(starts).toHaveLength(MOST_BUCKETS);
  expect(starts.at(-1)).toBe(Date.UTC(2025, 0));
  expect(truncated).toBe(true);
});
