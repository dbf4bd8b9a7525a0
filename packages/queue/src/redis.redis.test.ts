import { once } from 'node:events';
import { createServer as createWebServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { silentLogger } from '@khabar/observe';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { queueContract } from './contract.ts';
import { openQueues } from './open-queues.ts';
import { checkRedis, redisOptions } from './redis-connection.ts';
import { freePort, isRedisInstalled, startTestRedis, type TestRedis } from './testing/redis-server.ts';

/** Long enough for pauses that double to have grown past what is allowed. */
const AWAY_MS = 20_000;

const deps = { logger: silentLogger, now: () => new Date(), onDead: async () => {} };

describe.skipIf(!isRedisInstalled())(
  'with a redis-server (skipped where the program is not installed)',
  () => {
    let redis: TestRedis;
    let port: number;
    let address: string;

    beforeAll(async () => {
      redis = await startTestRedis();
      ({ port, url: address } = redis);
    });

    afterAll(() => redis.close());

    queueContract({
      name: 'Redis',
      pickUpMs: 100,
      open: (some) => openQueues({ redisUrl: address }, { ...deps, ...some }),
    });

    it('a Redis that drops keys is refused with the command that mends it', async () => {
      const admin = new Redis(address);
      await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
      await expect(openQueues({ redisUrl: address }, deps)).rejects.toMatchObject({
        code: 'QUEUE_MISCONFIGURED',
        message: expect.stringContaining('redis-cli CONFIG SET maxmemory-policy noeviction'),
      });
      await admin.config('SET', 'maxmemory-policy', 'noeviction');
      admin.disconnect();
    });

    it('a producer hears within two seconds that Redis is away, and work goes on when it is back', async () => {
      const queues = await openQueues({ redisUrl: address }, { ...deps, prefix: 'restart' });
      const ran: string[] = [];
      await queues.work('visit', async ({ outletId }) => void ran.push(outletId), { concurrency: 1 });
      await redis.end('SIGTERM');
      const asked = performance.now();
      await expect(queues.add('visit', [{ outletId: 'lost' }])).rejects.toMatchObject({
        code: 'QUEUE_UNAVAILABLE',
        retry: 'later',
      });
      expect(performance.now() - asked).toBeLessThan(2500);
      await redis.start();
      await expect
        .poll(
          () =>
            queues.add('visit', [{ outletId: 'back' }]).then(
              () => true,
              () => false,
            ),
          { timeout: 10_000 },
        )
        .toBe(true);
      await expect.poll(() => ran, { timeout: 10_000 }).toContain('back');
      await queues.close({ timeoutMs: 2000 });
    }, 30_000);

    it('work goes on within ten seconds after Redis was away for twenty, with no hands', async () => {
      const queues = await openQueues({ redisUrl: address }, { ...deps, prefix: 'away' });
      const ran: string[] = [];
      await queues.work('visit', async ({ outletId }) => void ran.push(outletId), { concurrency: 2 });
      await queues.add('visit', [{ outletId: 'before' }]);
      await expect.poll(() => ran, { timeout: 10_000 }).toEqual(['before']);
      await redis.end('SIGKILL');
      await pause(AWAY_MS);
      await expect(queues.counts()).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE', retry: 'later' });
      await redis.start();
      const back = performance.now();
      // As the relay does: it offers what stands in the record until the queue takes it.
      const offer = (): Promise<boolean> =>
        queues.add('visit', [{ outletId: 'after' }]).then(
          () => true,
          () => false,
        );
      await expect.poll(offer, { timeout: 20_000 }).toBe(true);
      await expect.poll(() => ran, { timeout: 20_000, interval: 20 }).toContain('after');
      const pickUpMs = Math.round(performance.now() - back);
      process.stdout.write(`      picked up ${pickUpMs} ms after Redis was back\n`);
      expect(pickUpMs).toBeLessThan(10_000);
      await queues.close({ timeoutMs: 2000 });
    }, 90_000);

    it('one schedule runs once for all processes that ask for it, and goes on when one of them ends', async () => {
      const runs: { by: string; at: number }[] = [];
      const processOf = async (by: string) => {
        const queues = await openQueues({ redisUrl: address }, { ...deps, prefix: 'ticks' });
        await queues.schedule('dispatch', 200, async () => void runs.push({ by, at: performance.now() }));
        return queues;
      };
      const [a, b, c] = [await processOf('a'), await processOf('b'), await processOf('c')];
      runs.length = 0;
      const begun = performance.now();
      await expect.poll(() => runs.length, { timeout: 10_000 }).toBeGreaterThan(9);
      // Three clocks would have run thirty times by now.
      expect(runs.length).toBeLessThan((performance.now() - begun) / 200 + 3);
      const first = runs[0]?.by;
      const ended = first === 'a' ? a : b;
      await ended.close({ timeoutMs: 1000 });
      runs.length = 0;
      await expect.poll(() => runs.length, { timeout: 10_000 }).toBeGreaterThan(3);
      await Promise.all([a, b, c].map((queues) => queues.close({ timeoutMs: 1000 })));
    }, 40_000);

    it('a scheduler that an older version left is removed, one that Redis forgot is made again', async () => {
      const older = new Queue('left-timer-dispatch', { connection: redisOptions(address) });
      await older.upsertJobScheduler('dispatch-every-50', { every: 50 }, { name: 'old' });
      const queues = await openQueues({ redisUrl: address }, { ...deps, prefix: 'left' });
      let runs = 0;
      await queues.schedule('dispatch', 100, async () => void (runs += 1));
      await expect.poll(() => runs, { timeout: 10_000 }).toBeGreaterThan(1);
      expect((await older.getJobSchedulers()).map(({ key }) => key)).toEqual(['dispatch']);
      await queues.close({ timeoutMs: 1000 });
      await older.removeJobScheduler('dispatch');
      const again = await openQueues({ redisUrl: address }, { ...deps, prefix: 'left' });
      runs = 0;
      await again.schedule('dispatch', 100, async () => void (runs += 1));
      await expect.poll(() => runs, { timeout: 10_000 }).toBeGreaterThan(1);
      await again.close({ timeoutMs: 1000 });
      await older.close();
    }, 40_000);

    it('finished jobs do not pile up', async () => {
      const queues = await openQueues({ redisUrl: address }, { ...deps, prefix: 'kept' });
      let ran = 0;
      await queues.work('extract', async () => void (ran += 1), { concurrency: 50 });
      const admin = new Redis(address);
      const keysAfter = async (jobs: number): Promise<number> => {
        for (let n = ran; n < jobs; n += 500)
          await queues.add(
            'extract',
            Array.from({ length: Math.min(500, jobs - n) }, (_, i) => ({ pageId: `${n}-${i}` })),
          );
        await expect.poll(() => ran, { timeout: 40_000 }).toBe(jobs);
        await expect.poll(() => queues.isIdle(), { timeout: 10_000 }).toBe(true);
        return (await admin.keys('bull:kept-*')).length;
      };
      const first = await keysAfter(1500);
      const second = await keysAfter(3000);
      // A thousand finished jobs are kept for people to look at, however many there were.
      expect(first).toBeLessThan(1100);
      expect(second - first).toBeLessThan(20);
      admin.disconnect();
      await queues.close({ timeoutMs: 2000 });
    }, 90_000);

    const refusal = async (redisUrl: string): Promise<{ message: string; ms: number }> => {
      const asked = performance.now();
      const message = await checkRedis(redisUrl).then(
        () => 'let in',
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      return { message, ms: performance.now() - asked };
    };

    it('what is wrong with an address is said within two seconds, without the password', async () => {
      const closed = await freePort();
      const web = createWebServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
      const silent = createServer(() => {}).listen(0, '127.0.0.1');
      await Promise.all([once(web, 'listening'), once(silent, 'listening')]);
      const cases: [string, RegExp][] = [
        [`redis://127.0.0.1:${closed}`, /ECONNREFUSED 127\.0\.0\.1:/],
        [`redis://localhost:${closed}`, /ECONNREFUSED/],
        [`redis://no-such-host.invalid:6379`, /ENOTFOUND|EAI_AGAIN/],
        [`redis://:hush-hush@127.0.0.1:${port}`, /wrong user or password/],
        [`redis://nobody:hush-hush@127.0.0.1:${port}`, /wrong user or password/],
        [`redis://127.0.0.1:${port}`, /asks for a password/],
        [`rediss://:secret@127.0.0.1:${port}`, /TLS failed|does not speak TLS/],
        [`redis://127.0.0.1:${portOf(web)}`, /no Redis/],
        [`redis://127.0.0.1:${portOf(silent)}`, /no answer within 2 s/],
        [`${address}?tls=off`, /options behind \? are not read/],
        [`redis://127.0.0.1:${port}/first`, /number of a database/],
      ];
      const said: string[] = [];
      for (const [redisUrl, expected] of cases) {
        const { message, ms } = await refusal(redisUrl);
        said.push(message);
        expect([redisUrl, message]).toEqual([redisUrl, expect.stringMatching(expected)]);
        expect(ms).toBeLessThan(2500);
      }
      expect(said.join('\n')).not.toContain('hush-hush');
      web.close();
      silent.close();
    }, 40_000);
  },
);

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}
