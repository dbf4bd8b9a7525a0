import { expect, test } from 'vitest';

import { sentences } from './sentences.ts';

const split = (text: string): string[] => sentences(text).map(({ start, end }) => text.slice(start, end));

test('abbreviations, initials and decimals do not end a sentence', () => {
  expect(
    split('Mr. Lavrov met J. Smith of the U.N. Security Council at 3.5 km on Jan. 5. It ended.'),
  ).toEqual(['Mr. Lavrov met J. Smith of the U.N. Security Council at 3.5 km on Jan. 5.', 'It ended.']);
  expect(split('В 2021 г. Россия решила. С. В. Лавров уехал.')).toEqual([
    'В 2021 г. Россия решила.',
    'С. В. Лавров уехал.',
  ]);
});

test('an acronym may end one when the next word begins one', () => {
  expect(split('He left the U.S. The talks went on.')).toEqual(['He left the U.S.', 'The talks went on.']);
});

test('closing quotation marks belong to the sentence, what follows in lower case too', () => {
  expect(split('"Why?" he asked. "No."')).toEqual(['"Why?" he asked.', '"No."']);
  expect(split('«Почему?» — спросил он. Да… Нет!')).toEqual(['«Почему?» — спросил он.', 'Да…', 'Нет!']);
});

test('Arabic and Urdu marks end sentences, also without a space', () => {
  expect(split('او آمد؟ بلی. هاں۔ نہیں')).toEqual(['او آمد؟', 'بلی.', 'هاں۔', 'نہیں']);
  expect(split('او رفته است.وی آمد.')).toEqual(['او رفته است.', 'وی آمد.']);
});

test('a line feed always ends one and list numbers do not', () => {
  expect(split('Headline\n1. First item. Next')).toEqual(['Headline', '1. First item.', 'Next']);
});

test('long texts without an end take linear time', () => {
  expect(sentences('a\n'.repeat(50_000))).toHaveLength(50_000);
  expect(sentences('a. '.repeat(50_000)).length).toBeGreaterThan(0);
});
