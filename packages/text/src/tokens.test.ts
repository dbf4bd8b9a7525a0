import { expect, test } from 'vitest';

import { tokens } from './tokens.ts';

const forms = (text: string): string[] => tokens(text).map((token) => token.folded);
const spans = (text: string): string[] => tokens(text).map((token) => text.slice(token.start, token.end));

test('hyphens and slashes part words, acronyms and apostrophes join them', () => {
  expect(forms('Russia-Taliban UN/SC U.N. O’Brien Qur’an')).toEqual([
    'russia',
    'taliban',
    'un',
    'sc',
    'un',
    'obrien',
    'quran',
  ]);
});

test('a possessive is not part of the word', () => {
  expect(spans('Russia’s envoy')).toEqual(['Russia', 'envoy']);
});

test('letters and digits part company, so that three spellings of a name are the same tokens', () => {
  expect(forms('AK-47')).toEqual(forms('AK47'));
  expect(forms('AK-47')).toEqual(forms('ak 47'));
});

test('decimals and thousands are one number, dates are three', () => {
  expect(forms('3.5 3,5 ۳٫۵ 1,000,000 15.08.2021')).toEqual([
    '3.5',
    '3.5',
    '3.5',
    '1000000',
    '15',
    '08',
    '2021',
  ]);
});

test('a Persian plural written apart, with a joiner or together is one word', () => {
  expect(forms('کشور ها کشور‌ها کشورها')).toEqual(['کشورها', 'کشورها', 'کشورها']);
  expect(spans('کشور ها آمدند')).toEqual(['کشور ها', 'آمدند']);
});

test('words joined by zero-width non-joiners are the words written apart', () => {
  expect(forms('به‌رسمیت‌شناختن')).toEqual(forms('به رسمیت شناختن'));
});

test('spans are free of direction marks', () => {
  expect(spans('\u200fطالبان\u200f')).toEqual(['طالبان']);
});

test('a long hostile text takes linear time', () => {
  expect(tokens("a'".repeat(60_000))).toHaveLength(1);
  expect(tokens('a.'.repeat(60_000))).toHaveLength(1);
  expect(tokens('1,'.repeat(60_000))).toHaveLength(60_000);
});

test('a letter that folds to several is in the span of each word it holds', () => {
  expect(spans('⑴ ℀')).toEqual(['⑴', '℀', '℀']);
});
