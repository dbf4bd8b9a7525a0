import { createHash } from 'node:crypto';

import { KhabarError } from '@khabar/article';
import type { PoolClient } from 'pg';

import { freeLeases } from '../free-leases.ts';
import { MOVE_SETTING, MoveState } from '../moving.ts';
import type { Store } from '../open-store.ts';
import { LOCAL_USER } from '../users.ts';
import { type Checksum, checksumTable } from './checksum-table.ts';
import { copiedTables, type CopiedTable } from './copied-tables.ts';
import { type Batch, readTable, restartIdentity, writeBatch } from './copy-table.ts';

/** Two records, both opened by the one who moves (`moving`), used by nobody else. */
export interface RecordPair {
  readonly from: Store;
  readonly to: Store;
}

export interface CopyOptions {
  readonly now: () => Date;
  readonly signal: AbortSignal;
  /** Rows of a table that are there, of so many. */
  readonly onProgress: (progress: { table: string; done: number; total: number }) => void;
}

const SCHEMA = 'khabar';
const INDEX_REBUILD_SETTING = 'index-rebuild';

/** Names an installation by the moment of its first start, which goes with it. */
export async function installationName(store: Store): Promise<string> {
  const user = await store.users.get(LOCAL_USER.id);
  if (user === undefined)
    throw new KhabarError(
      'NOT_FOUND',
      'move: there is no installation to be moved (Khabar has never run on it)',
    );
  return createHash('sha256').update(`khabar ${user.created_at}`).digest('hex').slice(0, 16);
}

/** How far a move into this record has come; null where none has begun. */
export async function moveState(store: Store): Promise<MoveState | null> {
  const value = await store.settings.get(MOVE_SETTING);
  return value === undefined ? null : MoveState.parse(value);
}

/** Is there nothing in this record yet, a move that has begun aside? */
async function isEmptyRecord(store: Store): Promise<boolean> {
  const { rows } = await store.pool.query<{ used: boolean }>(
    `select exists (select from users) or exists (select from outlets) or exists (select from articles)
       or exists (select from settings where key <> $1) as used`,
    [MOVE_SETTING],
  );
  return rows[0]?.used === false;
}

/**
 * Copies every row that is not there yet. May be stopped at any moment and called again: each batch is written together with
 * the place it reaches. Throws KhabarError CANCELLED, and CONFLICT where the target holds something else.
 */
export async function copyRecord(pair: RecordPair, options: CopyOptions): Promise<void> {
  const { from, to } = pair;
  let state = await beginMove(pair, options);
  if (state.state === 'done') return;
  for (const table of await copiedTables(from.pool, SCHEMA)) {
    if (state.tables.includes(table.name)) continue;
    state = await copyTable(table, pair, { ...options, state });
  }
  await to.settings.put(MOVE_SETTING, state);
}

async function beginMove({ from, to }: RecordPair, { now }: CopyOptions): Promise<MoveState> {
  const name = await installationName(from);
  const known = await moveState(to);
  if (known !== null && known.from !== name)
    throw new KhabarError('CONFLICT', 'move: another installation was moved to this target, or begun to be');
  if (known !== null) return known;
  if (!(await isEmptyRecord(to)))
    throw new KhabarError('CONFLICT', 'move: the target holds an installation already; give an empty one');
  const state: MoveState = {
    state: 'copying',
    from: name,
    startedAt: now().toISOString(),
    tables: [],
    at: null,
    checked: [],
  };
  await to.settings.put(MOVE_SETTING, state);
  return state;
}

async function copyTable(
  table: CopiedTable,
  { from, to }: RecordPair,
  { state, signal, onProgress }: CopyOptions & { state: MoveState },
): Promise<MoveState> {
  const after = state.at?.table === table.name ? state.at.key : null;
  const total = await countRows(table, from);
  let done = after === null ? 0 : await countRows(table, to);
  let reached = state;
  for await (const batch of readTable(table, from.pool, { after, ...exceptOf(table) })) {
    if (signal.aborted) throw new KhabarError('CANCELLED', 'move: interrupted', { retry: 'later' });
    reached = { ...reached, at: { table: table.name, key: [...batch.last] } };
    await inTransaction(to, (client) => writeWithState(batch, client, { table, state: reached }));
    done += batch.rows;
    onProgress({ table: table.name, done, total });
  }
  const whole: MoveState = { ...reached, tables: [...reached.tables, table.name], at: null };
  await inTransaction(to, async (client) => {
    await restartIdentity(table, client);
    await putState(whole, client);
  });
  return whole;
}

async function writeWithState(
  batch: Batch,
  client: PoolClient,
  { table, state }: { table: CopiedTable; state: MoveState },
): Promise<void> {
  await writeBatch(table, batch, client);
  await putState(state, client);
}

async function putState(state: MoveState, client: PoolClient): Promise<void> {
  await client.query('update settings set value = $2::jsonb where key = $1', [
    MOVE_SETTING,
    JSON.stringify(state),
  ]);
}

async function inTransaction(store: Store, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await store.pool.connect();
  try {
    await client.query('begin');
    await work(client);
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

/** A record's own note of a move does not go with it. */
function exceptOf(table: CopiedTable): { except?: string } {
  return table.name === 'settings' ? { except: `key = '${MOVE_SETTING}'` } : {};
}

async function countRows(table: CopiedTable, store: Store): Promise<number> {
  const { except = 'false' } = exceptOf(table);
  const { rows } = await store.pool.query<{ n: number }>(
    `select count(*)::int as n from "${table.name}" where not (${except})`,
  );
  return rows[0]?.n ?? 0;
}

export interface TableChecked extends Checksum {
  readonly table: string;
}

/** Counts and sums up every table on both sides. Throws KhabarError CONFLICT that names the first table that differs. */
export async function verifyCopy(
  { from, to }: RecordPair,
  onTable: (table: string) => void,
): Promise<TableChecked[]> {
  const checked: TableChecked[] = [];
  for (const table of await copiedTables(from.pool, SCHEMA)) {
    onTable(table.name);
    const [source, target] = await Promise.all([
      checksumTable(table, from.pool, exceptOf(table)),
      checksumTable(table, to.pool, exceptOf(table)),
    ]);
    if (source.rows !== target.rows || source.sum !== target.sum) {
      throw new KhabarError(
        'CONFLICT',
        `move: table ${table.name} is not the same on both sides: ${source.rows} rows (checksum ${source.sum}) and ${target.rows} rows (checksum ${target.sum}). One of them was used meanwhile; empty the target and move again`,
      );
    }
    checked.push({ table: table.name, ...source });
  }
  return checked;
}

/**
 * The end of a move: what was in work goes back in line, everything waits for the new index, and the record may be opened.
 * Harmless when done already.
 */
export async function finishMove(
  { to }: RecordPair,
  { now, checked }: { now: string; checked: readonly TableChecked[] },
): Promise<void> {
  const state = await moveState(to);
  if (state === null || state.state === 'done') return;
  await to.transaction(async (records) => {
    await records.frontier.recover();
    await freeLeases(records.db);
    // It names a place in an index that stays behind; the new one is made from the first article on.
    await records.settings.remove(INDEX_REBUILD_SETTING);
    await records.unfinished.putBack({ now });
    await records.pendingIndex.addAll(now);
    await records.settings.put(MOVE_SETTING, { ...state, state: 'done', checked: [...checked] });
  });
  await to.pool.query('analyze');
}

/**
 * For a move that ended before: what was moved, if the source is still just that.
 * Throws KhabarError CONFLICT for a source that was used since.
 */
export async function movedBefore({ from, to }: RecordPair): Promise<readonly TableChecked[]> {
  const state = await moveState(to);
  if (state?.from !== (await installationName(from)))
    throw new KhabarError('CONFLICT', 'move: another installation was moved to this target');
  for (const table of await copiedTables(from.pool, SCHEMA)) {
    const then = state.checked.find((one) => one.table === table.name);
    const now = await checksumTable(table, from.pool, exceptOf(table));
    if (then?.rows !== now.rows || then.sum !== now.sum)
      throw new KhabarError(
        'CONFLICT',
        `move: the installation was moved to this target before (${state.startedAt}), and its source was used since (${table.name}); move to an empty target`,
      );
  }
  return state.checked;
}
