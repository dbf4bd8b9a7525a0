import { KhabarError } from '@khabar/article';
import { expect, it } from 'vitest';

import { ATTEMPTS, judge, pauseAfter } from './run-worker.ts';

const middle = (): number => 0.5;
const first = { made: 1, begun: 1 };

it('an error that may pass is tried again, the last time included in the count', () => {
  const error = new KhabarError('FETCH_FAILED', 'reset', { retry: 'later' });
  expect(judge(error, first, middle)).toEqual({ kind: 'again', pauseMs: 2000 });
  expect(judge(error, { made: ATTEMPTS, begun: ATTEMPTS }, middle)).toEqual({ kind: 'dead' });
});

it('an error that cannot go away is not tried again', () => {
  expect(judge(new KhabarError('EXTRACT_FAILED', 'no body'), first, middle)).toEqual({ kind: 'dead' });
});

it('a fault in the code is not tried again; a lost connection is', () => {
  expect(judge(new TypeError('x is not a function'), first, middle)).toEqual({ kind: 'dead' });
  expect(judge(Object.assign(new Error('reset'), { code: 'ECONNRESET' }), first, middle).kind).toBe('again');
});

it('an outage uses up no try, and a wait is at most a minute', () => {
  const away = new KhabarError('SEARCH_UNAVAILABLE', 'away', { retry: 'later' });
  const verdict = judge(away, { made: ATTEMPTS, begun: 500 }, () => 1);
  expect(verdict).toEqual({ kind: 'wait', pauseMs: 60_000 });
});

it('a pause that the error asks for is kept', () => {
  const slow = new KhabarError('DELIVERY_FAILED', '429', { retry: 'later', retryAfterMs: 7000 });
  expect(judge(slow, first, middle)).toEqual({ kind: 'again', pauseMs: 7000 });
});

it('pauses grow, spread by half, up to twenty-five minutes', () => {
  expect([1, 2, 3].map((attempts) => pauseAfter(attempts, middle))).toEqual([2000, 5000, 12_500]);
  expect(pauseAfter(30, () => 1)).toBe(1_500_000);
});
