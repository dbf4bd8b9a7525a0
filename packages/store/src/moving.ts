import { KhabarError } from '@khabar/article';
import { type Kysely, sql } from 'kysely';
import { Client } from 'pg';
import { z } from 'zod';

import { connectError, shownAddress } from './connect.ts';
import { APPLICATION_NAME, type PostgresConnection } from './open-pool.ts';
import type { Tables } from './tables.ts';

/** Where the state of a move stands in the settings of its target. */
export const MOVE_SETTING = 'move';

/** `from` names the installation that is moved here, `tables` those that are whole. */
export const MoveState = z.object({
  state: z.enum(['copying', 'done']),
  from: z.string(),
  startedAt: z.string(),
  tables: z.array(z.string()),
});
export type MoveState = z.infer<typeof MoveState>;

const lockKeys = (schema: string) => sql`hashtext('khabar move'), hashtext(${schema})`;

/** Throws KhabarError CONFLICT while the installation in this database is being moved. */
export async function refuseWhileMoved(db: Kysely<Tables>, schema: string): Promise<void> {
  const { rows } = await sql<{
    free: boolean;
  }>`select pg_try_advisory_xact_lock_shared(${lockKeys(schema)}) as free`.execute(db);
  if (rows[0]?.free === true) return;
  throw new KhabarError(
    'CONFLICT',
    'record: this installation is being moved (khabar move); nothing else may use it until that has ended',
    {
      retry: 'later',
    },
  );
}

/** Throws KhabarError CONFLICT for a record that a move began and did not end. */
export async function refuseHalfMoved(db: Kysely<Tables>): Promise<void> {
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('key', '=', MOVE_SETTING)
    .executeTakeFirst();
  const state = MoveState.safeParse(row?.value);
  if (!state.success || state.data.state === 'done') return;
  throw new KhabarError(
    'CONFLICT',
    'record: an installation was moved here only in part; run "khabar move" again, which goes on where it stopped',
  );
}

/** Shuts others out of the record in a database for as long as it is held. */
export interface SoleUse {
  release(): Promise<void>;
}

/**
 * Makes this process the only one that may open the record of a PostgreSQL server. Who starts later is refused by
 * `refuseWhileMoved`; who runs already is seen by its connections.
 * Throws KhabarError CONFLICT, CONFIG_INVALID, STORE_UNAVAILABLE.
 */
export async function takeSoleUse(connection: PostgresConnection, schema: string): Promise<SoleUse> {
  const client = new Client({ ...connection, application_name: `${APPLICATION_NAME} move`, keepAlive: true });
  // A lost connection is found by whoever uses the record next.
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ free: boolean }>(
      `select pg_try_advisory_lock(hashtext('khabar move'), hashtext($1)) as free`,
      [schema],
    );
    const where = shownAddress(connection.connectionString ?? '');
    if (rows[0]?.free !== true)
      throw new KhabarError('CONFLICT', `${where}: another "khabar move" works on it`);
    const others = await client.query<{ n: number; hosts: string | null }>(
      `select count(*)::int as n, string_agg(distinct coalesce(host(client_addr), 'this machine'), ', ') as hosts
       from pg_stat_activity where datname = current_database() and application_name = $1`,
      [APPLICATION_NAME],
    );
    const [found] = others.rows;
    if (found !== undefined && found.n > 0)
      throw new KhabarError(
        'CONFLICT',
        `${where}: Khabar is running on it (${found.n} connections from ${found.hosts ?? 'somewhere'}); stop every process of it first`,
      );
  } catch (error) {
    await client.end().catch(() => {});
    throw connectError(error, connection);
  }
  return { release: () => client.end().catch(() => {}) };
}
