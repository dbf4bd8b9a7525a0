import { silentLogger } from '@khabar/observe';
import { type FreshDatabase, presentServer, testPostgresServer } from '@khabar/store/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { queueContract } from './contract.ts';
import { openQueues } from './open-queues.ts';

const found = await testPostgresServer();
const deps = { logger: silentLogger, now: () => new Date(), onDead: async () => {} };

describe.skipIf(found.kind === 'none')('with a PostgreSQL server (skipped where there is none)', () => {
  let database: FreshDatabase;
  beforeAll(async () => {
    database = await presentServer(found).freshDatabase();
  });
  afterAll(() => database.drop());

  queueContract({
    name: 'a PostgreSQL server',
    pickUpMs: 100,
    open: (some) => openQueues({ postgres: { connectionString: database.url } }, { ...deps, ...some }),
  });

  it('four that open at once on a database without tables all come up', async () => {
    const fresh = await presentServer(found).freshDatabase();
    const opened = await Promise.all(
      [1, 2, 3, 4].map(async () => openQueues({ postgres: { connectionString: fresh.url } }, deps)),
    );
    const [one, other] = opened;
    const ran: string[] = [];
    await other?.work('visit', async ({ outletId }) => void ran.push(outletId), { concurrency: 1 });
    await one?.add('visit', [{ outletId: 'seen' }]);
    await expect.poll(() => ran, { timeout: 10_000 }).toEqual(['seen']);
    await Promise.all(opened.map(async (queues) => queues.close({ timeoutMs: 2000 })));
    await fresh.drop();
  }, 60_000);
});
