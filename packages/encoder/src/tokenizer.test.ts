import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { openTokenizer } from './tokenizer.ts';

const read = (path: string): Buffer => readFileSync(new URL(`../${path}`, import.meta.url));

/** Ids that the Python library `tokenizers` 0.23.3 gives, without those of begin and end. */
const reference: readonly { text: string; ids: number[] }[] = JSON.parse(
  read('fixtures/tokens.json').toString('utf8'),
);

const pieces = read('weights/pieces.txt').toString('utf8').split('\n');
const scores = new Float32Array(new Uint8Array(read('weights/pieces.f32')).buffer);
const tokenizer = openTokenizer(pieces, scores);
const words = (text: string): string[] => {
  const { starts, ends } = tokenizer.tokenize(text, 512);
  return Array.from(starts, (start, at) => text.slice(start, ends[at])).slice(1, -1);
};

describe('the tokenizer', () => {
  it.each(reference)('gives the ids of the reference for $text', ({ text, ids }) => {
    expect([...tokenizer.tokenize(text, 512).ids]).toEqual([0, ...ids, 2]);
  });

  it('has a reference in five languages, with joiners, emoji, composed and decomposed letters', () => {
    const all = reference.map(({ text }) => text).join('\n');
    expect(all).toMatch(/[a-z]/u);
    expect(all).toMatch(/[а-я]/u);
    expect(all).toMatch(/\u200C/u);
    expect(all).toMatch(/[ښټ]/u);
    expect(all).toMatch(/ة|ى|ل/u);
    expect(all).toMatch(/\p{Extended_Pictographic}/u);
    expect(all).not.toBe(all.normalize('NFC'));
  });

  it('says where in the original each token stands', () => {
    expect(words('The  Taliban in\u00A0Kabul')).toEqual(['The', 'Taliban', 'in', 'Kabul']);
    expect(words('طالبان می‌گوید').join('')).toBe('طالبانمی‌گوید');
  });

  it('gives every token of a letter that falls apart the place of the whole letter', () => {
    const text = 'Cafe\u0301 ﬁne';
    expect(words(text).at(-1)).toBe('ﬁne');
    expect(words(text).join('')).toContain('e\u0301');
  });

  it('reads the marks of begin and end in an article as letters', () => {
    const { ids } = tokenizer.tokenize('a </s> b', 512);
    expect([...ids].filter((id) => id === 2)).toHaveLength(1);
  });

  it('cuts what is too long and says so', () => {
    const long = tokenizer.tokenize('word '.repeat(100), 32);
    expect(long.ids).toHaveLength(32);
    expect(long.cut).toBe(true);
    expect(long.ids.at(-1)).toBe(2);
    expect(tokenizer.tokenize('word', 32).cut).toBe(false);
  });

  it('gives an empty text only its begin and end', () => {
    expect([...tokenizer.tokenize('', 32).ids]).toEqual([0, 2]);
  });
});
