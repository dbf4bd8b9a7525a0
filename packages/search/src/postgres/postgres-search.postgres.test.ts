import { openPool } from '@khabar/store';
import { presentServer, testPostgresServer } from '@khabar/store/testing';
import { describe } from 'vitest';

import { searchContract } from '../contract.ts';
import { openPostgresSearch } from './open-postgres-search.ts';

const found = await testPostgresServer();

describe.skipIf(found.kind === 'none')('with a PostgreSQL server (skipped where there is none)', () => {
  searchContract('PostgreSQL, a server', async (options) => {
    const database = await presentServer(found).freshDatabase('khabar_search');
    const pool = openPool({ connectionString: database.url }, { schema: 'public', max: 4 });
    const index = await openPostgresSearch(pool, { schema: 'khabar_search', ...options });
    return {
      ...index,
      close: async () => {
        await index.close();
        await pool.end();
        await database.drop();
      },
    };
  });
});
