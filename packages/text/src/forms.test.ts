import { readFileSync } from 'node:fs';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { foldText } from './fold.ts';
import { stemWord } from './stem.ts';
import { tokens } from './tokens.ts';

interface Pairs {
  readonly typed: string;
  readonly found: readonly string[];
  readonly apart: readonly string[];
}

/** Lines of `language | typed | forms to be found | words not to be found`. */
function read(name: string): Pairs[] {
  const list = (text = ''): string[] => text.split(',').map((form) => form.trim());
  return readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, typed = '', found, apart] = line.split('|');
      return { typed, found: list(found), apart: list(apart) };
    });
}

const analysed = (text: string): string =>
  ` ${tokens(text)
    .map((token) => token.stem)
    .join(' ')} `;
const finds = (typed: string, text: string): boolean => analysed(text).includes(analysed(typed));

describe.each([
  ['forms-first.txt', 0.94, 2],
  ['forms-second.txt', 0.97, 1],
])('%s', (name, recall, mostFalse) => {
  const pairs = read(name);

  test(`at least ${recall * 100} % of the equivalent forms are found by the word typed`, () => {
    const met = pairs.flatMap(({ typed, found }) => found.map((form) => finds(typed, form)));
    expect(met.filter(Boolean).length / met.length).toBeGreaterThanOrEqual(recall);
  });

  test(`at most ${mostFalse} words that only look alike are found`, () => {
    const wrong = pairs.flatMap(({ typed, apart }) => apart.filter((word) => finds(typed, word)));
    expect(wrong.length).toBeLessThanOrEqual(mostFalse);
  });
});

const words = fc.constantFrom(
  ...[...read('forms-first.txt'), ...read('forms-second.txt')].flatMap(({ typed, found, apart }) => [
    typed,
    ...found,
    ...apart,
  ]),
);

test('folding what is folded and the stem of a stem change nothing', () => {
  fc.assert(
    fc.property(words, (word) => {
      const folded = foldText(word).text;
      expect(foldText(folded).text).toBe(folded);
      for (const { stem } of tokens(word)) expect(stemWord(stem)).toBe(stem);
    }),
    { numRuns: 1000 },
  );
});

// What writers of one word vary: keyboards, the tail of a letter, marks, invisible marks, digits, ё.
const VARIANTS: readonly (readonly [from: string, to: string])[] = [
  ['ی', 'ي'],
  ['ک', 'ك'],
  ['ا', 'أ'],
  ['ه', 'ة'],
  ['گ', 'ګ'],
  ['ه', 'ہ'],
  ['1', '۱'],
  ['4', '٤'],
  ['е', 'ё'],
];

test('a word typed on another keyboard, with tatweel, vowel marks and direction marks, has the same analysis and place', () => {
  fc.assert(
    fc.property(words, fc.subarray([...VARIANTS]), fc.boolean(), (word, swaps, isDecorated) => {
      let typed = foldText(word).text;
      for (const [from, to] of swaps) typed = typed.replaceAll(from, to);
      if (isDecorated)
        typed = `\u200f${typed.replaceAll(/(?<=\p{Script=Arabic})(?=\p{Script=Arabic})/gu, 'ـ\u064e')}\u200f`;
      expect(analysed(typed)).toBe(analysed(foldText(word).text));
      for (const { start, end, folded } of tokens(typed))
        expect(tokens(typed.slice(start, end)).map((token) => token.folded)).toEqual([folded]);
    }),
    { numRuns: 1000 },
  );
});
