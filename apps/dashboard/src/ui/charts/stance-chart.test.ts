import { expect, test } from 'vitest';

import { labelsWithRoom } from './stance-chart.tsx';

const shown = (labels: readonly string[], step: number): number[] =>
  [...labelsWithRoom(labels, step)].toSorted((a, b) => a - b);

test('every label stands where all have room', () => {
  expect(shown(['n=1', '', 'n=12'], 60)).toEqual([0, 2]);
});

test('a label that would run into another is left out', () => {
  expect(shown(['n=100', 'n=100', 'n=100', 'n=100'], 24)).toEqual([0, 2]);
});

test('of two that have no room beside each other the larger number stays', () => {
  expect(shown(['n=2', 'n=23'], 20)).toEqual([1]);
});
