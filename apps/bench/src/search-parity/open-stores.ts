import { randomUUID } from 'node:crypto';

import { entityResolver } from '@khabar/process';
import { loadRegistry } from '@khabar/registry';
import { openPostgresSearch, type SearchDocument } from '@khabar/search';
import { openElasticsearchSearch } from '@khabar/search/elasticsearch';
import { openPool } from '@khabar/store';
import { freshSchema, testPool, type PostgresServer } from '@khabar/store/testing';

import type { NamedSearch } from './compare-stores.ts';

/** The day on which everything is asked, so that relative dates mean the same. */
export const NOW = new Date('2025-07-10T00:00:00.000Z');

const AT_ONCE = 500;

/** The same articles in every store, the embedded one first. `close` removes all traces. */
export interface FilledStores {
  readonly stores: readonly [NamedSearch, NamedSearch, NamedSearch];
  /** Seconds that filling took, by store. */
  readonly filled: Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/** Opens the index in embedded PostgreSQL, a PostgreSQL server and Elasticsearch, and puts the documents into each. */
export async function openFilledStores(
  documents: readonly SearchDocument[],
  servers: { readonly postgres: PostgresServer; readonly elasticsearch: string },
): Promise<FilledStores> {
  const resolveEntity = entityResolver(await loadRegistry());
  const options = { resolveEntity, now: () => NOW };
  const schema = freshSchema('parity');
  const embedded = await testPool(schema);
  const database = await servers.postgres.freshDatabase('khabar_parity');
  const server = openPool({ connectionString: database.url }, { schema: 'public', max: 4 });
  const index = `parity-${randomUUID().slice(0, 8)}`;
  const stores = [
    { name: 'embedded', search: await openPostgresSearch(embedded, { schema, ...options }) },
    { name: 'PostgreSQL', search: await openPostgresSearch(server, { schema: 'khabar_search', ...options }) },
    {
      name: 'Elasticsearch',
      search: await openElasticsearchSearch({ url: servers.elasticsearch, index, ...options }),
    },
  ] as const;
  const filled: Record<string, number> = {};
  for (const { name, search } of stores) {
    const begun = performance.now();
    for (let start = 0; start < documents.length; start += AT_ONCE)
      await search.put(documents.slice(start, start + AT_ONCE));
    filled[name] = (performance.now() - begun) / 1000;
  }
  await embedded.query('analyze');
  await server.query('analyze');
  return {
    stores,
    filled,
    async close() {
      for (const { search } of stores) await search.close();
      await embedded.query(`drop schema ${schema} cascade`);
      await embedded.end();
      await server.end();
      await database.drop();
      for (const path of [`${index}-*`, `_index_template/${index}`])
        await fetch(new URL(`/${path}`, servers.elasticsearch), { method: 'DELETE' });
    },
  };
}
