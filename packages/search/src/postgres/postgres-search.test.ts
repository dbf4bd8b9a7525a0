import { freshSchema, testPool } from '@khabar/store/testing';

import { searchContract } from '../contract.ts';
import { openPostgresSearch } from './open-postgres-search.ts';

searchContract('PostgreSQL', async (options) => {
  const schema = freshSchema('search');
  const pool = await testPool(schema);
  const index = await openPostgresSearch(pool, { schema, ...options });
  return {
    ...index,
    close: async () => {
      await index.close();
      await pool.query(`drop schema ${schema} cascade`);
      await pool.end();
    },
  };
});
