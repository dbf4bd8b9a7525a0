import { expect, test } from 'vitest';

import { wordAt } from './query-box.tsx';

test.each([
  ['(Russia OR тали', 15, { start: 11, word: 'тали' }],
  ['طالبان رو', 9, { start: 7, word: 'رو' }],
  ['entity:zam', 10, { start: 0, word: 'entity:zam' }],
  ['done ', 5, { start: 5, word: '' }],
])('in %j at %i the word that is completed is found', (text, caret, found) => {
  expect(wordAt(text, caret)).toEqual(found);
});
