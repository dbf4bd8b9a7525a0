import { expect, test } from 'vitest';

import { paceNote } from './watch-work.ts';

test('how fast long work goes and how long it takes yet is said in round figures', () => {
  expect(paceNote(1200, 6000, 10)).toBe('120 a second, 50 s left');
  expect(paceNote(1200, 60_000, 10)).toBe('120 a second, 9 min left');
  expect(paceNote(5, 10, 10)).toBe('0.5 a second, 20 s left');
  expect(paceNote(0, 10, 10)).toBeUndefined();
});
