import { setTimeout as wait } from 'node:timers/promises';

import { KhabarError } from '@khabar/article';
import { type Kysely, sql } from 'kysely';
import { Client } from 'pg';
import { z } from 'zod';

import { connectError, shownAddress } from './connect.ts';
import { APPLICATION_NAME, MOVER_NAME, type PostgresConnection } from './open-pool.ts';
import type { Tables } from './tables.ts';

/** Where the state of a move stands in the settings of its target. */
export const MOVE_SETTING = 'move';

/** How far a move has come; kept in its target, so that it goes on after any interruption. */
export const MoveState = z.object({
  state: z.enum(['copying', 'done']),
  /** Names the installation that is moved here. */
  from: z.string(),
  startedAt: z.string(),
  /** Tables that are whole. */
  tables: z.array(z.string()),
  /** The table that is being copied, and the key of its last row that is there. */
  at: z.object({ table: z.string(), key: z.array(z.string()) }).nullable(),
  /** At the end: what both sides held. */
  checked: z.array(z.object({ table: z.string(), rows: z.number(), sum: z.string() })).default([]),
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

/** The server takes a moment to see that one who ended has gone. */
const TRIES = 20;
const TRY_MS = 100;

/**
 * Makes this process the only one that may open the record of a PostgreSQL server. Who starts later is refused by
 * `refuseWhileMoved`; who runs already is seen by its connections (another role's only by a superuser).
 * Throws KhabarError CONFLICT, CONFIG_INVALID, STORE_UNAVAILABLE.
 */
export async function takeSoleUse(connection: PostgresConnection, schema = 'khabar'): Promise<SoleUse> {
  const client = new Client({ ...connection, application_name: MOVER_NAME, keepAlive: true });
  // A lost connection is found by whoever uses the record next.
  client.on('error', () => {});
  try {
    await client.connect();
    await lockOut(client, { schema, where: shownAddress(connection.connectionString ?? '') });
  } catch (error) {
    await client.end().catch(() => {});
    throw connectError(error, connection);
  }
  return { release: () => client.end().catch(() => {}) };
}

async function lockOut(client: Client, { schema, where }: { schema: string; where: string }): Promise<void> {
  for (let tries = 1; !(await isLocked(client, schema)); tries += 1) {
    if (tries === TRIES) throw new KhabarError('CONFLICT', `${where}: another "khabar move" works on it`);
    await wait(TRY_MS);
  }
  // What a killed one left running must not write any more.
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = $1 and pid <> pg_backend_pid()`,
    [MOVER_NAME],
  );
  for (let tries = 1; ; tries += 1) {
    const others = await othersOn(client);
    if (others === null) return;
    if (tries === TRIES)
      throw new KhabarError(
        'CONFLICT',
        `${where}: Khabar is running on it (${others}); stop all of its processes first`,
      );
    await wait(TRY_MS);
  }
}

/** Who else has the record open, in words. */
async function othersOn(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ n: number; hosts: string | null }>(
    `select count(*)::int as n, string_agg(distinct coalesce(host(client_addr), 'this machine'), ', ') as hosts
     from pg_stat_activity where datname = current_database() and application_name like $1 and application_name <> $2`,
    [`${APPLICATION_NAME}%`, MOVER_NAME],
  );
  const [row] = rows;
  return row === undefined || row.n === 0 ? null : `${row.n} connections from ${row.hosts ?? 'somewhere'}`;
}

async function isLocked(client: Client, schema: string): Promise<boolean> {
  const { rows } = await client.query<{ locked: boolean }>(
    `select pg_try_advisory_lock(hashtext('khabar move'), hashtext($1)) as locked`,
    [schema],
  );
  return rows[0]?.locked === true;
}
