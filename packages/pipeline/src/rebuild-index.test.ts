import { openPostgresSearch } from '@khabar/search';
import { freshSchema, sharedTestPostgres } from '@khabar/store/testing';

import { rebuildKills } from './rebuild-kills.ts';

rebuildKills('the embedded PostgreSQL', async () => {
  const { connection } = await sharedTestPostgres();
  const schema = freshSchema('rebuild_index');
  return {
    connection,
    search: async ({ pool }) => {
      const search = await openPostgresSearch(pool, { schema, resolveEntity: () => [] });
      return {
        ...search,
        close: async () => {
          await pool.query(`drop schema ${schema} cascade`);
        },
      };
    },
  };
});
