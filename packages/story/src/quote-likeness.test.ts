import { expect, test } from 'vitest';

import { compareQuotes, quoteKeys, SAME_QUOTE } from './quote-likeness.ts';

const FIRST = 'We will not bargain over our sovereignty, and nobody should expect it of us';

test('the same words under other marks are the same quote', () => {
  const { likeness, change } = compareQuotes(
    FIRST,
    'we will not bargain over our sovereignty and nobody should expect it of us.',
  );
  expect([likeness, change]).toEqual([1, 'same']);
});

test('what an editor put in brackets is no change', () => {
  expect(
    compareQuotes('They have kept their word in full', 'They [the Taliban] have kept their word in full')
      .change,
  ).toBe('same');
});

test('a quote cut at its end is shortened', () => {
  const { change, pieces } = compareQuotes(FIRST, 'We will not bargain over our sovereignty');
  expect(change).toBe('shortened');
  expect(pieces).toEqual([
    { in: 'both', text: 'We will not bargain over our sovereignty' },
    { in: 'first', text: 'and nobody should expect it of us' },
  ]);
});

test('a lost "not" is told apart from other changes', () => {
  expect(
    compareQuotes(FIRST, 'We will bargain over our sovereignty, and nobody should expect it of us').change,
  ).toBe('negation');
  expect(
    compareQuotes('Мы не признаём это правительство сегодня', 'Мы признаём это правительство сегодня').change,
  ).toBe('negation');
  expect(compareQuotes('لن نساوم على سيادتنا أبدا', 'نساوم على سيادتنا أبدا').change).not.toBe('same');
  expect(
    compareQuotes('ما این دولت را نمی‌پذیریم و نخواهیم پذیرفت', 'ما این دولت را می‌پذیریم و خواهیم پذیرفت')
      .change,
  ).toBe('negation');
});

test('another word is a change, and the difference names both', () => {
  const { change, pieces, likeness } = compareQuotes(
    'Recognition is a question of months and no more than that',
    'Recognition is a question of years and no more than that',
  );
  expect(change).toBe('reworded');
  expect(likeness).toBeGreaterThan(SAME_QUOTE);
  expect(pieces.filter((piece) => piece.in !== 'both')).toEqual([
    { in: 'first', text: 'months' },
    { in: 'other', text: 'years' },
  ]);
});

test('other words of the same speaker are another quote', () => {
  expect(
    compareQuotes(FIRST, 'Trade with our neighbours goes on every day of the week').likeness,
  ).toBeLessThan(SAME_QUOTE);
});

test('a quote of few words has no keys, a distorted one shares some', () => {
  expect(quoteKeys('the actual power')).toEqual([]);
  const first = new Set(quoteKeys(FIRST));
  const shared = quoteKeys(
    'We will bargain over our sovereignty, he said, and nobody should expect it',
  ).filter((key) => first.has(key));
  expect(shared.length).toBeGreaterThan(3);
});
