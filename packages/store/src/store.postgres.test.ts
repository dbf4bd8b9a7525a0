import { Client } from 'pg';
import { describe } from 'vitest';

import { recordContract } from './contract.ts';
import { presentServer, testPostgresServer } from './testing/index.ts';

const found = await testPostgresServer();

describe.skipIf(found.kind === 'none')('with a PostgreSQL server (skipped where there is none)', () => {
  recordContract('a PostgreSQL server', async () => {
    const database = await presentServer(found).freshDatabase();
    return {
      connection: { connectionString: database.url },
      schema: 'khabar',
      release: () => database.drop(),
    };
  });

  // A zone with half hours, and seconds before 1945: what the server's administrator chose must not show.
  recordContract('a PostgreSQL server in Kabul that writes times its own way', async () => {
    const database = await presentServer(found).freshDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query(`alter database "${database.name}" set timezone = 'Asia/Kabul'`);
    await client.query(`alter database "${database.name}" set datestyle = 'SQL, DMY'`);
    await client.end();
    return {
      connection: { connectionString: database.url },
      schema: 'khabar',
      release: () => database.drop(),
    };
  });
});
