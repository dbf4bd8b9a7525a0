import { expect, test } from 'vitest';

import { findShift } from './stance-shifts.ts';

const series = (text: string) =>
  Array.from(text, (letter) => {
    const label =
      letter === '+' ? ('favor' as const) : letter === '-' ? ('against' as const) : ('neutral' as const);
    return { label, strength: 0.7 };
  });

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
