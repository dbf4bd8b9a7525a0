import { describe, expect, it } from 'vitest';

import { firstTokens, nearOf, placesOf, tokenRanges, wordsOf } from './words.ts';

const offsets = { starts: Uint32Array.of(0, 0, 4, 7, 8, 0), ends: Uint32Array.of(0, 3, 7, 8, 12, 0) };

describe('words of the name tagger', () => {
  it('keeps a word with a zero-width joiner whole and sets signs apart', () => {
    const text = 'می‌گوید: «خبر»';
    expect(wordsOf(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'می‌گوید',
      ':',
      '«',
      'خبر',
      '»',
    ]);
  });

  it('finds the first token of each word and those that follow it', () => {
    const words = [
      { start: 0, end: 3 },
      { start: 4, end: 8 },
      { start: 8, end: 12 },
    ];
    const first = firstTokens(words, offsets);
    expect(first).toEqual([1, 2, 4]);
    expect(tokenRanges(first, 6)).toEqual([
      { start: 1, end: 2 },
      { start: 2, end: 4 },
      { start: 4, end: 5 },
    ]);
  });

  it('leaves out words that were cut off', () => {
    expect(firstTokens([{ start: 20, end: 24 }], offsets)).toEqual([]);
  });

  it('marks the tokens of a span, and the begin of the text where it touches none', () => {
    expect([...placesOf({ start: 5, end: 9 }, offsets)]).toEqual([0, 0, 1, 1, 1, 0]);
    expect([...placesOf({ start: 90, end: 99 }, offsets)]).toEqual([1, 0, 0, 0, 0, 0]);
  });

  it('knows what is near', () => {
    expect([...nearOf(Float32Array.of(0, 0, 0, 1, 0, 0), 1)]).toEqual([0, 0, 1, 1, 1, 0]);
  });
});
