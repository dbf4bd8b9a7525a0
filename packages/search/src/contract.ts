import { formatQuery, matcherOf, parseQuery } from '@khabar/query';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { CORPUS, NOW, resolveEntity } from './contract/corpus.ts';
import { generatedQueries, hostileTexts } from './contract/generated-queries.ts';
import { QUERIES } from './contract/queries.ts';
import type { Search, SearchDocument, SearchFilters, SearchHit, SearchRequest } from './port.ts';

/** How a backend is opened for the contract: empty, knowing the contract's names and day. `close` of what it returns removes all traces. */
export type OpenForContract = (options: {
  resolveEntity: (nameOrId: string) => readonly string[];
  now: () => Date;
}) => Promise<Search>;

const NO_FILTERS: SearchFilters = {};

function search(query: string, given: Partial<SearchRequest> = {}): SearchRequest {
  return {
    query: parseQuery(query).ast,
    filters: NO_FILTERS,
    duplicates: 'all',
    sort: 'new',
    size: 100,
    ...given,
  };
}

function idsOf(hits: readonly SearchHit[]): string[] {
  return hits.map(({ id }) => id).toSorted();
}

async function allIds(index: Search, query: string): Promise<string[]> {
  const pages = await Array.fromAsync(index.ids(search(query)));
  return pages.flat();
}

function corpusDocument(id: string): SearchDocument {
  const found = CORPUS.find((document) => document.id === id);
  if (found === undefined) throw new Error(`no document ${id} in the corpus`);
  return found;
}

/** What every search backend must do. Run it from a test file of the backend. */
export function searchContract(name: string, open: OpenForContract): void {
  describe(`${name} keeps the contract of search`, () => {
    let index: Search;
    beforeAll(async () => {
      index = await open({ resolveEntity, now: () => NOW });
      await index.put(CORPUS);
    }, 60_000);
    afterAll(() => index.close());

    describe('queries', () => {
      test.each(QUERIES)('%s: %s', async (_, query, ids) => {
        const page = await index.find(search(query));
        expect(idsOf(page.items)).toEqual(ids.toSorted());
        expect(page.totalArticles).toBe(ids.length);
      });

      test('generated queries find what reading every document finds', async () => {
        const readers = CORPUS.map((document) => ({
          id: document.id,
          matches: matcherOf(document, { resolveEntity, now: NOW }),
        }));
        const differing: string[] = [];
        const queries = generatedQueries(500);
        for (const query of queries) {
          const { ast } = parseQuery(query);
          const expected = readers.filter((reader) => reader.matches(ast)).map(({ id }) => id);
          const found = await allIds(index, query);
          if (found.toSorted().join() !== expected.toSorted().join())
            differing.push(`${query} [${formatQuery(ast)}]: ${found.join()} for ${expected.join()}`);
        }
        expect(queries).toHaveLength(500);
        expect(differing).toEqual([]);
      }, 60_000);

      test('no text that anybody types is an error', async () => {
        const texts = hostileTexts(10_000);
        const distinct = new Map(texts.map((text) => [formatQuery(parseQuery(text).ast), text]));
        for (const text of Array.from(distinct.values()).slice(0, 300)) {
          const { totalArticles } = await index.count(search(text));
          expect(totalArticles).toBeGreaterThanOrEqual(0);
        }
      }, 60_000);

      test.each([
        ['nested brackets', `${'('.repeat(100_000)}a${')'.repeat(100_000)}`],
        ['many alternatives', Array.from({ length: 100_000 }, (_, n) => `w${n}`).join(' OR ')],
        ['many conditions', Array.from({ length: 100_000 }, (_, n) => `w${n}`).join(' AND ')],
        ['many NOTs', `${'NOT '.repeat(1000)}a`],
        ['many patterns', 'ab*c '.repeat(1000)],
        ['many distances', '"the saffron"~50 '.repeat(1000)],
        ['stars', 'ab*c*d*e*f*g*h*i*j*'],
        ['one long word', 'x'.repeat(100_000)],
      ])('%s are answered within two seconds', async (_, query) => {
        const begin = performance.now();
        await index.find(search(query, { sort: 'rel' }));
        expect(performance.now() - begin).toBeLessThan(2000);
      });
    });

    describe('lists', () => {
      test('are sorted by date, undated articles by when they were first seen', async () => {
        const newest = await index.find(search('kabulov OR мир OR lang:ru'));
        expect(newest.items.map(({ id }) => id)).toEqual([
          'en-talks-copy',
          'en-talks',
          'ru-list',
          'en-undated',
          'ru-lavrov',
        ]);
        const oldest = await index.find(search('kabulov OR lang:ru', { sort: 'old' }));
        expect(oldest.items.map(({ id }) => id)).toEqual([
          'ru-lavrov',
          'en-undated',
          'ru-list',
          'en-talks',
          'en-talks-copy',
        ]);
      });

      test('by relevance begin with words in the title, then with words said often', async () => {
        const cricket = await index.find(search('cricket OR kabulov', { sort: 'rel' }));
        expect(cricket.items.slice(0, 2).map(({ id }) => id)).toEqual(['en-cricket', 'en-undated']);
        const weighted = await index.find(search('cricket OR kabulov^100', { sort: 'rel' }));
        expect(weighted.items[0]?.id).toBe('en-undated');
        expect(weighted.items[0]?.score).toBeGreaterThan(weighted.items.at(-1)?.score ?? Infinity);
      });

      test('show one article a story when folded, with the number of its copies', async () => {
        const page = await index.find(search('"moscow format"', { duplicates: 'fold' }));
        expect(page.items).toMatchObject([{ id: 'en-talks-copy', storyId: 'story-talks', copies: 1 }]);
        expect(page).toMatchObject({ total: 1, totalArticles: 2, totalSources: 2, cursor: null });
        const first = await index.find(search('"moscow format"', { duplicates: 'fold', sort: 'old' }));
        expect(first.items[0]?.id).toBe('en-talks');
        const all = await index.find(search('"moscow format"'));
        expect(all).toMatchObject({ total: 2, totalArticles: 2 });
      });

      test.each(['new', 'old', 'rel'] as const)('page by page (%s) give each article once', async (sort) => {
        const whole = await index.find(search('', { sort, duplicates: 'fold' }));
        const seen: string[] = [];
        let cursor: string | null = null;
        do {
          const page = await index.find(
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
        await expect(index.find(search('', { cursor }))).rejects.toMatchObject({ code: 'INPUT_INVALID' });
      });

      test('mark the words that matched, in the original text', async () => {
        const [hit] = (await index.find(search('حکومت lang:ps'))).items;
        const { title, text } = corpusDocument('ps-government');
        expect(
          hit?.highlights.map(({ field, start, end }) =>
            (field === 'title' ? title : text).slice(start, end),
          ),
        ).toEqual(['حکومت', 'حکومت']);
        const [long] = (await index.find(search('"walnut tree of Zaranjabad"'))).items;
        const mark = long?.highlights[0];
        expect(corpusDocument('en-long').text.slice(mark?.start, mark?.end)).toBe(
          'walnut tree of Zaranjabad',
        );
        const [odd] = (await index.find(search('turned words'))).items;
        const oddText = corpusDocument('xx-odd').text;
        expect(odd?.highlights.map(({ start, end }) => oddText.slice(start, end))).toEqual([
          'turned',
          'words',
        ]);
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
        const page = await index.find(search('', { filters }));
        expect(idsOf(page.items)).toEqual(ids);
        expect(await index.count(search('', { filters }))).toEqual({
          total: ids.length,
          totalArticles: ids.length,
        });
      });
    });

    describe('counts', () => {
      test('of values leave a field’s own filter out, and list what is selected even where it counts nothing', async () => {
        const filters: SearchFilters = { language: { include: ['ru'], exclude: ['de'] } };
        const facets = await index.facets(
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
        const folded = await index.facets(
          search('"moscow format"', { duplicates: 'fold' }),
          ['source', 'stance', 'dated', 'topic', 'kind'],
          { size: 1 },
        );
        expect(folded.source).toEqual([{ value: 'en-news.example', count: 1 }]);
        expect(folded.stance).toEqual([{ value: 'country:russia>org:taliban>favor', count: 1 }]);
        expect(folded.dated).toEqual([{ value: 'true', count: 1 }]);
        const named = await index.facets(search(''), ['entity'], { size: 10, prefix: 'Zam' });
        expect(named.entity).toEqual([{ value: 'person:zamir-kabulov', count: 3 }]);
      });

      test('over time say what matched and what was collected, empty buckets too', async () => {
        const filters: SearchFilters = {
          country: { include: ['AF', 'RU', 'US'], exclude: [] },
          entity: { include: ['country:russia'], exclude: [] },
        };
        const { buckets, truncated } = await index.timeline(
          search('', { filters, duplicates: 'fold' }),
          'day',
        );
        expect(truncated).toBe(false);
        expect(buckets).toEqual([
          { start: '2025-07-03T00:00:00.000Z', matching: 1, collected: 1 },
          { start: '2025-07-04T00:00:00.000Z', matching: 1, collected: 1 },
          { start: '2025-07-05T00:00:00.000Z', matching: 1, collected: 1 },
        ]);
        const weeks = await index.timeline(
          search('', { filters: { from: '2025-06-01T00:00:00.000Z' } }),
          'week',
        );
        expect(weeks.buckets.map(({ start, matching }) => [start.slice(0, 10), matching])).toEqual([
          ['2025-06-16', 1],
          ['2025-06-23', 0],
          ['2025-06-30', 8],
        ]);
        const years = await index.timeline(search('title:recognised'), 'year');
        expect(years.buckets).toEqual([]);
      });

      test('of statements over time are by pair and label', async () => {
        const months = await index.stanceTimeline(
          search('', { duplicates: 'fold' }),
          { target: 'Taliban' },
          'year',
        );
        expect(months).toEqual([
          { start: '2024-01-01T00:00:00.000Z', favor: 0, against: 1, neutral: 0, unclear: 0 },
          { start: '2025-01-01T00:00:00.000Z', favor: 2, against: 0, neutral: 0, unclear: 0 },
        ]);
        const all = await index.stanceTimeline(search('lang:en'), {}, 'year');
        expect(all.map(({ favor, against }) => [favor, against])).toEqual([
          [0, 2],
          [2, 0],
        ]);
      });

      test('of dates are the first and the last', async () => {
        expect(await index.dateRange(search('lang:ru'))).toEqual({
          first: '2025-06-30T09:00:00.000Z',
          last: '2025-07-03T19:40:00.000Z',
        });
        expect(await index.dateRange(search('nothinglikethis'))).toBeNull();
      });

      test('of words complete a beginning', async () => {
        expect(await index.terms('Тали', 5)).toEqual([
          { value: 'талибов', count: 2 },
          { value: 'талибан', count: 1 },
        ]);
        expect(await index.terms('', 5)).toEqual([]);
      });

      test('of ids are all, newest first', async () => {
        const ids = await allIds(index, '');
        expect(ids).toHaveLength(CORPUS.length);
        expect(ids[0]).toBe('ps-government');
        expect(ids.at(-1)).toBe('en-rifles');
      });

      test('of documents are those put', async () => {
        const { documents, bytes } = await index.size();
        expect(documents).toBe(CORPUS.length);
        expect(bytes).toBeGreaterThan(0);
      });
    });
  });

  describe(`${name} is written so that`, () => {
    let index: Search;
    beforeAll(async () => {
      index = await open({ resolveEntity, now: () => NOW });
    }, 60_000);
    afterAll(() => index.close());

    test('putting twice changes nothing, putting anew replaces, removing removes', async () => {
      const first = { ...corpusDocument('en-cricket'), id: 'one' };
      await index.put([first, { ...first, id: 'two' }, first]);
      await index.put([first]);
      expect(await allIds(index, 'cricket')).toEqual(['two', 'one']);
      await index.put([{ ...first, title: 'Rugby', text: 'Rugby alone.', stances: [], entities: [] }]);
      expect(await allIds(index, 'cricket')).toEqual(['two']);
      expect(await allIds(index, 'title:rugby -entity:Taliban')).toEqual(['one']);
      await index.remove(['two', 'unknown']);
      expect(await allIds(index, '')).toEqual(['one']);
      await index.remove(['one']);
      await index.put([]);
      expect((await index.size()).documents).toBe(0);
    });

    test('a page continues where the last one ended though articles are added', async () => {
      const base = corpusDocument('en-facto');
      const at = (minute: number, id: string): SearchDocument => ({
        ...base,
        id,
        storyId: id,
        publishedAt: `2025-01-01T00:0${minute}:00.000Z`,
      });
      await index.put([at(1, 'p1'), at(2, 'p2'), at(3, 'p3'), at(3, 'p4')]);
      const first = await index.find(search('', { size: 2, duplicates: 'fold' }));
      await index.put([at(5, 'p5')]);
      const second = await index.find(
        search('', { size: 2, duplicates: 'fold', cursor: first.cursor ?? '' }),
      );
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['p4', 'p3', 'p2', 'p1']);
      await index.remove(['p1', 'p2', 'p3', 'p4', 'p5']);
    });

    test('a word said very often and a text of one word repeated are found by their neighbours', async () => {
      const base = corpusDocument('en-facto');
      const text = `${'again '.repeat(40_000)}and finally peace`;
      await index.put([{ ...base, id: 'drone', text }]);
      expect(await allIds(index, '"again and finally peace"')).toEqual(['drone']);
      expect(await allIds(index, '"peace again"')).toEqual([]);
      expect(await allIds(index, 'body:peace body:again')).toEqual(['drone']);
      await index.remove(['drone']);
    });
  });
}
