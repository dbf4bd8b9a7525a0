import { silentLogger } from '@khabar/observe';
import { openPool } from '@khabar/store';
import { presentServer, testPostgresServer } from '@khabar/store/testing';
import { expect, it } from 'vitest';

import { openQueues } from './open-queues.ts';

const postgres = await testPostgresServer();

/** The connection that is told of jobs is opened again by a timer of BullMQ, or not; a job must not wait for it. */
const ROUNDS = 5;

it.skipIf(postgres.kind === 'none')(
  'an idle worker has a job within two seconds after its connections were cut',
  async () => {
    const server = presentServer(postgres);
    const database = await server.freshDatabase();
    const queues = await openQueues(
      { postgres: { connectionString: database.url } },
      { logger: silentLogger, now: () => new Date(), onDead: async () => {} },
    );
    const admin = openPool({ connectionString: server.url }, { schema: 'public', max: 1 });
    let ran = 0;
    await queues.work('index', async () => void (ran += 1), { concurrency: 1 });
    const pickUps: number[] = [];
    for (let round = 1; round <= ROUNDS; round++) {
      await expect.poll(() => queues.isIdle(), { timeout: 10_000 }).toBe(true);
      const before = ran;
      const { rowCount } = await admin.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1',
        [database.name],
      );
      expect(rowCount).toBeGreaterThan(1);
      const cut = performance.now();
      const offer = (): Promise<boolean> =>
        queues.add('index', [{}]).then(
          () => true,
          () => false,
        );
      await expect.poll(offer, { timeout: 10_000, interval: 20 }).toBe(true);
      await expect.poll(() => ran, { timeout: 10_000, interval: 10 }).toBeGreaterThan(before);
      pickUps.push(Math.round(performance.now() - cut));
    }
    process.stdout.write(`      picked up after the cut: ${pickUps.join(', ')} ms\n`);
    expect(Math.max(...pickUps)).toBeLessThan(2000);
    await queues.close({ timeoutMs: 2000 });
    await admin.end();
    await database.drop();
  },
  60_000,
);
