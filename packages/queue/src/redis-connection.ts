import { KhabarError } from '@khabar/article';
import { Redis } from 'ioredis';

import { within } from './within.ts';

/** A Redis, as ioredis and BullMQ take it. */
export interface RedisAddress {
  host: string;
  port: number;
  db: number;
  username?: string;
  password?: string;
  tls?: object;
}

/**
 * What ioredis needs from an address: TLS for `rediss:`, user, password and number of the database from the address itself.
 * Throws KhabarError QUEUE_MISCONFIGURED for what an address of Redis does not say.
 */
export function redisOptions(address: string): RedisAddress {
  const url = new URL(address);
  const database = url.pathname.replace(/^\//, '') || '0';
  if (url.search !== '')
    throw misconfigured(
      address,
      `options behind ? are not read ("${url.search}"); TLS is chosen by rediss:, an authority of your own by NODE_EXTRA_CA_CERTS=FILE`,
    );
  if (!/^\d{1,5}$/.test(database))
    throw misconfigured(address, `the path must be the number of a database, and is "${database}"`);
  return {
    host: url.hostname.replaceAll(/^\[|\]$/g, ''),
    port: Number(url.port || '6379'),
    db: Number(database),
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

const ANSWERS_MS = 1900;

/**
 * Refuses within two seconds a Redis that is not there, does not let us in, or throws keys away when memory is short: jobs would be
 * lost in silence. Throws KhabarError QUEUE_UNAVAILABLE or QUEUE_MISCONFIGURED.
 */
export async function checkRedis(address: string): Promise<void> {
  const redis = new Redis({
    ...redisOptions(address),
    lazyConnect: true,
    connectTimeout: ANSWERS_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // `connect` itself only says that the connection is closed; why comes as an event before.
  const seen: Error[] = [];
  redis.on('error', (error: Error) => void seen.push(error));
  const ask = async (): Promise<string> => {
    await redis.connect();
    // A managed Redis may refuse CONFIG; its own documentation says what it does with full memory.
    const reply = await redis.config('GET', 'maxmemory-policy').catch(() => null);
    return Array.isArray(reply) ? (reply[1] ?? '') : '';
  };
  try {
    const policy = await within(ask(), ANSWERS_MS, () => new Error('no answer within 2 s'));
    if (policy !== '' && policy !== 'noeviction') {
      throw misconfigured(
        address,
        `maxmemory-policy is ${policy}, which loses jobs; it must be noeviction. Mend it with: redis-cli CONFIG SET maxmemory-policy noeviction`,
      );
    }
  } catch (cause) {
    if (cause instanceof KhabarError) throw cause;
    const failures = [...seen, cause].flatMap(messagesOf);
    throw new KhabarError(
      'QUEUE_UNAVAILABLE',
      `Redis at ${shownAddress(address)}: ${reasonOf(failures, address)}`,
      { retry: 'later', cause },
    );
  } finally {
    redis.disconnect();
  }
}

function misconfigured(address: string, why: string): KhabarError {
  return new KhabarError('QUEUE_MISCONFIGURED', `Redis at ${shownAddress(address)}: ${why}`);
}

function shownAddress(address: string): string {
  const url = new URL(address);
  if (url.password !== '') url.password = '***';
  return url.href;
}

/** A name with several addresses fails with one error for each. */
function messagesOf(error: unknown): string[] {
  if (error instanceof AggregateError) return error.errors.flatMap(messagesOf);
  return [error instanceof Error ? error.message : String(error)];
}

const CLOSED = /Connection is closed|ECONNRESET|socket disconnected/i;

/** What went wrong in words, with what mends it where one can know. */
function reasonOf(messages: readonly string[], address: string): string {
  const telling = Array.from(new Set(messages.filter((message) => !/Connection is closed/.test(message))));
  const told = telling.join('; ');
  const tls = address.startsWith('rediss:');
  if (/WRONGPASS|invalid password/i.test(told)) return `wrong user or password (${told})`;
  if (/NOAUTH/.test(told))
    return `it asks for a password, and the address has none: redis://:PASSWORD@HOST (${told})`;
  if (/NOPERM/.test(told)) return `the user may not do what a queue needs (${told})`;
  if (tls && /wrong version number|packet length|SSL|TLS|socket disconnected/i.test(told))
    return `TLS failed (${told}); redis: is the address without TLS`;
  if (tls && /no answer within/.test(told))
    return `${told}; if it does not speak TLS, the address begins with redis:`;
  if (/Protocol error|Unknown RESP/i.test(told)) return 'what answers there is no Redis';
  if (told !== '' && !CLOSED.test(told)) return told;
  return `it closed the connection; ${tls ? 'redis: is the address without TLS' : 'with TLS the address begins with rediss:'}`;
}
