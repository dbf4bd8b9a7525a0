import { describe, expect, test } from 'vitest';

import type { Search, SearchFilters } from '../port.ts';
import { allIds, search } from './asking.ts';
import { CORPUS } from './corpus.ts';

/** What is counted. */
export function countContract(index: () => Search): void {
  describe('counts', () => {
    test('of values leave a field’s own filter out, and list what is selected even where it counts nothing', async () => {
      const filters: SearchFilters = { language: { include: ['ru'], exclude: ['de'] } };
      const facets = await index().facets(
        search('талибы OR "moscow format" OR روسیه', { filters }),
        ['language', 'country', 'entity'],
        { size: 10 },
      );
      expect(facets.language).toEqual([
        { value: 'en', count: 2 },
        { value: 'ru', count: 2 },
        { value: 'fa', count: 1 },
        { value: 'fa-AF', count: 1 },
        { value: 'de', count: 0 },
      ]);
      expect(facets.country).toEqual([{ value: 'RU', count: 2 }]);
      expect(facets.entity).toEqual([
        { value: 'org:taliban', count: 2 },
        { value: 'country:russia', count: 1 },
        { value: 'person:zamir-kabulov', count: 1 },
      ]);
      expect(facets.source).toEqual([]);
    });

    test('of values are stories when folded, can be searched by beginning, and are limited', async () => {
      const folded = await index().facets(
        search('"moscow format"', { duplicates: 'fold' }),
        ['source', 'stance', 'dated', 'topic', 'kind'],
        { size: 1 },
      );
      expect(folded.source).toEqual([{ value: 'en-news.example', count: 1 }]);
      expect(folded.stance).toEqual([{ value: 'country:russia>org:taliban>favor', count: 1 }]);
      expect(folded.dated).toEqual([{ value: 'true', count: 1 }]);
      const named = await index().facets(search(''), ['entity'], { size: 10, prefix: 'Zam' });
      expect(named.entity).toEqual([{ value: 'person:zamir-kabulov', count: 3 }]);
    });

    test('of kinds of articles and of subjects stand beside kinds of outlets', async () => {
      const filters: SearchFilters = {
        kind: { include: ['state'], exclude: [] },
        subject: { include: ['north'], exclude: [] },
      };
      const facets = await index().facets(search('', { filters }), ['genre', 'subject', 'kind'], { size: 5 });
      expect(facets.genre).toEqual([
        { value: 'interview', count: 1 },
        { value: 'news', count: 1 },
      ]);
      expect(facets.subject).toEqual([
        { value: 'north', count: 2 },
        { value: 'water', count: 1 },
      ]);
      const without: SearchFilters = {
        genre: { include: [], exclude: ['interview'] },
        subject: { include: ['north'], exclude: [] },
      };
      const kept = await index().find(search('', { filters: without }));
      expect(kept.items.map(({ id }) => id)).toEqual(['ru-list']);
    });

    test('over time say what matched and what was collected, empty buckets too', async () => {
      const filters: SearchFilters = {
        country: { include: ['AF', 'RU', 'US'], exclude: [] },
        entity: { include: ['country:russia'], exclude: [] },
      };
      const { buckets, truncated } = await index().timeline(
        search('', { filters, duplicates: 'fold' }),
        'day',
      );
      expect(truncated).toBe(false);
      expect(buckets).toEqual([
        { start: '2025-07-03T00:00:00.000Z', matching: 1, collected: 1 },
        { start: '2025-07-04T00:00:00.000Z', matching: 1, collected: 1 },
        { start: '2025-07-05T00:00:00.000Z', matching: 1, collected: 1 },
      ]);
      const weeks = await index().timeline(
        search('', { filters: { from: '2025-06-01T00:00:00.000Z' } }),
        'week',
      );
      expect(weeks.buckets.map(({ start, matching }) => [start.slice(0, 10), matching])).toEqual([
        ['2025-06-16', 1],
        ['2025-06-23', 0],
        ['2025-06-30', 8],
      ]);
      const years = await index().timeline(search('title:recognised'), 'year');
      expect(years.buckets).toEqual([]);
    });

    test('of statements over time are by pair and label', async () => {
      const months = await index().stanceTimeline(
        search('', { duplicates: 'fold' }),
        { target: 'Taliban' },
        'year',
      );
      expect(months).toEqual([
        { start: '2024-01-01T00:00:00.000Z', favor: 0, against: 1, neutral: 0, unclear: 0 },
        { start: '2025-01-01T00:00:00.000Z', favor: 2, against: 0, neutral: 0, unclear: 0 },
      ]);
      const all = await index().stanceTimeline(search('lang:en'), {}, 'year');
      expect(all.map(({ favor, against }) => [favor, against])).toEqual([
        [0, 2],
        [2, 0],
      ]);
    });

    test('of dates are the first and the last', async () => {
      expect(await index().dateRange(search('lang:ru'))).toEqual({
        first: '2025-06-30T09:00:00.000Z',
        last: '2025-07-03T19:40:00.000Z',
      });
      expect(await index().dateRange(search('nothinglikethis'))).toBeNull();
    });

    test('of words complete a beginning', async () => {
      expect(await index().terms('Тали', 5)).toEqual([
        { value: 'талибов', count: 2 },
        { value: 'талибан', count: 1 },
      ]);
      expect(await index().terms('', 5)).toEqual([]);
    });

    test('of ids are all, newest first', async () => {
      const ids = await allIds(index(), '');
      expect(ids).toHaveLength(CORPUS.length);
      expect(ids[0]).toBe('ps-government');
      expect(ids.at(-1)).toBe('en-rifles');
    });

    test('of documents are those put', async () => {
      const { documents, bytes } = await index().size();
      expect(documents).toBe(CORPUS.length);
      expect(bytes).toBeGreaterThan(0);
    });
  });
}
