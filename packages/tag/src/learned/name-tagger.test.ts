import { describe, expect, it } from 'vitest';

import { openNameTagger } from './name-tagger.ts';
import { wordsOf } from './words.ts';

const LABELS = 7;
const [O, B_PER, I_PER] = [0, 1, 2];

/** A name cannot go on where none began. */
function transitions(): Float32Array {
  const found = new Float32Array((LABELS + 1) * LABELS);
  for (const from of [0, 3, 4, 5, 6, 7]) found[from * LABELS + I_PER] = -1e4;
  return found;
}

const scores = (...likely: number[]): Float32Array =>
  Float32Array.from(
    likely.flatMap((label) => Array.from({ length: LABELS }, (_, at) => (at === label ? 6 : 0))),
  );

describe('the name tagger', () => {
  const tagger = openNameTagger(transitions());
  const words = wordsOf('met Anna Berg today');

  it('joins the words of one name', () => {
    const [name, ...others] = tagger.find(words, scores(O, B_PER, I_PER, O));
    expect(others).toEqual([]);
    expect(name).toMatchObject({ start: 4, end: 13, type: 'PER' });
    expect(name?.confidence).toBeGreaterThan(0.9);
    expect(name?.confidence).toBeLessThanOrEqual(1);
  });

  it('begins a name where its first word looks like a second', () => {
    expect(tagger.find(words, scores(O, I_PER, I_PER, O))).toMatchObject([
      { start: 4, end: 13, type: 'PER' },
    ]);
  });

  it('is less sure where two labels are nearly as good', () => {
    const torn = scores(O, B_PER, I_PER, O);
    torn[2 * LABELS] = 5.5;
    expect(tagger.find(words, torn)[0]?.confidence).toBeLessThan(0.8);
  });

  it('finds nothing where no word looks like a name, and reads an empty text', () => {
    expect(tagger.find(words, scores(O, O, O, O))).toEqual([]);
    expect(tagger.find([], new Float32Array())).toEqual([]);
  });
});
