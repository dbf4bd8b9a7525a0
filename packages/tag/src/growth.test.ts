import { expect, test } from 'vitest';

import { openTagger } from './tag-article.ts';

const tagger = openTagger([
  { id: 'org:taliban', type: 'org', names: [{ language: 'en', text: 'Taliban', kind: 'label' }] },
  { id: 'country:russia', type: 'country', names: [{ language: 'en', text: 'Russia', kind: 'label' }] },
]);

/** Least time of three runs, in milliseconds. */
function cost(text: string): number {
  const runs = [1, 2, 3].map(() => {
    const from = performance.now();
    tagger.tag({ title: '', text, language: 'en' });
    return performance.now() - from;
  });
  return Math.min(...runs);
}

/** How much more eight times the text costs; about 8 where the work is linear, 64 where it is quadratic. */
function growth(piece: string, letters: number): number {
  const large = piece.repeat(Math.ceil(letters / piece.length));
  cost(large);
  return cost(large) / cost(large.slice(0, large.length / 8));
}

test.each([
  ['quotation marks', '“', 10_000],
  ['quotes that nobody says', '“a” ', 16_000],
  ['lines that open a quote', '“a\n', 16_000],
  ['words without a sentence end', 'Taliban praised Russia and condemned sanctions against ', 16_000],
  ['speakers', 'Russia said “a”, ', 16_000],
  ['negations', 'not no never ', 16_000],
])('the work grows in step with the text: %s', (_, piece, letters) => {
  expect(growth(piece, letters)).toBeLessThan(48);
});

test('a hundred thousand letters without a space are read', () => {
  expect(tagger.tag({ title: '', text: 'a'.repeat(100_000), language: 'en' }).stances).toEqual([]);
});
