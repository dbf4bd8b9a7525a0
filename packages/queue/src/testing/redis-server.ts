import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { processEnvironment } from '@khabar/config';
import { Redis } from 'ioredis';

/** A Redis for tests, which keeps its jobs on disk over a restart; ends with this process. */
export interface TestRedis {
  /** As REDIS_URL takes it, with the password. */
  readonly url: string;
  readonly port: number;
  /** Ends the server, in order or by force; resolves when it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again on the same port and data; resolves when it answers. */
  start(): Promise<void>;
  /** Ends it and removes its data. */
  close(): Promise<void>;
}

/** Is there a redis-server to test with? With KHABAR_REQUIRE_ALL=1 having none is an error. */
export function isRedisInstalled(): boolean {
  const installed = spawnSync('redis-server', ['--version']).error === undefined;
  if (!installed && processEnvironment()['KHABAR_REQUIRE_ALL'] === '1')
    throw new Error(
      'KHABAR_REQUIRE_ALL: there is no redis-server to test with (Debian: apt-get install redis-server)',
    );
  return installed;
}

/** A port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts a redis-server of its own, with the password `secret`, on loopback. */
export async function startTestRedis(): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-'));
  const port = await freePort();
  const url = `redis://:secret@127.0.0.1:${port}/1`;
  let server: ChildProcess | null = null;
  const onExit = (): void => void server?.kill('SIGKILL');
  process.on('exit', onExit);

  const start = async (): Promise<void> => {
    const data = ['--save', '', '--appendonly', 'yes', '--dir', folder, '--requirepass', 'secret'];
    server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', ...data], {
      stdio: 'ignore',
    });
    const probe = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
    probe.on('error', () => {});
    await probe.ping();
    probe.disconnect();
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    const running = server;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill(signal);
    await gone;
  };
  await start();
  return {
    url,
    port,
    start,
    end,
    async close() {
      await end('SIGTERM');
      process.off('exit', onExit);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
