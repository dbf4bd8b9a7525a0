import { expect, test } from 'vitest';

import { retryAfterMs } from './retry-after.ts';

const now = new Date('2025-07-04T12:00:00Z');

test('Retry-After is read as seconds or as a date, and never beyond a day', () => {
  expect(retryAfterMs('120', now)).toBe(120_000);
  expect(retryAfterMs('Fri, 04 Jul 2025 12:00:30 GMT', now)).toBe(30_000);
  expect(retryAfterMs('Fri, 04 Jul 2025 11:00:00 GMT', now)).toBe(0);
  expect(retryAfterMs('99999999', now)).toBe(86_400_000);
  expect(retryAfterMs('soon', now)).toBeUndefined();
  expect(retryAfterMs(undefined, now)).toBeUndefined();
});
