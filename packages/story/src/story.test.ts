import { expect, test } from 'vitest';

import {
  bandsOf,
  chooseStory,
  compareTexts,
  signatureBytes,
  signatureFromBytes,
  signatureOf,
  similarity,
} from './index.ts';

const AGENCY =
  'Russia has removed the movement from its list of banned organisations after a ruling of the Supreme Court. The ruling took effect at once. ' +
  'Officials in Kabul welcomed the step and said that trade would grow. Diplomats expect that an ambassador will present his papers before the summer. ' +
  'Rights groups said that nothing had changed for women who may not study.';
const LEAD = 'Our correspondent writes from the capital that the long awaited decision came this morning. ';
const OTHER =
  'Wheat prices in the northern provinces fell for the third week as trucks from across the border reached the markets. Traders in Mazar said that ' +
  'they had sold more flour than in any month of last year and that the road through the pass stayed open in spite of snow.';

function signature(text: string): Uint32Array {
  const value = signatureOf(text);
  if (value === null) throw new Error('too short');
  return value;
}

test('agency copy under another lead is the same story', () => {
  const original = signature(AGENCY);
  const reprint = signature(LEAD + AGENCY);
  const bands = new Set(bandsOf(original));
  expect(bandsOf(reprint).some((band) => bands.has(band))).toBe(true);
  expect(chooseStory(reprint, [{ id: 'a', storyId: 'a', signature: original }])?.storyId).toBe('a');
});

test('two texts on different things are two stories', () => {
  expect(similarity(signature(AGENCY), signature(OTHER))).toBeLessThan(0.2);
  expect(chooseStory(signature(OTHER), [{ id: 'a', storyId: 'a', signature: signature(AGENCY) }])).toBeNull();
});

test('a text of a few words has no signature', () => {
  expect(signatureOf('Photo of the day')).toBeNull();
});

test('a signature survives its way through bytes', () => {
  const original = signature(AGENCY);
  expect(Array.from(signatureFromBytes(signatureBytes(original)))).toEqual(Array.from(original));
  // As a database driver hands it out: a view into a pool.
  const pooled = Buffer.concat([Buffer.from('....'), signatureBytes(original), Buffer.from('....')]).subarray(
    4,
    4 + 256,
  );
  expect(Array.from(signatureFromBytes(pooled))).toEqual(Array.from(original));
});

test('an edit shows as the sentences that came and went', () => {
  expect(compareTexts('One thing is so. Another was false.', 'One thing is so. Another was true.')).toEqual({
    added: ['Another was true.'],
    removed: ['Another was false.'],
  });
});
