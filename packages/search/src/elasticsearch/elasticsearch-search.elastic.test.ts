import { randomUUID } from 'node:crypto';

import { Client } from '@elastic/elasticsearch';
import { processEnvironment } from '@khabar/config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { searchContract } from '../contract.ts';
import { allIds, corpusDocument, search as searchFor } from '../contract/asking.ts';
import { CORPUS } from '../contract/corpus.ts';
import type { Search } from '../port.ts';
import { openElasticsearchSearch } from './open-elasticsearch-search.ts';

const url = processEnvironment()['ELASTICSEARCH_URL'] ?? '';
const freshName = (): string => `test-${randomUUID().slice(0, 8)}`;

async function removeAll(client: Client, index: string): Promise<void> {
  await client.indices.delete({ index: `${index}-*` });
  await client.indices.deleteIndexTemplate({ name: index });
}

describe.skipIf(url === '')('with a server (skipped where ELASTICSEARCH_URL is not set)', () => {
  searchContract('Elasticsearch', async (options) => {
    const index = freshName();
    const search = await openElasticsearchSearch({ url, index, ...options });
    return {
      ...search,
      close: async () => {
        await search.close();
        const client = new Client({ node: url });
        await removeAll(client, index);
        await client.close();
      },
    };
  });

  describe('several indices behind the alias', () => {
    const index = freshName();
    let client: Client;
    let search: Search;
    beforeAll(async () => {
      client = new Client({ node: url });
      search = await openElasticsearchSearch({ url, index, resolveEntity: () => [] });
    });
    afterAll(async () => {
      await search.close();
      await removeAll(client, index);
      await client.close();
    });

    test('answer as one, and an article is replaced where it lives', async () => {
      await search.put(CORPUS.slice(0, 7));
      await client.indices.rollover({ alias: index });
      await search.put(CORPUS.slice(7));
      const rewritten = { ...corpusDocument('en-talks'), title: 'Rewritten since' };
      await search.put([rewritten]);
      expect((await search.size()).documents).toBe(CORPUS.length);
      expect(await allIds(search, 'title:rewritten')).toEqual(['en-talks']);
      const page = await search.find(searchFor('', { duplicates: 'fold', size: 3 }));
      expect(page).toMatchObject({ total: CORPUS.length - 1, totalArticles: CORPUS.length });
      const facets = await search.facets(searchFor('', { duplicates: 'fold' }), ['language'], { size: 2 });
      expect(facets.language).toEqual([
        { value: 'en', count: 6 },
        { value: 'ru', count: 2 },
      ]);
      await search.remove(['en-talks', 'en-long']);
      expect((await search.size()).documents).toBe(CORPUS.length - 2);
    });

    test('are kept when opened again, and replaced when they are of another version', async () => {
      const again = await openElasticsearchSearch({ url, index, resolveEntity: () => [] });
      expect((await again.size()).documents).toBe(CORPUS.length - 2);
      await again.close();
      const behind = Object.keys(await client.indices.getAlias({ name: index }));
      await client.indices.create({ index: `${index}-v0-000001` });
      await client.indices.updateAliases({
        actions: [
          { add: { index: `${index}-v0-000001`, alias: index } },
          ...behind.map((name) => ({ remove_index: { index: name } })),
        ],
      });
      const renewed = await openElasticsearchSearch({ url, index, resolveEntity: () => [] });
      expect((await renewed.size()).documents).toBe(0);
      await renewed.put(CORPUS.slice(0, 2));
      expect((await renewed.size()).documents).toBe(2);
      await renewed.close();
      expect(Object.keys(await client.indices.getAlias({ name: index }))).toEqual([`${index}-v5-000001`]);
    });
  });

  test('an exact text of several words and brackets nested deeper than a server reads are answered', async () => {
    const index = freshName();
    const search = await openElasticsearchSearch({ url, index, resolveEntity: () => [] });
    await search.put(CORPUS);
    expect(await allIds(search, 'exact:"Moscow format met on"')).toEqual(['en-talks-copy', 'en-talks']);
    expect(await allIds(search, 'exact:"moscow format met"')).toEqual([]);
    const deep = `${'(cricket OR NOT (saffron '.repeat(18)}football${'))'.repeat(18)}`;
    expect((await allIds(search, deep)).length).toBeGreaterThan(0);
    await search.close();
    const client = new Client({ node: url });
    await removeAll(client, index);
    await client.close();
  });
});
