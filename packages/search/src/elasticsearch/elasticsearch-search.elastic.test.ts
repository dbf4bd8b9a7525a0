import { randomUUID } from 'node:crypto';

import { Client } from '@elastic/elasticsearch';
import { processEnvironment } from '@khabar/config';
import { describe } from 'vitest';

import { searchContract } from '../contract.ts';
import { openElasticsearchSearch } from './open-elasticsearch-search.ts';

const url = processEnvironment()['ELASTICSEARCH_URL'] ?? '';

describe.skipIf(url === '')('with a server (skipped where ELASTICSEARCH_URL is not set)', () => {
  searchContract('Elasticsearch', async (options) => {
    const index = `test-${randomUUID().slice(0, 8)}`;
    const search = await openElasticsearchSearch({ url, index, ...options });
    return {
      ...search,
      close: async () => {
        await search.close();
        const client = new Client({ node: url });
        await client.indices.delete({ index: `${index}-*` });
        await client.indices.deleteIndexTemplate({ name: index });
        await client.close();
      },
    };
  });
});
