import { Pool, TypeOverrides } from 'pg';

import { readTimestamp } from './read-timestamp.ts';

/** How to reach a PostgreSQL, embedded or not. */
export interface PostgresConnection {
  readonly connectionString?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly database?: string;
}

const TIMESTAMPTZ = 1184;
const INT8 = 20;
/** To reach a server and get a free connection; the embedded store has no such limit, since it works in turn. */
const CONNECT_MS = 15_000;

/** How a process of Khabar shows in pg_stat_activity. */
export const APPLICATION_NAME = 'khabar';

/** How a process shows that moves an installation. */
export const MOVER_NAME = 'khabar move';

export interface PoolOptions {
  readonly schema: string;
  readonly max: number;
  /** Ask for the schema when connecting; false where a pooler in between refuses that and the role brings it. Default true. */
  readonly asksForSchema?: boolean;
  /** In pg_stat_activity. Default APPLICATION_NAME. */
  readonly name?: string;
}

/** Is this a server, which others may use at the same time? */
export function isServer(connection: PostgresConnection): boolean {
  return connection.connectionString !== undefined;
}

/**
 * A pool whose connections find their tables in `schema`. Timestamps come as UTC ISO 8601 strings and bigint as number
 * (every bigint of ours counts or identifies rows, far under 2^53).
 */
export function openPool(connection: PostgresConnection, options: PoolOptions): Pool {
  const types = new TypeOverrides();
  types.setTypeParser(TIMESTAMPTZ, readTimestamp);
  types.setTypeParser(INT8, Number);
  const pool = new Pool({
    ...connection,
    max: options.max,
    types,
    ...(options.asksForSchema === false
      ? {}
      : { options: `-c search_path=${options.schema} -c timezone=UTC -c datestyle=ISO` }),
    ...(isServer(connection)
      ? {
          application_name: options.name ?? APPLICATION_NAME,
          connectionTimeoutMillis: CONNECT_MS,
          // An idle process is still seen to run by one who wants to move the installation.
          min: 1,
          keepAlive: true,
        }
      : {}),
  });
  // A connection that breaks while idle is replaced by the pool; without a listener the process would end.
  pool.on('error', () => {});
  return pool;
}
