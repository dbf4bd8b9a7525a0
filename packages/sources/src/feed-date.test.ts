import { describe, expect, test } from 'vitest';

import { readFeedDate } from './feed-date.ts';

describe('readFeedDate', () => {
  test.each([
    ['Fri, 04 Jul 2025 09:30:00 +0430', '2025-07-04T05:00:00Z'],
    ['Fri,4 Jul 2025 9:30:00 EDT', '2025-07-04T13:30:00Z'],
    ['2025-07-04T09:30:00.123+03:00', '2025-07-04T06:30:00Z'],
    ['2025-07-04 09:30', '2025-07-04T09:30:00Z'],
    ['Fri Jul  4 09:30:00 2025', '2025-07-04T09:30:00Z'],
    ['July 4, 2025, 9:30 p.m.', '2025-07-04T21:30:00Z'],
    ['7/4/2025 9:30 PM EST', '2025-07-05T02:30:00Z'],
    ['04.07.2025 09:30 MSK', '2025-07-04T06:30:00Z'],
    ['4 июля 2025, 09:30', '2025-07-04T09:30:00Z'],
    ['۴ جولای ۲۰۲۵ ۰۹:۳۰', '2025-07-04T09:30:00Z'],
    ['الجمعة، 4 يوليو 2025 - 09:30', '2025-07-04T09:30:00Z'],
    ['Fri, 04 Jul 2025 00:00:00 Asia/Kabul', '2025-07-03T19:30:00Z'],
    ['1751621400', '2025-07-04T09:30:00Z'],
    ['2025-185', '2025-07-04T00:00:00Z'],
    ['Jul 2025', '2025-07-01T00:00:00Z'],
  ])('%s is %s', (text, expected) => {
    expect(readFeedDate(text)).toBe(expected);
  });

  test.each([
    '',
    'yesterday',
    '2025-02-30',
    '2025-07-04T25:00:00Z',
    '2025-07-04T09:61:00Z',
    '0000-00-00 00:00:00',
  ])('"%s" is no date', (text) => {
    expect(readFeedDate(text)).toBeNull();
  });

  test('a broken zone is no date rather than a wrong one', () => {
    expect(readFeedDate('Fri, 04 Jul 2025 09:30:00 +zz:00')).toBeNull();
    expect(readFeedDate('9999-12-31T23:59:59-99:99')).toBeNull();
  });

  test('a text of a million letters is refused at once', () => {
    const before = performance.now();
    expect(readFeedDate('2025-'.repeat(200_000))).toBeNull();
    expect(performance.now() - before).toBeLessThan(100);
  });
});
