import { parseQuery } from '@khabar/query';
import { expect, test } from 'vitest';

import { rankedBy, saturated } from './relevance.ts';

const context = {
  resolveEntity: (name: string) => (name === 'Kabulov' ? ['person:zamir-kabulov'] : []),
  now: new Date('2025-07-10T00:00:00.000Z'),
};
const ranked = (query: string) => rankedBy(parseQuery(query).ast, context);

test('a word that another may stand for is optional, one that every article has is not', () => {
  expect(ranked('wheat (snow^3 OR flour)')).toEqual([
    { kind: 'word', stem: 'wheat', by: 1, isOptional: false },
    { kind: 'word', stem: 'snow', by: 3, isOptional: true },
    { kind: 'word', stem: 'flour', by: 1, isOptional: true },
  ]);
});

test('what excludes or only filters ranks nothing', () => {
  expect(ranked('-wheat lang:fa published:2025 stance:(holder:Russia) score:>0.5')).toEqual([]);
});

test('entities, beginnings and spellings rank, the same one once, and eight at most', () => {
  expect(ranked('entity:Kabulov wh* wheet~1 wh*')).toEqual([
    { kind: 'entity', id: 'person:zamir-kabulov', by: 1 },
    { kind: 'beginning', prefix: 'wh', by: 1 },
    { kind: 'word', stem: 'wheet', by: 1, isOptional: true },
  ]);
  expect(ranked('a b c d e f g h i j')).toHaveLength(8);
});

test('a word said once more counts less each time', () => {
  const gains = [1, 2, 3, 4].map((times) => saturated(times) - saturated(times - 1));
  expect(gains).toEqual(gains.toSorted((a, b) => b - a));
  expect(saturated(1000)).toBeLessThan(1);
});
