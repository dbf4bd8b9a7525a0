import { KhabarError } from '@khabar/article';
import type { Pool } from 'pg';

import { isServer, openPool, type PostgresConnection } from './open-pool.ts';

/** Tested from here on; older ones are out of their own support. */
const LEAST_MAJOR = 14;

/**
 * Connects and looks whether this PostgreSQL can hold the record. Throws KhabarError STORE_UNAVAILABLE (retry later) where it is
 * away, CONFIG_INVALID where it refuses (password, database, rights) or forgets the schema, STORE_VERSION where it is too old.
 */
export async function connect(
  connection: PostgresConnection,
  options: { schema: string; max: number; name?: string },
): Promise<Pool> {
  const pool = openPool(connection, options);
  try {
    await check(pool, options.schema);
    return pool;
  } catch (error) {
    await pool.end();
    // PgBouncer knows a few start parameters and refuses the others.
    if (!(error instanceof Error) || !/unsupported startup parameter/i.test(error.message))
      throw connectError(error, connection);
  }
  const plain = openPool(connection, { ...options, asksForSchema: false });
  try {
    await check(plain, options.schema);
    return plain;
  } catch (error) {
    await plain.end();
    throw connectError(error, connection);
  }
}

interface Facts {
  readonly version: number;
  readonly shown: string;
  readonly path: string;
  readonly dates: string;
  readonly role: string;
  readonly database: string;
}

async function check(pool: Pool, schema: string): Promise<void> {
  const { rows } = await pool.query<Facts>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as shown,
       current_setting('search_path') as path, current_setting('datestyle') as dates, current_user as role, current_database() as database`,
  );
  const [facts] = rows;
  if (facts === undefined)
    throw new KhabarError('STORE_UNAVAILABLE', 'record: PostgreSQL says nothing of itself');
  if (facts.version < LEAST_MAJOR * 10_000) {
    throw new KhabarError(
      'STORE_VERSION',
      `record: PostgreSQL ${facts.shown} is too old; Khabar needs ${LEAST_MAJOR} or newer`,
    );
  }
  const first = facts.path.split(',')[0]?.trim().replaceAll('"', '');
  if (first === schema && facts.dates.startsWith('ISO')) return;
  if (first === schema)
    throw new KhabarError(
      'CONFIG_INVALID',
      `record: PostgreSQL writes times as "${facts.dates}", and what lies between it and Khabar does not let that be changed; set it: ALTER ROLE "${facts.role}" SET datestyle = ISO`,
    );
  throw new KhabarError(
    'CONFIG_INVALID',
    `record: what lies between Khabar and PostgreSQL (PgBouncer?) does not pass search_path on, which is "${facts.path}" and must begin with ${schema}. ` +
      `Let the role bring it: ALTER ROLE "${facts.role}" IN DATABASE "${facts.database}" SET search_path = ${schema}; then RECONNECT the pooler`,
  );
}

/** An error of connecting or migrating as a person can act on it; the address without its password. */
export function connectError(error: unknown, connection: PostgresConnection): KhabarError {
  if (error instanceof KhabarError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const reason = error instanceof Error ? reasonOf(error) : String(error);
  const where = isServer(connection)
    ? `PostgreSQL at ${shownAddress(connection.connectionString ?? '')}`
    : 'embedded PostgreSQL';
  const advice = ADVICE[code];
  if (advice !== undefined)
    return new KhabarError('CONFIG_INVALID', `record: ${where}: ${reason}; ${advice}`, { cause: error });
  return new KhabarError('STORE_UNAVAILABLE', `record: ${where}: ${reason}`, {
    retry: 'later',
    cause: error,
  });
}

/** What to do, by SQLSTATE. Anything else may pass. */
const ADVICE: Readonly<Record<string, string>> = {
  '28P01': 'user and password of DATABASE_URL must be right',
  '28000': 'the server does not let this user in (pg_hba.conf, or there is no such user)',
  '3D000': 'make it first: CREATE DATABASE … OWNER …',
  '42501':
    'the role must own its database or be granted: GRANT CREATE ON DATABASE … TO … (for the schemas khabar, khabar_search and bullmq)',
  '25006': 'this is a read-only copy; DATABASE_URL must name the primary server',
  '22P06': 'the database must be of encoding UTF8',
};

// Node tries each address of a name and says why each failed in an error that has no message itself.
function reasonOf(error: Error): string {
  if (error instanceof AggregateError)
    return error.errors.map((one: unknown) => (one instanceof Error ? one.message : String(one))).join(', ');
  return error.message === '' ? error.name : error.message;
}

/** An address that may be shown: without its password. */
export function shownAddress(address: string): string {
  if (!URL.canParse(address)) return 'the address given';
  const url = new URL(address);
  if (url.password !== '') url.password = '***';
  if (url.searchParams.has('password')) url.searchParams.set('password', '***');
  return url.href;
}
