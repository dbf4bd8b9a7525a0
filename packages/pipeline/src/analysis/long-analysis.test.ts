import { monitorEventLoopDelay } from 'node:perf_hooks';

import { silentLogger } from '@khabar/observe';
import { openQueues } from '@khabar/queue';
import { sharedTestPostgres } from '@khabar/store/testing';
import { expect, test } from 'vitest';

import { openAnalysis } from './open-analysis.ts';

/** As 60 s of analysis are to the real lock of 30 s, so are a few seconds to this one. */
const LOCK_MS = 800;

test('a job whose analysis takes much longer than its lock keeps it: it runs once, and no other is held up', async () => {
  const { connection: postgres } = await sharedTestPostgres();
  const open = () =>
    openQueues(
      { postgres, schema: `bullmq_${process.pid}` },
      {
        logger: silentLogger,
        now: () => new Date(),
        onDead: async () => {},
        prefix: 'long-analysis',
        lockMs: LOCK_MS,
        stallCheckMs: LOCK_MS / 2,
      },
    );
  const analysis = await openAnalysis({ threads: 1, timeoutMs: 120_000 });
  const text = 'Zamir Kabulov said that it would be premature to talk about recognition. '.repeat(6000);
  let begun = 0;
  let longestMs = 0;
  const read = async (): Promise<void> => {
    begun += 1;
    const until = performance.now() + 3 * LOCK_MS;
    while (performance.now() < until) {
      const started = performance.now();
      await analysis.run({ kind: 'text', text, outletId: '' });
      longestMs = Math.max(longestMs, performance.now() - started);
    }
  };
  // The second one looks for jobs whose worker gives no sign of life, as another process would.
  const [queues, other] = [await open(), await open()];
  const delay = monitorEventLoopDelay({ resolution: 10 });
  for (const each of [queues, other]) await each.work('extract', read, { concurrency: 1 });
  delay.enable();
  await queues.add('extract', [{ pageId: 'long' }]);
  await expect.poll(() => begun, { timeout: 10_000 }).toBe(1);
  await expect.poll(() => queues.isIdle(), { timeout: 60_000 }).toBe(true);
  delay.disable();
  expect(begun).toBe(1);
  // The thread was busy for longer than the lock at one stretch, and this one was not.
  expect(longestMs).toBeGreaterThan(LOCK_MS);
  expect(delay.percentile(99) / 1e6).toBeLessThan(LOCK_MS / 2);
  await Promise.all([queues.close({ timeoutMs: 2000 }), other.close({ timeoutMs: 2000 })]);
  await analysis.close();
}, 120_000);
