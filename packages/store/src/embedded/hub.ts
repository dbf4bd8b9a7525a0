import type { Connection } from './connection.ts';
import { deadline, type Engine, EngineFailure } from './engine.ts';
import type { SessionState, SharedState } from './session-state.ts';
import { Session } from './session.ts';
import type { Settings } from './settings.ts';
import { errorFields, errorResponse, type Frame, readCString, startupParameters } from './wire-messages.ts';

export interface WireOptions {
  /** A batch that runs longer is ended, and the store with it; a connection's statement_timeout takes its place. */
  readonly deadlineMs: number;
  /** A connection that is idle in a transaction for longer is rolled back and closed. */
  readonly idleInTransactionMs: number;
  /** How long a batch waits for a store that restarts. */
  readonly restartWaitMs: number;
  /** How long the session waits for a client that does not read. */
  readonly slowReaderMs: number;
  /** An error of the store passes here; the answer takes its place. */
  readonly onError?: (fields: ReadonlyMap<string, string>) => { code: string; message: string } | null;
}

const HANG_MS = 8000;
const MAX_STATEMENT_TIMEOUT_MS = 3_600_000;

/** What the connections share. */
export class Hub implements SharedState {
  readonly session: Session;
  readonly options: WireOptions;
  readonly connections = new Set<Connection>();
  readonly owners = new Map<string, SessionState>();
  #epoch = 0;

  constructor(engine: Engine, options: WireOptions) {
    this.options = options;
    this.session = new Session(engine, (frame) => this.#notify(frame));
  }

  #notify(frame: Frame): void {
    const { text: channel } = readCString(frame.bytes, 9);
    for (const connection of this.connections)
      if (connection.state.channels.has(channel)) connection.notify(frame);
  }

  channelsOfOthers(state: SessionState): ReadonlySet<string> {
    const others = [...this.connections].filter((connection) => connection.state !== state);
    return new Set(others.flatMap((connection) => [...connection.state.channels]));
  }

  left(connection: Connection): void {
    this.connections.delete(connection);
  }

  /** Reads a start-up message: its parameters, or why it is refused. */
  greet(
    bytes: Buffer,
  ):
    | { kind: 'welcome'; parameters: ReadonlyMap<string, string> }
    | { kind: 'refused'; failure: EngineFailure } {
    if (bytes.readInt16BE(4) !== 3) return refuse('08P01', 'only protocol 3 is spoken here');
    const parameters = startupParameters(bytes);
    const database = parameters.get('database') ?? 'postgres';
    if (database !== 'postgres') return refuse('3D000', `database "${database}" does not exist`);
    const encoding = (parameters.get('client_encoding') ?? 'utf8').replaceAll(/[-_'"]/g, '').toLowerCase();
    if (encoding !== 'utf8' && encoding !== 'unicode')
      return refuse('22023', `client_encoding ${encoding}: only UTF8 is spoken here`);
    return { kind: 'welcome', parameters };
  }

  /** The parameters that a server reports at the start. */
  parameters(): Readonly<Record<string, string>> {
    return {
      server_version: this.session.engine.serverVersion,
      server_encoding: 'UTF8',
      client_encoding: 'UTF8',
      standard_conforming_strings: 'on',
      DateStyle: 'ISO, MDY',
      IntervalStyle: 'postgres',
      TimeZone: 'UTC',
      integer_datetimes: 'on',
      is_superuser: 'on',
      session_authorization: 'postgres',
    };
  }

  /** PGlite has no timers of its own, so statement_timeout is kept here. */
  deadlineMs(settings: Settings): number {
    const own = milliseconds(settings.get('statement_timeout') ?? '0');
    const limit = own > 0 ? Math.min(own, MAX_STATEMENT_TIMEOUT_MS) : this.options.deadlineMs;
    return this.session.mayHang ? Math.min(limit, HANG_MS) : limit;
  }

  /** Calls `expired` when a transaction has been idle too long: sooner while others wait, and soonest before Sync. */
  watchIdle(unsynced: boolean, expired: () => void): { stop: () => void } {
    const limit = this.options.idleInTransactionMs;
    const contendedMs = limit * (unsynced ? 0.3 : 0.6);
    let timer = deadline(contendedMs, () => {
      if (this.session.contended) expired();
      else timer = deadline(limit - contendedMs, expired);
    });
    return { stop: () => timer.stop() };
  }

  /** An ErrorResponse of the store, in clearer words where there are some. */
  explain(bytes: Buffer): Buffer {
    const better = this.options.onError?.(errorFields(bytes)) ?? null;
    return better === null ? bytes : errorResponse({ severity: 'ERROR', ...better });
  }

  /** After a restart temporary tables and PREPAREd statements are gone. */
  forgetOwned(): void {
    if (this.#epoch === this.session.engine.epoch) return;
    this.#epoch = this.session.engine.epoch;
    this.owners.clear();
  }
}

/** A duration as a setting may write it: `5000`, `5s`, `2min`. */
function milliseconds(text: string): number {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(ms|s|min|h)?\s*$/.exec(text);
  const units = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 } as const;
  const unit = found?.[2] ?? 'ms';
  const factor = unit === 's' || unit === 'min' || unit === 'h' ? units[unit] : 1;
  return found === null ? 0 : Number(found[1]) * factor;
}

const refuse = (code: string, text: string) =>
  ({ kind: 'refused', failure: new EngineFailure(code, text) }) as const;
