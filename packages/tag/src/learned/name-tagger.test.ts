import { describe, expect, it } from 'vitest';

import { openNameTagger } from './name-tagger.ts';

const HIDDEN = 2;
const INNER = 160;
const LABELS = 7;
const FORBIDDEN = -1e4;
const [B_PER, I_PER] = [1, 2];

/** A network that says "name" where the first number of a state is 1; a name goes on while it lasts. */
function parameters(): Float32Array {
  const inner = new Float32Array(INNER * 2 * HIDDEN);
  inner[0] = 10;
  const outer = new Float32Array(LABELS * INNER);
  outer[B_PER * INNER] = 1;
  outer[I_PER * INNER] = 1.1;
  const bias = new Float32Array(LABELS).fill(-5);
  bias[0] = 5;
  bias[B_PER] = 0;
  bias[I_PER] = 0;
  const transitions = new Float32Array((LABELS + 1) * LABELS);
  for (const from of [0, 3, 4, 5, 6, 7]) transitions[from * LABELS + I_PER] = FORBIDDEN;
  return Float32Array.of(...inner, ...new Float32Array(INNER), ...outer, ...bias, ...transitions);
}

const text = 'met Anna Berg today';
const offsets = { starts: Uint32Array.of(0, 0, 4, 9, 14, 0), ends: Uint32Array.of(0, 3, 8, 13, 19, 0) };
const states = (...firsts: number[]): { values: Float32Array; columns: number } => ({
  values: Float32Array.from(firsts.flatMap((first) => [first, 0])),
  columns: HIDDEN,
});

describe('the name tagger', () => {
  const tagger = openNameTagger(parameters(), HIDDEN);

  it('joins the words of one name', () => {
    const [name, ...others] = tagger.find(text, offsets, states(0, 0, 1, 1, 0, 0));
    expect(others).toEqual([]);
    expect(name).toMatchObject({ start: 4, end: 13, type: 'PER' });
    expect(name?.confidence).toBeGreaterThan(0.5);
    expect(name?.confidence).toBeLessThanOrEqual(1);
  });

  it('finds nothing where no word looks like a name', () => {
    expect(tagger.find(text, offsets, states(0, 0, 0, 0, 0, 0))).toEqual([]);
  });

  it('reads an empty text', () => {
    expect(
      tagger.find('', { starts: Uint32Array.of(0, 0), ends: Uint32Array.of(0, 0) }, states(0, 0)),
    ).toEqual([]);
  });
});
