import { EngineFailure } from './engine.ts';
import { type Session, SessionError } from './session.ts';
import { rowsOf } from './wire-messages.ts';

const VACUUM_DEADLINE_MS = 600_000;

/** Bytes of write-ahead log since the last checkpoint began. */
export async function walBytes(session: Session): Promise<number> {
  const output = await session.exclusive(() =>
    session.ask(
      'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn)::bigint from pg_control_checkpoint()',
    ),
  );
  return Number(rowsOf(output)[0]?.[0] ?? 0);
}

export async function checkpoint(session: Session): Promise<void> {
  await session.exclusive(() => session.ask('checkpoint', VACUUM_DEADLINE_MS));
}

// The thresholds of PostgreSQL's autovacuum (documentation, "The Autovacuum Daemon"), which PGlite does not have.
const BUSY_TABLES = `
  select format('%I.%I', schemaname, relname),
         n_dead_tup > 500 + 0.2 * n_live_tup or n_ins_since_vacuum > 1000 + 0.2 * n_live_tup
    from pg_stat_user_tables
   where n_dead_tup > 500 + 0.2 * n_live_tup
      or n_ins_since_vacuum > 1000 + 0.2 * n_live_tup
      or n_mod_since_analyze > 250 + 0.1 * n_live_tup
   order by n_dead_tup desc`;

/** Vacuums and analyses the tables that changed much; each in a turn of its own, so that others come between. */
export async function vacuumBusyTables(session: Session): Promise<readonly string[]> {
  const output = await session.exclusive(() =>
    session.ask(`select pg_stat_force_next_flush(); ${BUSY_TABLES}`),
  );
  const tables = rowsOf(output).flatMap(([table, vacuum]) =>
    typeof table === 'string' && vacuum !== undefined ? [{ table, vacuum: vacuum === 't' }] : [],
  );
  for (const { table, vacuum } of tables) {
    try {
      await session.exclusive(() =>
        session.ask(`${vacuum ? 'vacuum (analyze)' : 'analyze'} ${table}`, VACUUM_DEADLINE_MS),
      );
    } catch (error) {
      // A table may have been dropped meanwhile.
      if (!(error instanceof SessionError)) throw error;
    }
  }
  return tables.map(({ table }) => table);
}

export interface MaintenanceOptions {
  readonly walLimitBytes: number;
  readonly checkpointEveryMs: number;
  readonly vacuumEveryMs: number;
  readonly now: () => number;
}

export const DEFAULT_MAINTENANCE: MaintenanceOptions = {
  walLimitBytes: 64 << 20,
  checkpointEveryMs: 300_000,
  vacuumEveryMs: 10_000,
  now: () => performance.now(),
};

/** What PostgreSQL's own processes would do; `look` is called about once a second and does nothing in an idle store. */
export class Maintenance {
  readonly #session: Session;
  readonly #options: MaintenanceOptions;
  #lookedRuns = 0;
  #vacuumedRuns = 0;
  #checkpointAt: number;
  #vacuumAt: number;
  #busy = false;

  constructor(session: Session, options: Partial<MaintenanceOptions> = {}) {
    this.#session = session;
    this.#options = { ...DEFAULT_MAINTENANCE, ...options };
    this.#checkpointAt = this.#options.now();
    this.#vacuumAt = this.#options.now();
  }

  async look(): Promise<void> {
    if (this.#busy || this.#session.engine.state !== 'up' || this.#session.runs === this.#lookedRuns) return;
    this.#busy = true;
    try {
      await this.#checkpointIfDue();
      await this.#vacuumIfDue();
    } catch (error) {
      if (!(error instanceof EngineFailure) && !(error instanceof SessionError)) throw error;
    } finally {
      this.#lookedRuns = this.#session.runs;
      this.#busy = false;
    }
  }

  async #checkpointIfDue(): Promise<void> {
    const bytes = await walBytes(this.#session);
    const { now, walLimitBytes, checkpointEveryMs } = this.#options;
    const old = now() - this.#checkpointAt > checkpointEveryMs;
    if (bytes < walLimitBytes && !(old && bytes > 0)) return;
    await checkpoint(this.#session);
    this.#checkpointAt = now();
  }

  async #vacuumIfDue(): Promise<void> {
    const { now, vacuumEveryMs } = this.#options;
    if (now() - this.#vacuumAt < vacuumEveryMs || this.#session.runs === this.#vacuumedRuns) return;
    if (this.#session.readOnly) return;
    await vacuumBusyTables(this.#session);
    this.#vacuumAt = now();
    this.#vacuumedRuns = this.#session.runs;
  }
}
