import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';

import {
  coverageSearch,
  cycleValue,
  ignoredParameters,
  parseSearch,
  searchPageSearch,
  stringifySearch,
} from './search-params.ts';

test('an address is written readably and read back the same', () => {
  const search = {
    q: '(Russia OR روسیه) "moscow format"',
    lang: 'ru,-en',
    stance: 'country:russia>org:taliban>favor',
    from: '-30d',
  };
  const written = stringifySearch(search);
  expect(written).toContain('lang=ru,-en');
  expect(written).toContain('stance=country:russia>org:taliban>favor');
  expect(coverageSearch(parseSearch(written))).toMatchObject(search);
});

test('a query of digits or of JSON stays text', () => {
  expect(parseSearch('?q=2025').q).toBe('2025');
  expect(coverageSearch(parseSearch('?q=%7B%22a%22%3A1%7D')).q).toBe('{"a":1}');
});

test('any text comes back from an address as it was', () => {
  assert(
    property(string({ unit: 'grapheme', minLength: 1 }), (q) => {
      expect(parseSearch(stringifySearch({ q })).q).toBe(q);
    }),
  );
});

test('what cannot be used falls back to the default and is named', () => {
  const given = '?from=yesterday&sort=loud&lang=ru&utm_source=x';
  const used = searchPageSearch(parseSearch(given));
  expect(used).toMatchObject({ from: undefined, sort: undefined, lang: 'ru' });
  expect(ignoredParameters(given, used)).toEqual(['from', 'sort']);
});

test.each(['-30d', '-24h', '-1y', 'all', 'now', '2025', '2025-07', '2025-07-03', '2025-07-03T16:40:00.000Z'])(
  'the date %s is understood',
  (from) => {
    expect(coverageSearch({ from }).from).toBe(from);
  },
);

test('a filter value goes off, in, out and off, and the others stay', () => {
  const included = cycleValue('en', 'ru');
  expect(included).toBe('en,ru');
  const excluded = cycleValue(included, 'ru');
  expect(excluded).toBe('en,-ru');
  expect(cycleValue(excluded, 'ru')).toBe('en');
  expect(cycleValue('-ru', 'ru')).toBeUndefined();
});
