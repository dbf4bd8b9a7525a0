import { randomUUID } from 'node:crypto';

import { Client } from '@elastic/elasticsearch';
import { processEnvironment } from '@khabar/config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { search as searchFor } from '../contract/asking.ts';
import type { FacetField, Search, SearchDocument } from '../port.ts';
import { openElasticsearchSearch } from './open-elasticsearch-search.ts';

const url = processEnvironment()['ELASTICSEARCH_URL'] ?? '';
const index = `test-${randomUUID().slice(0, 8)}`;
const LANGUAGES = ['en', 'ru', 'ps'];
const ENTITIES = ['org:taliban', 'country:russia', 'org:un', 'place:kabul'];
const STORIES = 1300;

/** 1,300 stories, of which 1,200 are told three times, in several languages, on several days. */
const DOCUMENTS = Array.from({ length: 3700 }, (_, id): SearchDocument => {
  const story = id < 3600 ? id % 1200 : 1200 + (id % 100);
  const published = new Date(Date.UTC(2024, 0, 1) + ((story * 7 + id * 13) % 2000) * 3_600_000).toISOString();
  return {
    id: `article-${id}`,
    url: `https://paper.example/${id}`,
    outletId: `paper-${id % 40}.example`,
    title: `Item ${id}`,
    text: 'Wheat crosses the border.',
    authors: [],
    language: LANGUAGES[(story + Math.floor(id / 1500)) % 3] ?? 'en',
    country: 'AF',
    kind: 'agency',
    section: null,
    publishedAt: published,
    firstSeenAt: published,
    storyId: `story-${story}`,
    topics: [],
    entities: ENTITIES.slice(story % 3, 1 + (id % 4)).map((entity) => ({ id: entity, count: 1 })),
    stances: [],
  };
});

function storiesBy(values: (document: SearchDocument) => readonly string[]): Map<string, number> {
  const pairs = new Map<string, Set<string>>();
  for (const document of DOCUMENTS)
    for (const value of values(document))
      pairs.set(value, (pairs.get(value) ?? new Set<string>()).add(document.storyId));
  return new Map(Array.from(pairs, ([value, stories]) => [value, stories.size]));
}

const EXPECTED: Readonly<Record<'language' | 'source' | 'entity', Map<string, number>>> = {
  language: storiesBy(({ language }) => [language]),
  source: storiesBy(({ outletId }) => [outletId]),
  entity: storiesBy(({ entities }) => entities.map(({ id }) => id)),
};
const FIELDS: readonly (keyof typeof EXPECTED & FacetField)[] = ['language', 'source', 'entity'];
const DAYS = storiesBy(({ publishedAt }) => [`${(publishedAt ?? '').slice(0, 10)}T00:00:00.000Z`]);
const HOURS = storiesBy(({ publishedAt }) => [`${(publishedAt ?? '').slice(0, 13)}:00:00.000Z`]);
const EVERYTHING = searchFor('wheat', { duplicates: 'fold' });

interface Answered {
  readonly facets: Readonly<Record<keyof typeof EXPECTED, Map<string, number>>>;
  readonly days: Map<string, number>;
  readonly hours: Map<string, number>;
  readonly total: number;
  readonly isEstimate: boolean;
}

async function answers(search: Search): Promise<Answered> {
  const facets = await search.facets(EVERYTHING, FIELDS, { size: 100 });
  const of = (field: FacetField): Map<string, number> =>
    new Map(facets[field].map(({ value, count }) => [value, count]));
  const days = await search.timeline(EVERYTHING, 'day');
  const hours = await search.timeline(EVERYTHING, 'hour');
  const filled = ({ buckets }: typeof days): Map<string, number> =>
    new Map(buckets.flatMap(({ start, matching }) => (matching === 0 ? [] : [[start, matching]])));
  const { total } = await search.find(EVERYTHING);
  return {
    facets: { language: of('language'), source: of('source'), entity: of('entity') },
    days: filled(days),
    hours: filled(hours),
    total,
    isEstimate: [...facets.language, ...days.buckets].some((one) => 'approximate' in one),
  };
}

const EXACT: Answered = { facets: EXPECTED, days: DAYS, hours: HOURS, total: STORIES, isEstimate: false };

describe.skipIf(url === '')('many repeated stories (skipped where ELASTICSEARCH_URL is not set)', () => {
  let client: Client;
  let search: Search;
  beforeAll(async () => {
    client = new Client({ node: url });
    search = await openElasticsearchSearch({ url, index, resolveEntity: () => [] });
    await search.put(DOCUMENTS.slice(0, 2000));
  });
  afterAll(async () => {
    await search.close();
    await client.indices.delete({ index: `${index}-*` });
    await client.indices.deleteIndexTemplate({ name: index });
    await client.close();
  });

  test('are counted exactly, in one index', async () => {
    await search.put(DOCUMENTS.slice(2000));
    expect(await answers(search)).toEqual(EXACT);
  });

  test('beyond a limit are estimated, and the answer says so', async () => {
    const other = await openElasticsearchSearch({
      url,
      index,
      resolveEntity: () => [],
      estimatedFrom: 1000,
    });
    const { source } = await other.facets(EVERYTHING, ['source'], { size: 100 });
    expect(source).toHaveLength(40);
    for (const { value, count, approximate } of source) {
      expect(approximate).toBe(true);
      expect(Math.abs(count - (EXPECTED.source.get(value) ?? 0))).toBeLessThan(10);
    }
    const { buckets } = await other.timeline(EVERYTHING, 'month');
    expect(buckets.every(({ approximate }) => approximate === true)).toBe(true);
    expect(await other.find(EVERYTHING)).toMatchObject({ total: STORIES });
    await other.close();
  });

  test('beyond a limit are still exact where the own times of a query hold few', async () => {
    const other = await openElasticsearchSearch({
      url,
      index,
      resolveEntity: () => [],
      estimatedFrom: 1000,
    });
    const { buckets } = await other.timeline(
      searchFor('published:2024-01-02', { duplicates: 'fold' }),
      'day',
    );
    expect(buckets).toEqual([
      {
        start: '2024-01-02T00:00:00.000Z',
        matching: DAYS.get('2024-01-02T00:00:00.000Z'),
        collected: DAYS.get('2024-01-02T00:00:00.000Z'),
      },
    ]);
    await other.close();
  });

  test('are counted exactly over several indices', async () => {
    await search.remove(DOCUMENTS.slice(2000).map(({ id }) => id));
    await client.indices.rollover({ alias: index });
    await search.put(DOCUMENTS.slice(2000));
    expect(await answers(search)).toEqual(EXACT);
  });
});
