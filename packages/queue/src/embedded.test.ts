import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { silentLogger } from '@khabar/observe';
import { openEmbeddedPostgres } from '@khabar/store';
import { makeTestCluster, sharedTestPostgres } from '@khabar/store/testing';
import { expect, it } from 'vitest';

import { queueContract } from './contract.ts';
import { openQueues } from './open-queues.ts';

const SCHEMA = `bullmq_${process.pid}`;

queueContract({
  name: 'the embedded store',
  pickUpMs: 100,
  open: async (deps) => {
    const { connection: postgres } = await sharedTestPostgres();
    return openQueues({ postgres, schema: SCHEMA }, { ...deps, logger: silentLogger, now: () => new Date() });
  },
});

it('jobs are picked up within two seconds after the store restarted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'queue-'));
  await makeTestCluster(join(folder, 'postgres'));
  const postgres = await openEmbeddedPostgres(join(folder, 'postgres'));
  const queues = await openQueues(
    { postgres: postgres.connection },
    { logger: silentLogger, now: () => new Date(), onDead: async () => {} },
  );
  // One process, one clock: the queue keeps none (README).
  expect(await queues.schedule('give-out', 1000, async () => {})).toBeNull();
  let ran = 0;
  await queues.work('index', async () => void (ran += 1), { concurrency: 1 });
  await queues.add('index', [{}]);
  await expect.poll(() => ran, { timeout: 5000 }).toBe(1);
  postgres.restart('test');
  await expect.poll(() => postgres.state().kind, { timeout: 20_000 }).toBe('ok');
  const back = performance.now();
  await expect
    .poll(
      () =>
        queues.add('index', [{}]).then(
          () => true,
          () => false,
        ),
      { timeout: 10_000 },
    )
    .toBe(true);
  await expect.poll(() => ran, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  expect(performance.now() - back).toBeLessThan(2000);
  await queues.close({ timeoutMs: 2000 });
  await postgres.close();
  await rm(folder, { recursive: true, force: true });
}, 60_000);
