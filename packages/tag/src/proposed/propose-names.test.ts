import type { Mention } from '@khabar/article';
import { expect, test } from 'vitest';

import { proposeNames } from './propose-names.ts';
import { soundOf } from './sound-of.ts';

const none: Mention[] = [];
const found = (language: string, text: string, mentions = none) =>
  proposeNames({ title: '', text, language }, mentions).map(({ surface }) => surface);

test.each([
  ['en', 'The ministry spokesman Pavel Orlov said so. He left.', ['Pavel Orlov']],
  ['en', 'The governor of the northern province, who did not give a name, left.', []],
  ['en', 'The minister met Students and Teachers.', []],
  ['en', 'The ambassador left for the coast. Minister Ivan Petrov stayed.', ['Ivan Petrov']],
  ['ru', 'Об этом сообщил представитель министерства Павел Орлов.', ['Павел Орлов']],
  ['ru', 'Официальный представитель МИД ЧТО ЭТО заявил.', []],
  ['fa', 'مولوی پاول اورلوف گفت که گفتگوها ادامه دارد.', ['پاول اورلوف']],
  ['fa', 'ملا گفت که گفتگوها ادامه دارد.', []],
  ['ps', 'ښاغلي پاول اورلوف وویل چې خبرې روانې دي.', ['پاول اورلوف']],
  ['ar', 'قال الشيخ بافل أورلوف إن المحادثات مستمرة.', ['بافل أورلوف']],
])('%s: %s', (language, text, names) => {
  expect(found(language, text)).toEqual(names);
});

test('a name that the registry knows is not proposed', () => {
  const text = 'Spokesman Pavel Orlov said so.';
  const mention: Mention = {
    entityId: 'person:pavel-orlov',
    start: 10,
    end: 21,
    surface: 'Pavel Orlov',
    type: 'PER',
    field: 'text',
    how: 'name',
    confidence: 0.9,
  };
  expect(found('en', text, [mention])).toEqual([]);
});

test('a proposal has its sentence and where it stands', () => {
  const text = 'Nobody came. The envoy Pavel Orlov did.';
  expect(proposeNames({ title: 'A visit', text, language: 'en' }, none)).toMatchObject([
    {
      field: 'text',
      start: 23,
      end: 34,
      sentence: 'The envoy Pavel Orlov did.',
      foundBy: 'rule',
      type: 'PER',
    },
  ]);
});

test('spellings of one name sound alike in every script and case, other names do not', () => {
  const spellings = [
    'Pavel Orlov',
    'Pawel Orloff',
    'Павел Орлов',
    'Павла Орлова',
    'Павлом Орловым',
    'پاول اورلوف',
  ];
  expect(new Set(spellings.map((name) => soundOf(name)))).toEqual(new Set(['bl rl']));
  expect(soundOf('Zia Takhari')).toBe(soundOf('ضیا تخاری'));
  expect(soundOf('Zia Takhari')).toBe(soundOf('Зия Тахари'));
  expect(soundOf('Zia Takhari')).not.toBe(soundOf('Pavel Orlov'));
});
