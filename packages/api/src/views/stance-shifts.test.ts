import { expect, test } from 'vitest';

import { findShift } from './stance-shifts.ts';

const LABELS = { '+': 'favor', '-': 'against', '0': 'neutral' } as const;
const series = (text: string) =>
  Array.from(text, (letter) => ({
    label: LABELS[letter === '+' || letter === '-' ? letter : '0'],
    strength: 0.7,
  }));

test('a holder who turns is found where the turn is', () => {
  expect(findShift(series('---+++'))).toMatchObject({ at: 3 });
  expect(findShift(series('--+-++++'))?.at).toBeGreaterThanOrEqual(2);
});

test('one statement that stands out is no turn', () => {
  expect(findShift(series('++++-'))).toBeNull();
  expect(findShift(series('-+++++'))).toBeNull();
});

test('growing warmer on one side is no turn', () => {
  expect(findShift([...series('00++++')])).toBeNull();
});

test('nothing said is no turn', () => {
  expect(findShift([])).toBeNull();
});
