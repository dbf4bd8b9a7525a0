import { expect, test } from 'vitest';

import { decideLabel } from './decide-label.ts';

const SIDES = { against: 0.3, neutral: 0.5, favor: 0.2 };

test('a side that the rules see is kept, whatever the head says', () => {
  expect(decideLabel('favor', SIDES)).toBe('favor');
});

test('where the rules see none, the likeliest label of the head stands', () => {
  expect(decideLabel('unclear', SIDES)).toBe('neutral');
});

test('neutral that counts half gives way to a side that is more than half as likely', () => {
  expect(decideLabel('neutral', SIDES, 0.5)).toBe('against');
  expect(decideLabel('neutral', { against: 0.2, neutral: 0.6, favor: 0.2 }, 0.5)).toBe('neutral');
});
