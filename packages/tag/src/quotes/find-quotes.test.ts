import { Entity, type Quote } from '@khabar/article';
import { expect, test } from 'vitest';

import { openTagger } from '../tag-article.ts';

const names: readonly (readonly [string, Entity['type'], readonly (readonly [string, string])[]])[] = [
  [
    'person:sergey-lavrov',
    'person',
    [
      ['en', 'Sergey Lavrov'],
      ['en', 'Lavrov'],
      ['ru', 'Сергей Лавров'],
      ['ru', 'Лавров'],
    ],
  ],
  [
    'person:zamir-kabulov',
    'person',
    [
      ['en', 'Zamir Kabulov'],
      ['en', 'Kabulov'],
      ['ru', 'Замир Кабулов'],
      ['ru', 'Кабулов'],
      ['fa', 'ضمیر کابلوف'],
      ['ps', 'ضمیر کابلوف'],
      ['ar', 'ضمير كابولوف'],
    ],
  ],
  [
    'org:taliban',
    'org',
    [
      ['en', 'Taliban'],
      ['ru', 'Талибан'],
      ['ru', 'талибы'],
      ['fa', 'طالبان'],
      ['ps', 'طالبان'],
      ['ar', 'طالبان'],
    ],
  ],
  [
    'country:russia',
    'country',
    [
      ['en', 'Russia'],
      ['ru', 'Россия'],
      ['fa', 'روسیه'],
      ['ps', 'روسیه'],
      ['ar', 'روسيا'],
    ],
  ],
];
const tagger = openTagger(
  names.map(([id, type, texts]) =>
    Entity.parse({ id, type, names: texts.map(([language, text]) => ({ language, text, kind: 'alias' })) }),
  ),
);

function quotesOf(language: string, text: string): readonly Quote[] {
  return tagger.tag({ title: '', text, language }).quotes;
}

function told(language: string, text: string): (readonly [string, string | null, string])[] {
  return quotesOf(language, text)
    .filter(({ kind }) => kind !== 'indirect')
    .map(({ kind, speakerId, text: words }) => [kind, speakerId, words] as const);
}

test('the speaker may stand after, before or inside the quote', () => {
  expect(told('en', '“We are waiting for a decision,” Kabulov said.')).toEqual([
    ['direct', 'person:zamir-kabulov', 'We are waiting for a decision,'],
  ]);
  expect(told('en', 'Kabulov told reporters: “We are waiting for a decision.”')).toEqual([
    ['direct', 'person:zamir-kabulov', 'We are waiting for a decision.'],
  ]);
  expect(
    told('en', '“The work goes on,” said Lavrov. “We are waiting for a decision of the president.”'),
  ).toEqual([
    ['direct', 'person:sergey-lavrov', 'The work goes on,'],
    ['direct', 'person:sergey-lavrov', 'We are waiting for a decision of the president.'],
  ]);
});

test('a few quoted words in a reported sentence are a partial quote', () => {
  expect(told('en', 'Lavrov stated that the Taliban are the “actual power” in the country.')).toEqual([
    ['partial', 'person:sergey-lavrov', 'actual power'],
  ]);
});

test('marks around a name are no quote', () => {
  expect(told('ru', 'Лавров заявил, что Россия ведёт переговоры с движением «Талибан».')).toEqual([]);
  expect(told('en', 'Lavrov spoke to “Channel One” and said nothing new.')).toEqual([]);
});

test('a pronoun means the one last named', () => {
  expect(
    told(
      'en',
      'Although Kabulov named no date, he underscored the goal: “This must be done before the summer of next year.”',
    ),
  ).toEqual([['direct', 'person:zamir-kabulov', 'This must be done before the summer of next year.']]);
});

test('an apposition between a name and its verb does not hide the speaker', () => {
  const [quote] = quotesOf('en', 'Zamir Kabulov, the envoy of Russia, said that the work goes on.');
  expect(quote?.speakerId).toBe('person:zamir-kabulov');
  expect(quote?.kind).toBe('indirect');
  expect(quote?.text).toBe('the work goes on');
});

test('Russian guillemets, nested marks and dialogue dashes are read', () => {
  expect(told('ru', '«Признавать „Талибан“ преждевременно», — отметил Кабулов.')).toEqual([
    ['direct', 'person:zamir-kabulov', 'Признавать „Талибан“ преждевременно'],
  ]);
  expect(told('ru', '— Мы ждём решения, — сказал Кабулов. — Работа продолжается.')).toEqual([
    ['direct', 'person:zamir-kabulov', 'Мы ждём решения'],
    ['direct', 'person:zamir-kabulov', 'Работа продолжается.'],
  ]);
});

test('a quote of two paragraphs has one speaker', () => {
  const text =
    'Lavrov said: “Our work with the neighbours goes on and on.\n“Nothing has changed since the last summer here.”';
  expect(told('en', text).map(([, speaker]) => speaker)).toEqual([
    'person:sergey-lavrov',
    'person:sergey-lavrov',
  ]);
});

test('Persian, Pashto and Arabic quotes find their speaker', () => {
  expect(
    told('fa', 'ضمیر کابلوف گفت: «ما منتظر تصمیم رهبری روسیه هستیم و کار ادامه دارد.»').map(
      ([, speaker]) => speaker,
    ),
  ).toEqual(['person:zamir-kabulov']);
  expect(
    told('ps', 'ضمیر کابلوف وویل: «موږ د مشرتابه پرېکړې ته سترګې په لار یو او کار روان دی.»').map(
      ([, speaker]) => speaker,
    ),
  ).toEqual(['person:zamir-kabulov']);
  expect(
    told('ar', 'قال ضمير كابولوف: «ننتظر قرار القيادة والعمل مستمر في هذا الملف».').map(
      ([, speaker]) => speaker,
    ),
  ).toEqual(['person:zamir-kabulov']);
});

test('offsets of a quote point at its words in the text', () => {
  const text = 'Kabulov said 😀: “The work goes on in every ministry of ours.”';
  const [quote] = quotesOf('en', text);
  expect(text.slice(quote?.start, quote?.end)).toBe(quote?.text);
});
