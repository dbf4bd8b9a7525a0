import { expect, test } from 'vitest';

import { freshForMs } from './freshness.ts';
import { siteOf } from './site-of.ts';

const NOW = new Date('2025-07-04T09:00:00Z');

test.each([
  [{ 'cache-control': 'public, max-age=600' }, 600_000],
  [{ 'cache-control': 'max-age=600', age: '100' }, 500_000],
  [{ 'cache-control': 'max-age=600, no-cache' }, 0],
  [{ 'cache-control': 'max-age=0', expires: 'Fri, 04 Jul 2025 10:00:00 GMT' }, 0],
  [{ expires: 'Fri, 04 Jul 2025 09:10:00 GMT' }, 600_000],
  [{ expires: 'Fri, 04 Jul 2025 09:10:00 GMT', date: 'Fri, 04 Jul 2025 09:09:00 GMT' }, 60_000],
  [{ expires: '0' }, 0],
  [{}, 0],
])('an answer with %o may be used for %d ms', (headers, ms) => {
  expect(freshForMs(headers, NOW)).toBe(ms);
});

test('hosts of one site are one site, and those under a public suffix are not', () => {
  expect(siteOf('https://feeds.kubha.co.uk/rss')).toBe('kubha.co.uk');
  expect(siteOf('https://one.blogspot.com/')).not.toBe(siteOf('https://two.blogspot.com/'));
  expect(siteOf('no address')).toBeNull();
});
