import { describe, expect, test } from 'vitest';

import { expandSaved } from './expand-saved.ts';
import { highlightsOf } from './highlights.ts';
import { matches, type QueryDocument } from './matches.ts';
import { parseQuery } from './parse-query.ts';
import { requiredTerms } from './required-terms.ts';

const DOCUMENT: QueryDocument = {
  url: 'https://kubha.example/world/2025/moscow-format',
  outletId: 'kubha.example',
  title: 'Moscow format: Kabulov meets the Taliban',
  text: 'The U.N. said the talks went on. Талибов приняли в Кремле. حکومت طالبان از به‌رسمیت‌شناختن گفت.\nLavrov then received acting minister Muttaqi.',
  authors: ['Amina Example'],
  language: 'fa-AF',
  country: 'AF',
  kind: 'agency',
  section: 'Opinion',
  publishedAt: '2025-07-04T10:00:00.000Z',
  firstSeenAt: '2025-07-05T00:00:00.000Z',
  topics: ['topic:taliban-recognition'],
  entities: [{ id: 'org:taliban' }, { id: 'person:zamir-kabulov' }],
  stances: [
    { holder: 'country:russia', target: 'org:taliban', label: 'favor', confidence: 0.8 },
    { holder: 'critics', target: 'country:russia', label: 'against', confidence: 0.4 },
  ],
};
const IDS: Readonly<Record<string, readonly string[]>> = {
  Russia: ['country:russia'],
  Taliban: ['org:taliban'],
  Кабулов: ['person:zamir-kabulov'],
};
const context = { resolveEntity: (name: string) => IDS[name] ?? [], now: new Date('2025-07-10T00:00:00Z') };
const finds = (query: string): boolean => matches(parseQuery(query).ast, DOCUMENT, context);

describe('an article is found by', () => {
  test.each([
    ['talk taliban'],
    ['талибан'],
    ['UN'],
    ['"به رسمیت شناختن"'],
    ['به‌رسمیت‌شناختن'],
    ['حكومت'],
    ['"lavrov muttaqi"~4'],
    ['"muttaqi lavrov"~4'],
    ['title:"moscow format"'],
    ['body:lavrov'],
    ['krem* OR крем*'],
    ['mutaqi~1'],
    ['mutaqqi~2'],
    ['exact:"U.N."'],
    ['author:amina'],
    ['url:moscow-format'],
    ['lang:fa'],
    ['lang:fa-AF source:kubha.example country:AF type:agency type:opinion topic:taliban-recognition'],
    ['entity:Кабулов'],
    ['entity:org:taliban'],
    ['entity:"acting minister"'],
    ['stance:(holder:Russia target:Taliban polarity:positive)'],
    ['score:>=0.8'],
    ['published:2025-07-04'],
    ['published:-7d'],
    ['published:[2025-07 TO 2025-07]'],
    ['-cricket'],
  ])('%s', (query) => {
    expect(finds(query)).toBe(true);
  });
});

describe('it is not found by', () => {
  test.each([
    ['cricket'],
    ['"format moscow"'],
    ['"lavrov muttaqi"~2'],
    ['title:lavrov'],
    ['body:format'],
    ['exact:"u.n."'],
    ['exact:"Lav"'],
    ['stance:(holder:critics target:Taliban)'],
    ['stance:(holder:Russia polarity:negative)'],
    ['stance:(polarity:against score:>0.5)'],
    ['published:{2025-07-04 TO *]'],
    ['published:[* TO 2025-07-04}'],
    ['lang:fa-IR'],
    ['NOT taliban'],
    ['saved:unknown'],
  ])('%s', (query) => {
    expect(finds(query)).toBe(false);
  });
});

test('marks stand on the positive words of the original', () => {
  const marks = highlightsOf(parseQuery('"moscow format" талибан OR шаги -lavrov').ast, DOCUMENT);
  expect(
    marks.map(({ field, start, end }) =>
      (field === 'title' ? DOCUMENT.title : DOCUMENT.text).slice(start, end),
    ),
  ).toEqual(['Moscow format', 'Талибов']);
});

test('required terms are those without which nothing can match', () => {
  expect(requiredTerms(parseQuery('(taliban OR talks) AND "moscow format" -x').ast)).toEqual([
    ['taliban', 'talk'],
    ['moscow'],
    ['format'],
  ]);
  expect(requiredTerms(parseQuery('taliban OR lang:ru').ast)).toEqual([]);
});

test('saved searches are put in place of their names, and one that names itself ends', () => {
  const saved: Readonly<Record<string, string>> = {
    a: 'taliban OR saved:b',
    b: 'kabulov',
    loop: 'saved:loop',
  };
  const find = (name: string) => (saved[name] === undefined ? null : parseQuery(saved[name]).ast);
  expect(expandSaved(parseQuery('saved:a').ast, find)).toEqual(parseQuery('taliban OR kabulov').ast);
  expect(matches(expandSaved(parseQuery('saved:loop').ast, find), DOCUMENT, context)).toBe(false);
});
