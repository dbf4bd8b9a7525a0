import type { Pool } from 'pg';

import type { CopiedTable } from './copied-tables.ts';

/** What a table holds, whatever the order of its rows. */
export interface Checksum {
  readonly rows: number;
  /** Sum of the first 64 bits of the MD5 of every row. */
  readonly sum: string;
}

/** Counts and sums up a table; minutes for millions of rows. `except` leaves rows out. */
export async function checksumTable(
  table: CopiedTable,
  pool: Pool,
  options: { except?: string } = {},
): Promise<Checksum> {
  const client = await pool.connect();
  try {
    // Texts are summed up as this session writes them, so both sides must write alike.
    await client.query(`begin read only; set local statement_timeout = '2h'; set local timezone = 'UTC';
      set local datestyle = 'ISO'; set local bytea_output = 'hex'; set local extra_float_digits = 1`);
    const row = table.columns.map((column) => `"${column.name}"::text`).join(', ');
    const { rows } = await client.query<Checksum>(
      `select count(*)::int as rows, coalesce(sum(('x' || left(md5(row(${row})::text), 16))::bit(64)::bigint::numeric), 0)::text as sum
       from "${table.name}" ${options.except === undefined ? '' : `where not (${options.except})`}`,
    );
    await client.query('commit');
    client.release();
    return rows[0] ?? { rows: 0, sum: '0' };
  } catch (error) {
    client.release(true);
    throw error;
  }
}
