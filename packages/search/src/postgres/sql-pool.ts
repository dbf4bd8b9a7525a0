import { KhabarError } from '@khabar/article';

/** Something that runs one statement: a connection or a pool (`pg`'s fit). */
export interface SqlClient {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** A pool of connections, as `pg.Pool` is one. */
export interface SqlPool extends SqlClient {
  connect(): Promise<SqlClient & { release(destroy?: boolean): void }>;
}

/** Values of a statement, numbered as they come. */
export class SqlValues {
  readonly values: unknown[] = [];

  /** Placeholder of the value. */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

// Text search columns lie outside their rows: reading them all costs far more than the planner believes. A server ends what takes
// too long; PGlite cannot, its owner does.
const READ = `begin transaction isolation level repeatable read read only;
set local enable_seqscan = off; set local jit = off; set local work_mem = '64MB'; set local statement_timeout = '20s'`;

function unavailable(cause: unknown): KhabarError {
  if (cause instanceof KhabarError) return cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new KhabarError('SEARCH_UNAVAILABLE', `search index: ${reason}`, { retry: 'later', cause });
}

async function inTransaction<T>(
  pool: SqlPool,
  begin: string,
  work: (client: SqlClient) => Promise<T>,
): Promise<T> {
  let client: Awaited<ReturnType<SqlPool['connect']>>;
  try {
    client = await pool.connect();
  } catch (cause) {
    throw unavailable(cause);
  }
  try {
    await client.query(begin);
    const result = await work(client);
    await client.query('commit');
    client.release();
    return result;
  } catch (cause) {
    // A connection on which even rollback fails is of no more use.
    const isUsable = await client.query('rollback').then(
      () => true,
      () => false,
    );
    client.release(!isUsable);
    throw unavailable(cause);
  }
}

/** Runs statements on one snapshot, planned for text search. Throws KhabarError SEARCH_UNAVAILABLE. */
export function reading<T>(pool: SqlPool, work: (client: SqlClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, READ, work);
}

/** Runs statements that all happen or none. Throws KhabarError SEARCH_UNAVAILABLE. */
export function writing<T>(pool: SqlPool, work: (client: SqlClient) => Promise<T>): Promise<T> {
  return inTransaction(pool, 'begin', work);
}
