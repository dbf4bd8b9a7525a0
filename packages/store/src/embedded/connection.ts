import type { Socket } from 'node:net';

import { Cursor } from './cursor.ts';
import { EngineFailure } from './engine.ts';
import { FrameReader } from './frame-reader.ts';
import type { Hub } from './hub.ts';
import { SessionState } from './session-state.ts';
import { noAnswer, SessionError } from './session.ts';
import { applySettings, startupSettings } from './settings.ts';
import { sqlMentions } from './sql-text.ts';
import { Statements } from './statements.ts';
import {
  CLOSE_COMPLETE,
  errorResponse,
  type Frame,
  greeting,
  message,
  negotiateProtocolVersion,
  readCString,
  readyForQuery,
  SYNC,
  type TransactionStatus,
} from './wire-messages.ts';

/** Cannot be parsed, so the implicit transaction that it comes in fails. */
const SPOIL = message('P', Buffer.from('\0abandoned\0\0\0'));
const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;
const MAX_QUEUED_BYTES = 80 << 20;
const WRITE_BYTES = 256 << 10;
const LAST_WORDS_MS = 1000;

/** What a batch still needs to know about how it went. */
interface BatchState {
  readonly endsWithFlush: boolean;
  hiddenParses: number;
  sawReady: boolean;
}

/** One client: its messages are held until Sync, Flush or a simple Query and then run as one batch in its turn. */
export class Connection {
  readonly #socket: Socket;
  readonly #hub: Hub;
  readonly #reader = new FrameReader();
  readonly #statements: Statements;
  readonly state: SessionState;
  readonly #cursors = new Map<string, Cursor>();
  #held: Frame[] = [];
  #queuedBytes = 0;
  #work: Promise<void> = Promise.resolve();
  #startedUp = false;
  #ending = false;
  #dead = false;
  #left = false;
  #status: TransactionStatus = 'I';
  /** Messages have run since the last Sync: the session must not be given away. */
  #unsynced = false;
  /** An error came before Sync: what follows is skipped until then. */
  #skipping = false;
  #failed = false;
  #wrote = false;
  #holding = false;
  /** The store's session in which this connection did something last. */
  #epoch = 0;
  #out: Buffer[] = [];
  #outBytes = 0;
  #isIdle = false;
  #expired: EngineFailure | null = null;
  #idle: { stop: () => void } = { stop: () => {} };

  constructor(socket: Socket, hub: Hub, id: number) {
    this.#socket = socket;
    this.#hub = hub;
    this.#statements = new Statements(id);
    this.state = new SessionState(id, hub);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#enqueue(() => this.#leave()));
  }

  /** Resolves when everything received so far has been dealt with. */
  async settled(): Promise<void> {
    const work = this.#work;
    await work;
    if (this.#work !== work) await this.settled();
  }

  /** A notification for a channel this client listens to. */
  notify(frame: Frame): void {
    if (this.#socket.writable) this.#socket.write(frame.bytes);
  }

  /** Tells the client why, rolls back and closes. */
  end(failure: EngineFailure): void {
    this.#enqueue(async () => this.#fail(failure));
  }

  #receive(chunk: Buffer): void {
    if (this.#ending) return;
    try {
      this.#reader.push(chunk);
      for (let frame = this.#reader.next(); frame !== null; frame = this.#reader.next()) this.#take(frame);
    } catch (error) {
      this.#ending = true;
      this.#fail(new EngineFailure('08P01', error instanceof Error ? error.message : String(error)));
    }
  }

  #take(frame: Frame): void {
    if (!this.#startedUp) {
      this.#startUp(frame.bytes);
      return;
    }
    switch (frame.type) {
      case 'X':
        this.#ending = true;
        this.#enqueue(() => this.#sayGoodbye());
        return;
      // Data of a COPY that was refused.
      case 'd':
      case 'c':
      case 'f':
        return;
      default:
        this.#hold(frame);
    }
  }

  #hold(frame: Frame): void {
    this.#held.push(frame);
    this.#queuedBytes += frame.bytes.length;
    if (this.#queuedBytes > MAX_QUEUED_BYTES) this.#socket.pause();
    if (!['Q', 'S', 'H', 'F'].includes(frame.type)) return;
    const frames = this.#held;
    this.#held = [];
    this.#enqueue(async () => {
      await this.#runBatch(frames);
      this.#queuedBytes -= frames.reduce((sum, { bytes }) => sum + bytes.length, 0);
      if (this.#socket.isPaused() && this.#queuedBytes < MAX_QUEUED_BYTES) this.#socket.resume();
    });
  }

  #startUp(bytes: Buffer): void {
    const code = bytes.readInt32BE(4);
    if (code === SSL_REQUEST || code === GSS_REQUEST) {
      this.#socket.write('N');
      return;
    }
    // A query in PGlite cannot be interrupted, and one that waits is not worth the bookkeeping.
    if (code === CANCEL_REQUEST) {
      this.#socket.destroy();
      return;
    }
    const greeted = this.#hub.greet(bytes);
    if (greeted.kind === 'refused') {
      this.#ending = true;
      this.#fail(greeted.failure);
      return;
    }
    this.#startedUp = true;
    this.#reader.startupDone();
    this.state.settings = startupSettings(greeted.parameters);
    if (code !== 196608) this.#socket.write(negotiateProtocolVersion());
    this.#socket.write(greeting(this.#hub.parameters(), this.state.id));
  }

  #enqueue(task: () => Promise<void>): void {
    this.#work = this.#work.then(task).catch((error: unknown) => {
      this.#fail(error instanceof EngineFailure ? error : new EngineFailure('XX000', String(error)));
    });
  }

  async #runBatch(frames: readonly Frame[]): Promise<void> {
    if (this.#dead || (this.#socket.destroyed && !this.#ending)) return;
    this.#isIdle = false;
    this.#idle.stop();
    if (this.#expired !== null) {
      this.#fail(this.#expired);
      return;
    }
    const batch: BatchState = {
      endsWithFlush: frames.at(-1)?.type === 'H',
      hiddenParses: 0,
      sawReady: false,
    };
    try {
      await this.#runFrames(frames, batch);
      await this.#settle();
    } catch (error) {
      if (!(error instanceof SessionError)) throw error;
      // One of our own queries failed, such as a setting of the start-up message.
      this.#fail(new EngineFailure(error.code, error.message));
    }
    await this.#flushOut();
  }

  async #runFrames(frames: readonly Frame[], batch: BatchState): Promise<void> {
    let group: Frame[] = [];
    const runGroup = async (): Promise<void> => {
      const now = group;
      group = [];
      if (now.length > 0) await this.#runGroup(now, batch);
    };
    for (const frame of frames) {
      if (this.#skipping) {
        if (frame.type !== 'S') continue;
        this.#skipping = false;
      }
      const refused = refusal(frame);
      const cursorStep = this.#cursorStep(frame, batch);
      if (refused !== null) {
        await runGroup();
        this.#refuse(frame, refused);
      } else if (cursorStep !== null) {
        await runGroup();
        if (!this.#failed) await cursorStep();
      } else if (frame.type === 'H') {
        // Output is passed on at the end of a batch anyway.
        await runGroup();
      } else if (frame.type === 'S' && group.length === 0 && !this.#unsynced) {
        this.#cursors.clear();
        this.#write(readyForQuery(this.#status));
      } else {
        group.push(frame);
      }
    }
    await runGroup();
  }

  #refuse(frame: Frame, why: string): void {
    this.#write(errorResponse({ severity: 'ERROR', code: '0A000', message: why }));
    if (frame.type === 'Q' || frame.type === 'F') this.#write(readyForQuery(this.#status));
    else this.#skipping = true;
  }

  /** What to do with a message of a cursor whose rows are (or will be) read ahead; null: none of those. */
  #cursorStep(frame: Frame, batch: BatchState): (() => Promise<void>) | null {
    if (frame.type === 'C' && frame.bytes[5] === 0x50) {
      const { text: portal } = readCString(frame.bytes, 6);
      if (this.#cursors.get(portal)?.complete !== true) return null;
      return async () => {
        this.#cursors.delete(portal);
        this.#write(CLOSE_COMPLETE);
      };
    }
    if (frame.type !== 'E') return null;
    const { text: portal, next } = readCString(frame.bytes, 5);
    const maxRows = frame.bytes.readInt32BE(next);
    const readAhead = maxRows > 0 && batch.endsWithFlush && this.#status === 'I';
    if (!readAhead && !this.#cursors.has(portal)) return null;
    return async () => this.#executeCursor(portal, maxRows);
  }

  async #executeCursor(portal: string, maxRows: number): Promise<void> {
    const cursor = this.#cursors.get(portal) ?? new Cursor(portal, (input) => this.#collect(input));
    this.#cursors.set(portal, cursor);
    this.#write(await cursor.execute(maxRows));
    if (cursor.failed) {
      this.#failed = true;
      this.#cursors.delete(portal);
    } else if (cursor.complete && cursor.onlyRead && !this.#wrote && this.#unsynced) {
      await this.#syncInSilence();
    }
  }

  async #collect(input: Buffer): Promise<readonly Frame[]> {
    await this.#takeSession();
    const frames: Frame[] = [];
    this.#unsynced = true;
    await this.#hub.session.run(input, this.#hub.deadlineMs(this.state.settings), {
      frame: (frame) => void frames.push(frame),
    });
    return frames;
  }

  /** Takes the session, with this connection's settings in force. */
  async #takeSession(): Promise<void> {
    if (this.#holding) return;
    await this.#hub.session.acquire(this, this.#hub.options.restartWaitMs);
    this.#holding = true;
    this.#hub.forgetOwned();
    this.#epoch = this.#hub.session.engine.epoch;
    await applySettings(this.#hub.session, this.state.settings);
  }

  async #runGroup(frames: readonly Frame[], batch: BatchState): Promise<void> {
    const { session } = this.#hub;
    await this.#takeSession();
    await this.state.before(frames, this.#status === 'I' && !this.#unsynced);
    const { input, hiddenParses } = this.#statements.translate(frames, session, (sql) =>
      this.state.rewrite(sql),
    );
    batch.hiddenParses = hiddenParses;
    batch.sawReady = false;
    this.#unsynced = true;
    await session.run(input, this.#hub.deadlineMs(this.state.settings), {
      frame: (frame) => this.#output(frame, batch),
      chunkEnd: () => this.#passOn(),
    });
    const last = frames.at(-1)?.type;
    if ((last === 'Q' || last === 'S') && !batch.sawReady) {
      session.engine.restart(noAnswer());
      throw noAnswer();
    }
  }

  #output(frame: Frame, batch: BatchState): void {
    switch (frame.type) {
      case 'Z':
        batch.sawReady = true;
        this.#synced(statusOf(frame));
        break;
      case '1':
        if (batch.hiddenParses > 0) {
          batch.hiddenParses -= 1;
          return;
        }
        break;
      case 'C':
        if (!/^(?:SELECT|SHOW|BEGIN|SET)/.test(frame.bytes.toString('latin1', 5, 12))) this.#wrote = true;
        break;
      case 'E':
        this.#failed = true;
        this.#write(this.#hub.explain(frame.bytes));
        return;
      default:
        break;
    }
    this.#write(frame.bytes);
  }

  #synced(status: TransactionStatus): void {
    this.#status = status;
    this.#unsynced = false;
    this.#failed = false;
    this.#wrote = false;
    this.#cursors.clear();
  }

  /** Ends the implicit transaction without telling the client, whose own Sync is answered later. */
  async #syncInSilence(): Promise<void> {
    const { session } = this.#hub;
    await session.run(SYNC, this.#hub.options.deadlineMs, {
      frame: (frame) => {
        if (frame.type === 'Z') this.#status = statusOf(frame);
      },
    });
    this.#unsynced = false;
    this.#failed = false;
  }

  /** After a batch: gives the session away, or watches that it is not kept for nothing. */
  async #settle(): Promise<void> {
    if (!this.#holding) return;
    if (this.#failed && this.#unsynced && this.#status === 'I') {
      await this.#syncInSilence();
      this.#skipping = true;
    }
    if (this.#status === 'I' && !this.#unsynced) {
      await this.state.after();
      this.#release();
      return;
    }
    this.#isIdle = true;
    this.#idle = this.#hub.watchIdle(this.#unsynced, () => this.#expire());
  }

  /** Rolls back, also what would be committed by a Sync that never came. */
  async #abandon(): Promise<void> {
    const { session, options } = this.#hub;
    const spoiled = this.#unsynced ? [SPOIL, SYNC] : [SYNC];
    await session.run(Buffer.concat(spoiled), options.deadlineMs, { frame: () => {} });
    if (this.#status !== 'I') await session.ask('rollback');
    this.#status = 'I';
    this.#unsynced = false;
  }

  #release(): void {
    this.#holding = false;
    this.#hub.session.release(this);
  }

  /** Rolls back at once; the client is told when it speaks next, since an error out of turn ends programs that do not expect one. */
  #expire(): void {
    const what = this.#unsynced ? 'between Execute and Sync' : 'in a transaction';
    const seconds = Math.round(this.#hub.options.idleInTransactionMs / 1000);
    this.#enqueue(async () => {
      if (!this.#holding || !this.#isIdle) return;
      this.#expired = new EngineFailure(
        '25P03',
        `terminating connection: it was idle ${what} and kept the embedded store from all others (limit ${seconds} s, less when others wait)`,
      );
      await this.#abandon();
      this.#release();
    });
  }

  #write(bytes: Buffer): void {
    this.#out.push(bytes);
    this.#outBytes += bytes.length;
  }

  #passOn(): Promise<void> | undefined {
    return this.#outBytes < WRITE_BYTES ? undefined : this.#flushOut();
  }

  /** Writes what has gathered and waits while the client does not read; one that never reads is left. */
  async #flushOut(): Promise<void> {
    if (this.#out.length === 0) return;
    const bytes =
      this.#out.length === 1 && this.#out[0] !== undefined
        ? this.#out[0]
        : Buffer.concat(this.#out, this.#outBytes);
    this.#out = [];
    this.#outBytes = 0;
    if (!this.#socket.writable || this.#socket.write(bytes)) return;
    await this.#hub.drained(this.#socket);
  }

  async #sayGoodbye(): Promise<void> {
    this.#dead = true;
    this.#socket.end();
    await this.#leave();
  }

  #fail(failure: EngineFailure): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#ending = true;
    if (this.#socket.writable) {
      this.#out.push(errorResponse({ severity: 'FATAL', code: failure.code, message: failure.message }));
      this.#socket.end(Buffer.concat(this.#out));
    }
    this.#out = [];
    setTimeout(() => this.#socket.destroy(), LAST_WORDS_MS).unref();
    // The session is not kept until a client that may not read has taken its leave.
    this.#enqueue(() => this.#leave());
  }

  /** Leaves nothing behind in the session. */
  async #leave(): Promise<void> {
    this.#idle.stop();
    if (this.#left) return;
    this.#left = true;
    this.#hub.left(this);
    const { session } = this.#hub;
    try {
      const closing = [...this.#statements.closeAll()];
      if (!this.#holding && closing.length === 0 && !this.state.leavesTraces) return;
      if (!this.#holding) await session.acquire(this, this.#hub.options.restartWaitMs);
      this.#holding = true;
      if (this.#epoch !== session.engine.epoch) return;
      await this.#abandon();
      await session.run(Buffer.concat([...closing, SYNC]), this.#hub.options.deadlineMs, { frame: () => {} });
      await this.state.leave();
    } catch (error) {
      // A session that died or is closing has forgotten everything anyway.
      if (!(error instanceof EngineFailure) && !(error instanceof SessionError)) throw error;
    } finally {
      if (this.#holding) this.#release();
    }
  }
}

function statusOf(frame: Frame): TransactionStatus {
  const status = String.fromCharCode(frame.bytes[5] ?? 0x49);
  return status === 'T' || status === 'E' ? status : 'I';
}

function refusal(frame: Frame): string | null {
  if (frame.type === 'F') return 'function calls are not supported by the embedded store';
  if (frame.type !== 'Q' && frame.type !== 'P') return null;
  const at = frame.type === 'Q' ? 5 : readCString(frame.bytes, 5).next;
  const { text } = readCString(frame.bytes, at);
  return sqlMentions(text).copyFromStdin
    ? 'COPY FROM STDIN is not supported by the embedded store: use INSERT with unnest() arrays'
    : null;
}
