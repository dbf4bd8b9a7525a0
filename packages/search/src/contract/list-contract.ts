import { describe, expect, test } from 'vitest';

import type { Search, SearchFilters } from '../port.ts';
import { corpusDocument, idsOf, search } from './asking.ts';

/** How lists are sorted, folded, paged, filtered and marked. */
export function listContract(index: () => Search): void {
  describe('lists', () => {
    test('are sorted by date, undated articles by when they were first seen', async () => {
      const newest = await index().find(search('kabulov OR мир OR lang:ru'));
      expect(newest.items.map(({ id }) => id)).toEqual([
        'en-talks-copy',
        'en-talks',
        'ru-list',
        'en-undated',
        'ru-lavrov',
      ]);
      const oldest = await index().find(search('kabulov OR lang:ru', { sort: 'old' }));
      expect(oldest.items.map(({ id }) => id)).toEqual([
        'ru-lavrov',
        'en-undated',
        'ru-list',
        'en-talks',
        'en-talks-copy',
      ]);
    });

    test('by relevance begin with words in the title, then with words said often', async () => {
      const cricket = await index().find(search('cricket OR kabulov', { sort: 'rel' }));
      expect(cricket.items.slice(0, 2).map(({ id }) => id)).toEqual(['en-cricket', 'en-undated']);
      const weighted = await index().find(search('cricket OR kabulov^100', { sort: 'rel' }));
      expect(weighted.items[0]?.id).toBe('en-undated');
      expect(weighted.items[0]?.score).toBeGreaterThan(weighted.items.at(-1)?.score ?? Infinity);
    });

    test('show one article a story when folded, with the number of its copies', async () => {
      const page = await index().find(search('"moscow format"', { duplicates: 'fold' }));
      expect(page.items).toMatchObject([{ id: 'en-talks-copy', storyId: 'story-talks', copies: 1 }]);
      expect(page).toMatchObject({ total: 1, totalArticles: 2, totalSources: 2, cursor: null });
      const first = await index().find(search('"moscow format"', { duplicates: 'fold', sort: 'old' }));
      expect(first.items[0]?.id).toBe('en-talks');
      const all = await index().find(search('"moscow format"'));
      expect(all).toMatchObject({ total: 2, totalArticles: 2 });
    });

    test.each(['new', 'old', 'rel'] as const)('page by page (%s) give each article once', async (sort) => {
      const whole = await index().find(search('', { sort, duplicates: 'fold' }));
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await index().find(
          search('', { sort, duplicates: 'fold', size: 4, ...(cursor === null ? {} : { cursor }) }),
        );
        seen.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor !== null);
      expect(seen).toEqual(whole.items.map(({ id }) => id));
      expect(seen).toHaveLength(13);
    });

    test.each([
      ['nonsense'],
      [''.padEnd(500, 'x')],
      [Buffer.from('["new"]').toString('base64url')],
      [Buffer.from('["old",0,0,"a"]').toString('base64url')],
    ])('refuse the cursor %s', async (cursor) => {
      await expect(index().find(search('', { cursor }))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    });

    test('mark the words that matched, in the original text', async () => {
      const [hit] = (await index().find(search('حکومت lang:ps'))).items;
      const { title, text } = corpusDocument('ps-government');
      expect(
        hit?.highlights.map(({ field, start, end }) => (field === 'title' ? title : text).slice(start, end)),
      ).toEqual(['حکومت', 'حکومت']);
      const [long] = (await index().find(search('"walnut tree of Zaranjabad"'))).items;
      const mark = long?.highlights[0];
      expect(corpusDocument('en-long').text.slice(mark?.start, mark?.end)).toBe('walnut tree of Zaranjabad');
      const [odd] = (await index().find(search('turned words'))).items;
      const oddText = corpusDocument('xx-odd').text;
      expect(odd?.highlights.map(({ start, end }) => oddText.slice(start, end))).toEqual(['turned', 'words']);
    });
  });

  describe('filters', () => {
    test.each<[string, SearchFilters, string[]]>([
      [
        'a language and its varieties',
        { language: { include: ['fa'], exclude: [] } },
        ['fa-letters', 'fa-recognition'],
      ],
      [
        'one of several',
        { language: { include: ['ru', 'ps'], exclude: [] } },
        ['ps-government', 'ru-lavrov', 'ru-list'],
      ],
      [
        'one and not another',
        { country: { include: ['AF', 'RU'], exclude: ['AF'] } },
        ['ru-lavrov', 'ru-list'],
      ],
      [
        'an outlet',
        { source: { include: ['herat-post.example'], exclude: [] } },
        ['en-rifles', 'en-talks-copy'],
      ],
      ['a kind', { kind: { include: ['state'], exclude: [] } }, ['ru-lavrov', 'ru-list']],
      [
        'a topic',
        { topic: { include: ['topic:taliban-recognition'], exclude: [] } },
        ['en-talks', 'fa-recognition', 'ru-list'],
      ],
      [
        'an entity, not another',
        { entity: { include: ['country:russia'], exclude: ['person:zamir-kabulov'] } },
        ['ar-emirate', 'en-talks-copy', 'fa-recognition'],
      ],
      [
        'a statement',
        { stance: [{ holder: 'country:russia', target: 'org:taliban', label: 'favor' }] },
        ['en-talks', 'en-talks-copy', 'ru-list'],
      ],
      ['half a statement', { stance: [{ target: 'org:isis' }] }, ['en-facto']],
      [
        'a statement and not another',
        { stance: [{ label: 'favor' }, { holder: 'country:russia', exclude: true }] },
        [],
      ],
      ['undated', { dated: false }, ['en-undated']],
      [
        'time: from is inclusive, to exclusive',
        { from: '2025-07-04T10:00:00.000Z', to: '2025-07-04T15:00:00.000Z' },
        ['en-talks', 'en-talks-copy'],
      ],
      ['ids', { ids: ['en-talks', 'ru-list', 'nowhere'] }, ['en-talks', 'ru-list']],
      ['no ids', { ids: [] }, []],
    ])('%s', async (_, filters, ids) => {
      const page = await index().find(search('', { filters }));
      expect(idsOf(page.items)).toEqual(ids);
      expect(await index().count(search('', { filters }))).toEqual({
        total: ids.length,
        totalArticles: ids.length,
      });
    });
  });
}
