import { type Engine, EngineFailure } from './engine.ts';
import { OutputReader } from './output-reader.ts';
import { quoteIdentifier } from './sql-text.ts';
import {
  errorFields,
  type Frame,
  query,
  SPOIL,
  statusOf,
  SYNC,
  type TransactionStatus,
} from './wire-messages.ts';

/** What the session asks for itself may take this long; it is short work. */
const OWN_QUERY_MS = 30_000;

/** An error that the store answered to a query of our own. */
export class SessionError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Takes what the store answers: messages (rows come many in one), then the end of a chunk, which may be waited for. */
export interface Output {
  readonly frame: (frame: Frame) => void;
  readonly chunkEnd?: () => Promise<void> | undefined;
}

interface Waiter {
  readonly owner: object;
  readonly resolve: () => void;
  readonly reject: (error: EngineFailure) => void;
}

/**
 * The one PostgreSQL session and whose turn it is. An owner keeps it while it is in a transaction; turns go round
 * in the order of asking. It also knows what the session was last told (settings, channels), so that an owner's own
 * state can be put back.
 */
export class Session {
  readonly engine: Engine;
  readonly #waiting: Waiter[] = [];
  readonly #onNotification: (frame: Frame) => void;
  #owner: object | null = null;
  #epoch = 0;
  #closed = false;
  /** Settings that are in force, as `settingsKey` of a connection writes them; null: unknown. */
  settingsKey: string | null = null;
  /** New transactions may not write: the disk is nearly full. */
  readOnly = false;
  /** The disk was full: the store's next call may never return, so deadlines are short. */
  mayHang = false;
  /** Goes up whenever prepared statements are gone. */
  generation = 0;
  /** Who parsed the unnamed statement last. */
  unnamedOwner: object | null = null;
  /** All channels that some connection listens to. */
  readonly channels = new Set<string>();
  /** Batches run since the start, for the owner's maintenance. */
  runs = 0;

  constructor(engine: Engine, onNotification: (frame: Frame) => void) {
    this.engine = engine;
    this.#onNotification = onNotification;
  }

  get contended(): boolean {
    return this.#waiting.length > 0;
  }

  /** Waits for its turn and for the store; @throws EngineFailure when the store stays away for `waitMs` or is closed. */
  async acquire(owner: object, waitMs: number): Promise<void> {
    if (this.#closed) throw closed();
    if (this.#owner === null) this.#owner = owner;
    else await new Promise<void>((resolve, reject) => void this.#waiting.push({ owner, resolve, reject }));
    try {
      await this.engine.whenUp(waitMs);
      if (this.#epoch !== this.engine.epoch) await this.#beginEpoch();
    } catch (error) {
      this.release(owner);
      throw error;
    }
  }

  release(owner: object): void {
    if (this.#owner !== owner) return;
    const next = this.#waiting.shift();
    this.#owner = next?.owner ?? null;
    next?.resolve();
  }

  /** Runs work of the store's owner in its turn, alone. */
  async exclusive<T>(work: () => Promise<T>, waitMs = 10_000): Promise<T> {
    const owner = {};
    await this.acquire(owner, waitMs);
    try {
      return await work();
    } finally {
      this.release(owner);
    }
  }

  restart(reason: string): void {
    this.engine.restart(new EngineFailure('57P02', `the embedded store was restarted: ${reason}`));
  }

  /** Those who wait get an error; nobody gets a turn any more. */
  close(): void {
    this.#closed = true;
    for (const waiter of this.#waiting.splice(0)) waiter.reject(closed());
  }

  async #beginEpoch(): Promise<void> {
    this.#epoch = this.engine.epoch;
    this.settingsKey = null;
    this.generation += 1;
    this.unnamedOwner = null;
    if (this.channels.size > 0) await this.listenAgain();
  }

  async listenAgain(): Promise<void> {
    await this.ask([...this.channels].map((channel) => `listen ${quoteIdentifier(channel)}`).join(';'));
  }

  /** Runs raw messages and hands their output on; notifications go to those who listen. */
  async run(input: Buffer, deadlineMs: number, output: Output): Promise<void> {
    const reader = new OutputReader({
      rows: (bytes) => output.frame({ type: 'D', bytes }),
      frame: (frame) => (frame.type === 'A' ? this.#onNotification(frame) : output.frame(frame)),
    });
    this.runs += 1;
    await this.engine.run(input, {
      deadlineMs,
      onOutput: (bytes) => {
        reader.push(bytes);
        return output.chunkEnd?.();
      },
    });
  }

  /** Runs raw messages and hands all output back. */
  async collect(input: Buffer, deadlineMs: number): Promise<readonly Frame[]> {
    const frames: Frame[] = [];
    await this.run(input, deadlineMs, { frame: (frame) => void frames.push(frame) });
    return frames;
  }

  /** Runs messages and Sync for ourselves; resolves to the session's status. */
  async sync(before: readonly Buffer[] = []): Promise<TransactionStatus> {
    const frames = await this.collect(Buffer.concat([...before, SYNC]), OWN_QUERY_MS);
    const ready = frames.findLast((frame) => frame.type === 'Z');
    return ready === undefined ? 'I' : statusOf(ready);
  }

  /** Rolls everything back; `unsynced`: also what a Sync would commit. */
  async rollback(unsynced: boolean): Promise<void> {
    const status = await this.sync(unsynced ? [SPOIL] : []);
    if (status !== 'I') await this.ask('rollback');
  }

  /** A query of our own, in the turn of whoever owns the session; @throws SessionError. */
  async ask(sql: string, deadlineMs = OWN_QUERY_MS): Promise<readonly Frame[]> {
    const output: Frame[] = [];
    this.unnamedOwner = null;
    await this.run(query(sql), deadlineMs, { frame: (frame) => void output.push(...split(frame)) });
    const error = output.find((frame) => frame.type === 'E');
    if (error !== undefined) {
      const fields = errorFields(error.bytes);
      throw new SessionError(fields.get('C') ?? 'XX000', fields.get('M') ?? 'unknown error');
    }
    if (!output.some((frame) => frame.type === 'Z')) this.engine.restart(noAnswer());
    return output;
  }
}

export const noAnswer = (): EngineFailure =>
  new EngineFailure('57P02', 'the embedded store stopped without an answer');

const closed = (): EngineFailure => new EngineFailure('57P01', 'the embedded store is closing');

/** Rows come many in one piece; the few of our own queries are looked at one by one. */
function split(frame: Frame): Frame[] {
  if (frame.type !== 'D') return [frame];
  const frames: Frame[] = [];
  for (let at = 0; at < frame.bytes.length;) {
    const end = at + 1 + frame.bytes.readInt32BE(at + 1);
    frames.push({ type: 'D', bytes: frame.bytes.subarray(at, end) });
    at = end;
  }
  return frames;
}
