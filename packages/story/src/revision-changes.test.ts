import { expect, test } from 'vitest';

import { revisionChanges } from './revision-changes.ts';

const TITLE = 'Ministry answers';
const version = (text: string, more: object = {}) => ({ title: TITLE, text, ...more });
const kinds = (before: string, after: string) => revisionChanges(version(before), version(after));

test('a corrected letter is a typo, in each script', () => {
  expect(kinds('The delagation left on Monday.', 'The delegation left on Monday.')).toEqual(['typo']);
  expect(
    kinds('Делегация прибыла в Кабул, собщил министр.', 'Делегация прибыла в Кабул, сообщил министр.'),
  ).toEqual(['typo']);
  expect(kinds('وزارت خارحه این خبر را تایید کرد.', 'وزارت خارجه این خبر را تایید کرد.')).toEqual(['typo']);
  expect(kinds('د بهرنیو چارو وزرات دا خبر تایید کړ.', 'د بهرنیو چارو وزارت دا خبر تایید کړ.')).toEqual([
    'typo',
  ]);
  expect(kinds('أكدت الوزراة الخبر أمس.', 'أكدت الوزارة الخبر أمس.')).toEqual(['typo']);
});

test('only marks, spaces or a joined word changed: a typo', () => {
  expect(kinds('The envoy left , he said.', 'The envoy left, he said!')).toEqual(['typo']);
  expect(kinds('The head quarters was closed.', 'The headquarters was closed.')).toEqual(['typo']);
});

test('another sentence is wording, and so is a "not"', () => {
  expect(kinds('The road is open.', 'The road is open. Trucks pass by night as well.')).toEqual(['wording']);
  expect(kinds('He did now agree to it.', 'He did not agree to it.')).toEqual(['wording']);
});

test('another figure is a change of numbers in whatever digits', () => {
  expect(kinds('The fire killed 12 people.', 'The fire killed 14 people.')).toEqual(['numbers']);
  expect(kinds('در آتش‌سوزی ۱۲ نفر کشته شدند.', 'در آتش‌سوزی 12 نفر کشته شدند.')).not.toContain('numbers');
});

test('other words of a speaker are a changed quote, a slip in one is a typo', () => {
  const said = (words: string) => `The minister spoke. “${words}”, he said.`;
  expect(kinds(said('We will recognise them this year'), said('We may recognise them one day'))).toEqual([
    'quote',
  ]);
  expect(kinds(said('We will recogmise them this year'), said('We will recognise them this year'))).toEqual([
    'typo',
  ]);
  expect(kinds('Он сказал: «Мы признаём их».', 'Он сказал, что они признают их.')).toEqual(['quote']);
});

test('entities and stances are compared where both versions have them', () => {
  const before = version('Moscow spoke of Kabul.', {
    entities: ['ru', 'kabul'],
    stances: ['ru>taliban:favor'],
  });
  const after = version('Moscow spoke of Tehran.', {
    entities: ['ru', 'tehran'],
    stances: ['ru>taliban:against'],
  });
  expect(revisionChanges(before, after)).toEqual(['stance', 'entities']);
  expect(revisionChanges(before, version('Moscow spoke of Tehran.'))).toEqual(['wording']);
});

test('a new headline counts, and nothing new is no change', () => {
  const text = 'The road is open.';
  expect(
    revisionChanges({ title: 'Road opens', text }, { title: 'Road reopened after years', text }),
  ).toEqual(['wording']);
  expect(revisionChanges(version(text), version(text))).toEqual([]);
});
