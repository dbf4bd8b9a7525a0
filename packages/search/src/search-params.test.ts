import { expect, test } from 'vitest';

import { readSearchParams } from './search-params.ts';

const NOW = new Date('2025-07-04T12:00:00.000Z');

test('an empty address means the newest of the last thirty days, copies folded', () => {
  const read = readSearchParams({}, NOW);
  expect(read.request).toMatchObject({
    duplicates: 'fold',
    sort: 'new',
    size: 20,
    filters: { from: '2025-06-04T12:00:00.000Z' },
  });
  expect(read.defaultRange).toBe(true);
});

test('words are sorted by relevance unless the address says otherwise', () => {
  expect(readSearchParams({ q: 'Кабулов' }, NOW).request.sort).toBe('rel');
  expect(readSearchParams({ q: 'Кабулов', sort: 'old' }, NOW).request.sort).toBe('old');
});

test('a day, a month or a year as the end is meant whole', () => {
  const end = (to: string) => readSearchParams({ to }, NOW).request.filters.to;
  expect([end('2025-07-03'), end('2025-02'), end('2024'), end('now')]).toEqual([
    '2025-07-04T00:00:00.000Z',
    '2025-03-01T00:00:00.000Z',
    '2025-01-01T00:00:00.000Z',
    NOW.toISOString(),
  ]);
});

test('a leading minus excludes, and a stance keeps its empty parts', () => {
  const { filters } = readSearchParams(
    { lang: 'ru,-en', stance: 'country:russia>org:taliban>positive,>org:taliban>' },
    NOW,
  ).request;
  expect(filters.language).toEqual({ include: ['ru'], exclude: ['en'] });
  expect(filters.stance).toEqual([
    { holder: 'country:russia', target: 'org:taliban', label: 'favor' },
    { target: 'org:taliban' },
  ]);
});

test('all dates are asked for by name', () => {
  const read = readSearchParams({ from: 'all' }, NOW);
  expect(read.request.filters.from).toBeUndefined();
  expect(read).toMatchObject({ defaultRange: false, paramHints: [] });
});

test('what cannot be read falls back and is named', () => {
  const read = readSearchParams({ from: '2025-02-31', sort: 'best', size: '9999', unknown: 'x' }, NOW);
  expect(read.paramHints.map((hint) => hint.parameter)).toEqual(['from', 'sort', 'size']);
  expect(read.request).toMatchObject({ sort: 'new', size: 20 });
  expect(read.request.filters.from).toBeUndefined();
});
