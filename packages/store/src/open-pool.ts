import { Pool, TypeOverrides } from 'pg';

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

/**
 * A pool whose connections find their tables in `schema`. Timestamps come as UTC ISO 8601 strings and bigint as number
 * (every bigint of ours counts or identifies rows, far under 2^53).
 */
export function openPool(connection: PostgresConnection, options: { schema: string; max: number }): Pool {
  const types = new TypeOverrides();
  types.setTypeParser(TIMESTAMPTZ, (value) =>
    new Date(value.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString(),
  );
  types.setTypeParser(INT8, Number);
  const pool = new Pool({
    ...connection,
    max: options.max,
    types,
    options: `-c search_path=${options.schema}`,
  });
  // A connection that breaks while idle is replaced by the pool; without a listener the process would end.
  pool.on('error', () => {});
  return pool;
}
