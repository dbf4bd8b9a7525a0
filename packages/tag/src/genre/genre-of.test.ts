import { expect, test } from 'vitest';

import { genreOf, loadGenres } from './index.ts';

const genres = loadGenres();
const kindOf = (input: Parameters<typeof genreOf>[0], language = 'en') =>
  genreOf(input, genres.get(language), genres.get('en'));

const REPORT = `Officials said on Monday that the crossing would open again. ${'Lorries wait on both sides of the border, drivers told reporters. '.repeat(12)}`;

test('the folder of an address tells an opinion, the name of the article does not', () => {
  const at = (url: string) => kindOf({ title: 'The crossing', text: REPORT, url }).kind;
  expect(at('https://ledger.example/opinion/2025/the-crossing')).toBe('opinion');
  expect(at('https://ledger.example/2025/opinion')).toBe('news');
});

test('polls of opinion are news', () => {
  expect(kindOf({ title: 'Opinion polls show doubt about the road', text: REPORT }).kind).toBe('news');
});

test('what somebody says in quotation marks makes no opinion', () => {
  const text = `${REPORT}\n“I believe we must act. In my view it is time. Let us be honest, we should stop waiting,” she said.`;
  expect(kindOf({ title: 'Minister urges haste', text }).kind).toBe('news');
});

test('entries by the clock are a live blog in any language', () => {
  const entries = ['۱۴:۰۵', '۱۴:۲۰', '۱۴:۳۱', '۱۵:۰۰', '۱۵:۴۰'].map((time) => `${time} هیئت به هتل رسید.`);
  expect(kindOf({ title: 'نشست دوحه', text: entries.join('\n') }, 'fa').kind).toBe('live');
});

test('a list with dashes is no interview', () => {
  const text = `${REPORT}\n- flour, 500 tonnes\n- rice, 200 tonnes\n- oil, 40 tonnes\n- sugar, 30 tonnes`;
  expect(kindOf({ title: 'What the convoy carries', text }).kind).toBe('news');
});

test('a text of a language without marks is told by its shape alone', () => {
  const turns = ['— Siz qachon keldingiz?', '— Bahorda.', '— Nima ko‘rdingiz?', '— Bo‘sh ko‘chani.'];
  expect(genreOf({ title: '', text: turns.join('\n') }, undefined, genres.get('en')).kind).toBe('interview');
});
