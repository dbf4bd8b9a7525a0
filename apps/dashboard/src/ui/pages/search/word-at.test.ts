import { expect, test } from 'vitest';

import { wordAt } from './query-box.tsx';

test.each([
  ['(Russia OR тали', 15, 11, 'тали'],
  ['طالبان رو', 9, 7, 'رو'],
  ['entity:zam', 10, 0, 'entity:zam'],
  ['done ', 5, 5, ''],
])('in %j at %i the word that is completed is found', (text, caret, start, word) => {
  expect(wordAt(text, caret)).toEqual({ start, word });
});
