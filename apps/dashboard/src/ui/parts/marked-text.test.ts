import { expect, test } from 'vitest';

import { sentenceOf } from './marked-text.tsx';

const evidence = { start: 7, end: 15, text: 'признала', field: 'text' } as const;

test('a statement is shown as its whole sentence', () => {
  const sentence = { text: 'Россия признала ИЭА.', marks: [{ start: 7, end: 15 }] };
  expect(sentenceOf({ evidence, sentence })).toEqual(sentence);
});

test('without a sentence the evidence itself is shown', () => {
  expect(sentenceOf({ evidence })).toEqual({ text: 'признала', marks: [] });
});

test('a sentence that is all evidence is not marked', () => {
  const sentence = { text: 'признала', marks: [{ start: 0, end: 8 }] };
  expect(sentenceOf({ evidence, sentence })).toEqual({ text: 'признала', marks: [] });
});
