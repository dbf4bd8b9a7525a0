import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { silentLogger } from '@khabar/observe';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { queueContract } from './contract.ts';
import { openQueues } from './open-queues.ts';

const installed = spawnSync('redis-server', ['--version']).error === undefined;
const deps = { logger: silentLogger, now: () => new Date(), onDead: async () => {} };

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe.skipIf(!installed)('with a redis-server (skipped where the program is not installed)', () => {
  let server: ChildProcess;
  let folder: string;
  let port: number;
  let address: string;

  const start = async (): Promise<void> => {
    const quiet = ['--save', '', '--appendonly', 'yes', '--dir', folder, '--requirepass', 'secret'];
    server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', ...quiet], {
      stdio: 'ignore',
    });
    const probe = new Redis(address, { retryStrategy: () => 50, maxRetriesPerRequest: null });
    probe.on('error', () => {});
    await probe.ping();
    probe.disconnect();
  };

  const stop = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    await gone;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'redis-'));
    port = await freePort();
    address = `redis://:secret@127.0.0.1:${port}/1`;
    await start();
  });

  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

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
    await stop();
    const asked = performance.now();
    await expect(queues.add('visit', [{ outletId: 'lost' }])).rejects.toMatchObject({
      code: 'QUEUE_UNAVAILABLE',
      retry: 'later',
    });
    expect(performance.now() - asked).toBeLessThan(2500);
    await start();
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

  it('an address where nothing listens is refused', async () => {
    await expect(openQueues({ redisUrl: 'redis://127.0.0.1:1' }, deps)).rejects.toMatchObject({
      code: 'QUEUE_UNAVAILABLE',
    });
  });
});
