import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatQuery } from './format-query.ts';
import { parseQuery } from './parse-query.ts';

const reading = (typed: string): string => formatQuery(parseQuery(typed).ast);
const codes = (typed: string): string[] => parseQuery(typed).hints.map((hint) => hint.code);

function repaired(typed: string): string {
  const [hint] = parseQuery(typed).hints;
  if (!hint?.repair) return typed;
  return typed.slice(0, hint.repair.start) + hint.repair.insert + typed.slice(hint.repair.end);
}

describe('what is written well', () => {
  test.each([
    ['taliban russia', 'taliban AND russia'],
    ['a OR b c', 'a OR (b AND c)'],
    ['a | b', 'a OR b'],
    ['(a OR b) NOT c', '(a OR b) AND NOT c'],
    ['-a !b NOT c d', 'NOT a AND NOT b AND NOT c AND d'],
    ['Москва И (Кабул ИЛИ Герат) НЕ футбол', 'Москва AND (Кабул OR Герат) AND NOT футбол'],
    ['«формат Москвы» “de facto”', '"формат Москвы" AND "de facto"'],
    ['"lavrov muttaqi"~5', '"lavrov muttaqi"~5'],
    ['title:(kabulov OR "special envoy")', 'title:kabulov OR title:"special envoy"'],
    ['talib* тали?ан', 'talib* AND тали?ан'],
    ['mutaqi~1', 'mutaqi~1'],
    ['lavrov^2.5 OR x', 'lavrov^2.5 OR x'],
    ['lang:Dari', 'lang:fa-AF'],
    ['country:Afghanistan', 'country:AF'],
    ['entity:person:zamir-kabulov', 'entity:"person:zamir-kabulov"'],
    [
      'stance:(holder:Russia target:Taliban polarity:positive)',
      'stance:(holder:Russia target:Taliban polarity:favor)',
    ],
    ['polarity:against', 'stance:(polarity:against)'],
    ['published:[2021-08-15 TO 2025-07-31]', 'published:[2021-08-15 TO 2025-07-31]'],
    ['published:>=۲۰۲۵-۰۷-۰۱', 'published:[2025-07-01 TO *]'],
    ['published:-7d', 'published:[-7d TO *]'],
    ['score:>0.6', 'score:{0.6 TO *]'],
    ['AK-47 UN/SC', '"AK-47" AND UN AND SC'],
    ['https://tass.example/a', 'url:"https://tass.example/a"'],
    [String.raw`title:\(1\+1\)`, 'title:"(1+1)"'],
    ['روسیه، طالبان؟', 'روسیه AND طالبان'],
    ['\u200fطالبان\u200f', 'طالبان'],
    ['who left?', 'who AND left'],
    ['', '*'],
  ])('%s is read as %s, without a hint', (typed, canonical) => {
    expect(reading(typed)).toBe(canonical);
    expect(codes(typed).filter((code) => code !== 'only-negative')).toEqual([]);
  });
});

describe('what is not', () => {
  test.each([
    ['(russia AND (taliban', 'unclosed-paren', 'russia AND taliban'],
    ['"islamic emirate', 'unclosed-quote', '"islamic emirate"'],
    ['a) b', 'stray-close', 'a AND b'],
    ['a OR', 'dangling-operator', 'a'],
    ['AND a', 'dangling-operator', 'a'],
    ['a not b', 'lowercase-operator', 'a AND not AND b'],
    ['Putin: moscow', 'unknown-field', 'Putin AND moscow'],
    ['a ] b', 'ignored-char', 'a AND b'],
    ['-cricket', 'only-negative', 'NOT cricket'],
    ['x'.repeat(2001), 'too-long', 'x'.repeat(2000)],
    ['title:', 'empty-field', '*'],
    ['/tal[iy]b/', 'regex-unsupported', 'tal*'],
    ['a*b', 'wildcard-too-short', '"a b"'],
    ['abc~2', 'fuzzy-too-short', 'abc~1'],
    ['kabulov~9', 'distance-too-large', 'kabulov~2'],
    ['a^1e308', 'bad-boost', 'a^100'],
    ['score:abc x', 'bad-score', 'x'],
    ['published:[foo TO bar] x', 'bad-date', 'x'],
    ['published:2021-02-30 x', 'bad-date', 'x'],
    ['lang:klingonese', 'unknown-language', 'lang:klingonese'],
    ['country:XQ', 'unknown-country', 'country:XQ'],
    ['stance:(holder:a polarity:up)', 'unknown-polarity', 'stance:(holder:a)'],
    ['stance:(holder:a football)', 'ignored-in-stance', 'stance:(holder:a)'],
    [`${'('.repeat(60)}a${')'.repeat(60)}`, 'too-deep', 'a'],
  ])('%s gives the hint %s', (typed, code, canonical) => {
    expect(codes(typed)).toContain(code);
    expect(reading(typed)).toBe(canonical);
  });

  test('more than 256 words are not read', () => {
    const typed = 'ab '.repeat(300);
    expect(codes(typed)).toEqual(['too-many-clauses']);
    expect(reading(typed).split(' AND ')).toHaveLength(256);
    expect(reading('kabulov~1 '.repeat(300)).split(' AND ')).toHaveLength(32);
  });

  test.each([['(a'], ['"a b'], ['a)'], ['a OR'], ['a and b'], ['Putin: a'], ['titel:a']])(
    'the repair of %s leaves nothing to hint at',
    (typed) => {
      expect(codes(typed)).toHaveLength(1);
      expect(codes(repaired(typed))).toEqual([]);
    },
  );

  test('hints point into what was typed, invisible marks and all', () => {
    const [hint] = parseQuery('\u200f«طالبان» AND').hints;
    expect(hint).toMatchObject({ code: 'dangling-operator', start: 10, end: 13, fragment: 'AND' });
  });
});

test('the reading is shown as chips that can be searched alone', () => {
  expect(parseQuery('(Russia OR Россия) -cricket').understood.map((chip) => chip.text)).toEqual([
    '(',
    'Russia',
    'or',
    'Россия',
    ')',
    'and',
    'not',
    'cricket',
  ]);
});

const RUNS = 1000;
const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'taliban',
      'Россия',
      'به‌رسمیت',
      'AK-47',
      "O'Brien",
      'U.N.',
      'NOTE',
      'talib*',
      'ta?i',
      'mutaqi~1',
      'x^2',
      '\\(',
      '\\AND',
      '*',
      '№5',
      '/re[x]/',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '(',
      ')',
      'AND',
      'OR',
      'NOT',
      'И',
      '-',
      '!',
      '|',
      '"',
      '"a b"~3',
      '[',
      ']',
      '{',
      '^',
      '~',
      ':',
      '\\',
      '?',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'title:',
      'body:(',
      'lang:fa',
      'entity:"a \\" b"',
      'stance:(holder:x polarity:pro)',
      'stance:a>b>',
      'score:>0.5',
      'published:[2021 TO now}',
      'exact:"A b"',
      'title:(exact:X)',
      'source:ta*',
      'foo:',
      'saved:AND',
      'author:(a b)',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
);
const typedQuery = fc
  .array(fc.tuple(piece, fc.constantFrom(' ', '', ' ')), { maxLength: 14 })
  .map((parts) => parts.flat().join(''));

test('any text is read, and its canonical text is read as the same query', () => {
  fc.assert(
    fc.property(typedQuery, (typed) => {
      const { ast } = parseQuery(typed);
      expect(parseQuery(formatQuery(ast)).ast).toEqual(ast);
    }),
    { numRuns: RUNS },
  );
});

test('hints and repairs of any text lie within it', () => {
  fc.assert(
    fc.property(typedQuery, (typed) => {
      for (const { start, end } of parseQuery(typed).hints) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(end).toBeLessThanOrEqual(typed.length);
      }
    }),
  );
});

test.each([
  ['('],
  ['NOT '],
  ['"'],
  ['a:'],
  ['-('],
  ['(a OR '],
  ['a OR '],
  ['^'],
  ['a^'],
  ['[ '],
  ['w AND OR '],
  ['stance:('],
  ['a\\'],
  ['\ud800'],
])('a hundred thousand times %j is read at once', (part) => {
  const begin = performance.now();
  parseQuery(part.repeat(100_000));
  expect(performance.now() - begin).toBeLessThan(1000);
});
