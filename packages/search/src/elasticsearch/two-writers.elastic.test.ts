import { randomUUID } from 'node:crypto';

import { Client } from '@elastic/elasticsearch';
import { processEnvironment } from '@khabar/config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { allIds } from '../contract/asking.ts';
import { CORPUS } from '../contract/corpus.ts';
import type { Search, SearchDocument } from '../port.ts';
import { openElasticsearchSearch } from './open-elasticsearch-search.ts';

const url = processEnvironment()['ELASTICSEARCH_URL'] ?? '';

describe.skipIf(url === '')('two processes that write (skipped where ELASTICSEARCH_URL is not set)', () => {
  const index = `test-${randomUUID().slice(0, 8)}`;
  const options = { url, index, resolveEntity: () => [], replacedForMs: 0 };
  let client: Client;
  let one: Search;
  let other: Search;
  beforeAll(async () => {
    client = new Client({ node: url });
    one = await openElasticsearchSearch(options);
    other = await openElasticsearchSearch(options);
  });
  afterAll(async () => {
    await one.close();
    await other.close();
    await client.indices.delete({ index: `${index}-*` });
    await client.indices.deleteIndexTemplate({ name: index });
    await client.close();
  });

  const behind = async (): Promise<string[]> =>
    Object.keys(await client.indices.getAlias({ name: index })).toSorted();
  const renamed = (round: string, title: string): SearchDocument[] =>
    CORPUS.slice(0, 6).map((document) => ({ ...document, id: `${round}-${document.id}`, title }));

  test('an article that stands in two indices is one again after whoever writes it next, with what they wrote', async () => {
    const [document] = renamed('copy', 'Fresh');
    if (document === undefined) throw new Error('the corpus is empty');
    await one.put([{ ...document, title: 'Stale' }]);
    const [older = ''] = await behind();
    const { _source } = await client.get({ index: older, id: document.id });
    await client.indices.rollover({ alias: index });
    await client.index({ index, id: document.id, document: _source, refresh: true });
    expect((await one.size()).documents).toBe(2);
    await other.put([document]);
    expect((await one.size()).documents).toBe(1);
    expect(await allIds(one, 'title:fresh')).toEqual([document.id]);
    await one.remove([document.id]);
    expect((await one.size()).documents).toBe(0);
  });

  test('the same new articles put by both while the alias rolls over are there once', async () => {
    for (const round of ['a', 'b', 'c', 'd', 'e']) {
      const documents = renamed(round, 'Both');
      await Promise.all([
        one.put(documents),
        client.indices.rollover({ alias: index }),
        other.put(documents),
        other.put(documents.slice(0, 3)),
      ]);
      expect((await one.size()).documents).toBe(documents.length);
      await other.remove(documents.map(({ id }) => id));
    }
    expect((await behind()).length).toBeGreaterThan(5);
  });

  test('the same new articles put by both while a rebuild takes over are there once, and the old indices stay away', async () => {
    const old = await behind();
    const documents = renamed('late', 'Late');
    const rebuild = await one.beginRebuild('takeover');
    await rebuild.put(documents);
    await Promise.all([one.put(documents), rebuild.finish(), other.put(documents)]);
    await other.put(documents);
    expect((await other.size()).documents).toBe(documents.length);
    await one.close();
    one = await openElasticsearchSearch(options);
    await client.bulk({
      operations: [{ index: { _index: old[0] ?? '', _id: 'x' } }, { id: 'x' }],
    });
    expect(await client.indices.exists({ index: old })).toBe(false);
    expect((await behind()).length).toBe(1);
  });
});
