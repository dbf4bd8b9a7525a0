import { expect, test } from 'vitest';

import { csvText } from './chart-frame.tsx';
import { tickIndexes } from './tick-indexes.ts';

test('a file of a chart quotes what needs it and disarms formulas', () => {
  const text = csvText({
    head: ['when', 'title'],
    rows: [],
    csv: [
      ['2025-07-01', 'a "b", c'],
      [3, '=SUM(A1)'],
      [-1, '-x'],
    ],
  });
  expect(text).toBe('when,title\r\n2025-07-01,"a ""b"", c"\r\n3,\'=SUM(A1)\r\n-1,\'-x');
});

test('labels are spread so that no more than fit are drawn', () => {
  expect(tickIndexes(47, 6)).toEqual([0, 8, 16, 24, 32, 40]);
  expect(tickIndexes(3, 6)).toEqual([0, 1, 2]);
  expect(tickIndexes(0, 6)).toEqual([]);
});
