import { expect, test } from 'vitest';

import { readTimestamp } from './read-timestamp.ts';

test('a time is read in any zone, also one with seconds, and cut to the millisecond', () => {
  expect(readTimestamp('2025-07-04 09:00:00+00')).toBe('2025-07-04T09:00:00.000Z');
  expect(readTimestamp('2025-07-04 13:30:00.123456+04:30')).toBe('2025-07-04T09:00:00.123Z');
  expect(readTimestamp('1889-12-31 20:36:48+04:36:48')).toBe('1889-12-31T16:00:00.000Z');
  expect(readTimestamp('2025-07-03 21:00:00.5-12')).toBe('2025-07-04T09:00:00.500Z');
});

test('the first and the last year that a text can have are read as they are', () => {
  expect(readTimestamp('0001-01-01 00:00:00+00')).toBe('0001-01-01T00:00:00.000Z');
  expect(readTimestamp('9999-12-31 23:59:59.999+00')).toBe('9999-12-31T23:59:59.999Z');
});

test('what is no time is named', () => {
  expect(() => readTimestamp('infinity')).toThrow('"infinity" is no time');
  expect(() => readTimestamp('04/07/2025 09:00:00 UTC')).toThrow('is no time');
});
