import { expect, test } from 'vitest';

import { openTagger } from './tag-article.ts';

const tagger = openTagger([
  { id: 'org:taliban', type: 'org', names: [{ language: 'en', text: 'Taliban', kind: 'label' }] },
  { id: 'country:russia', type: 'country', names: [{ language: 'en', text: 'Russia', kind: 'label' }] },
]);

const LIMIT = 32;

function cost(text: string): number {
  const from = performance.now();
  tagger.tag({ title: '', text, language: 'en' });
  return performance.now() - from;
}

/**
 * How much more eight times the text costs, at best of some tries: about 8 where the work is linear, 64 where it is quadratic. The
 * best of few, since a busy machine only ever makes a run slower.
 */
function growth(piece: string, letters: number): number {
  const large = piece.repeat(Math.ceil(letters / piece.length));
  const small = large.slice(0, large.length / 8);
  const tries = 5;
  cost(large);
  const smalls = Array.from({ length: tries }, () => cost(small)).toSorted((a, b) => a - b);
  const median = smalls[Math.floor(tries / 2)] ?? 0;
  let best = Number.POSITIVE_INFINITY;
  for (let at = 0; at < tries && best >= LIMIT * median; at += 1) best = Math.min(best, cost(large));
  return best / median;
}

test.each([
  ['quotation marks', '“', 10_000],
  ['quotes that nobody says', '“a” ', 16_000],
  ['lines that open a quote', '“a\n', 16_000],
  ['words without a sentence end', 'Taliban praised Russia and condemned sanctions against ', 16_000],
  ['speakers', 'Russia said “a”, ', 16_000],
  ['negations', 'not no never ', 16_000],
])('the work grows in step with the text: %s', (_, piece, letters) => {
  expect(growth(piece, letters)).toBeLessThan(LIMIT);
});

test('a hundred thousand letters without a space are read', () => {
  expect(tagger.tag({ title: '', text: 'a'.repeat(100_000), language: 'en' }).stances).toEqual([]);
});
