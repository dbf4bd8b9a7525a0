import { expect, test } from 'vitest';

import { isOneWord, standsIn } from './exact-word.ts';

test.each([
  ['Moscow', true],
  ['Лавров', true],
  ['طالبان', true],
  ['U.N.', false],
  ['AK-47', false],
  ['the Taliban', false],
  ["O'Brien", false],
  ['', false],
])('%s is one word of letters: %s', (text, expected) => {
  expect(isOneWord(text)).toBe(expected);
});

test.each([
  ['the Taliban', 'Then the Taliban, they say, left.', 'surely'],
  ['the Taliban', 'Then bathe Taliban and the Talibans', 'perhaps'],
  ['the Taliban', 'Then The Taliban left', 'not'],
  ['این کشور', 'در این کشور ها', 'perhaps'],
  ['U.N. of', 'the U.N. of', 'perhaps'],
])('%s in “%s” stands %s', (characters, text, expected) => {
  expect(standsIn(characters, text)).toBe(expected);
});
