import { KhabarError } from '@khabar/article';
import { Redis } from 'ioredis';

/** A Redis, as ioredis and BullMQ take it. */
export interface RedisAddress {
  host: string;
  port: number;
  db: number;
  username?: string;
  password?: string;
  tls?: object;
}

/** What ioredis needs from an address: TLS for `rediss:`, user, password and number of the database from the address itself. */
export function redisOptions(address: string): RedisAddress {
  const url = new URL(address);
  const database = Number(url.pathname.slice(1) || '0');
  return {
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: Number(url.port || '6379'),
    db: database,
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

const CONNECT_MS = 2000;

/**
 * Refuses a Redis that throws keys away when memory is short: jobs would be lost in silence.
 * Throws KhabarError QUEUE_UNAVAILABLE or QUEUE_MISCONFIGURED.
 */
export async function checkRedis(address: string): Promise<void> {
  const shown = new URL(address);
  shown.password = shown.password === '' ? '' : '***';
  const redis = new Redis({
    ...redisOptions(address),
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: 1,
    retryStrategy: () => null,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const reply = await redis.config('GET', 'maxmemory-policy').catch(() => null);
    const policy = Array.isArray(reply) ? (reply[1] ?? '') : '';
    if (policy !== '' && policy !== 'noeviction') {
      throw new KhabarError(
        'QUEUE_MISCONFIGURED',
        `Redis at ${shown.href}: maxmemory-policy is ${policy}, which loses jobs; it must be noeviction. Mend it with: redis-cli CONFIG SET maxmemory-policy noeviction`,
      );
    }
  } catch (cause) {
    if (cause instanceof KhabarError) throw cause;
    throw new KhabarError(
      'QUEUE_UNAVAILABLE',
      `Redis at ${shown.href}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { retry: 'later', cause },
    );
  } finally {
    redis.disconnect();
  }
}
