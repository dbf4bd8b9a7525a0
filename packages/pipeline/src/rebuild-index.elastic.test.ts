import { randomUUID } from 'node:crypto';

import { processEnvironment } from '@khabar/config';
import { openElasticsearchSearch } from '@khabar/search/elasticsearch';
import { sharedTestPostgres } from '@khabar/store/testing';
import { describe } from 'vitest';

import { rebuildKills } from './rebuild-kills.ts';

const url = processEnvironment()['ELASTICSEARCH_URL'] ?? '';

describe.skipIf(url === '')('with a server (skipped where ELASTICSEARCH_URL is not set)', () => {
  rebuildKills('Elasticsearch', async () => {
    const { connection } = await sharedTestPostgres();
    const index = `test-${randomUUID().slice(0, 8)}`;
    return {
      connection,
      search: async () => {
        const search = await openElasticsearchSearch({ url, index, resolveEntity: () => [] });
        return {
          ...search,
          close: async () => {
            await search.close();
            await fetch(`${url}/${index}-*`, { method: 'DELETE' });
            await fetch(`${url}/_index_template/${index}`, { method: 'DELETE' });
          },
        };
      },
    };
  });
});
