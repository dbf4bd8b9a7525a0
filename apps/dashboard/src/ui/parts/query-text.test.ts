import { expect, test } from 'vitest';

import { queryDirection } from './query-text.tsx';

test.each([
  ['taliban OR طالبان', 'ltr'],
  ['"به رسمیت" AND کابل', 'ltr'],
  ['-طالبان', 'ltr'],
  [' (россия OR طالبان)', 'ltr'],
  ['طالبان OR россия', 'auto'],
  ['россия طالبان', 'auto'],
])('%s is written in direction %s', (query, direction) => {
  expect(queryDirection(query)).toBe(direction);
});
