import { expect, test } from 'vitest';

import { labelsWithRoom } from './stance-chart.tsx';

test('every label stands where all have room', () => {
  expect([...labelsWithRoom(['n=1', '', 'n=12'], 60)]).toEqual([0, 2]);
});

test('a label that would run into the one before is left out', () => {
  expect([...labelsWithRoom(['n=100', 'n=100', 'n=100', 'n=100'], 24)]).toEqual([0, 2]);
});
