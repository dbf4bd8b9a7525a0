import type { Socket } from 'node:net';

import { ClientInput, type Listener } from './client-input.ts';
import { ClientOutput } from './client-output.ts';
import { Cursor, cursorMessage } from './cursor.ts';
import { EngineFailure, idleFailure } from './engine.ts';
import type { Hub } from './hub.ts';
import { refusal } from './refusal.ts';
import { SessionState } from './session-state.ts';
import { noAnswer, SessionError } from './session.ts';
import { applySettings, startupSettings } from './settings.ts';
import { Statements } from './statements.ts';
import {
  CLOSE_COMPLETE,
  errorResponse,
  type Frame,
  readyForQuery,
  statusOf,
  type TransactionStatus,
} from './wire-messages.ts';

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
  readonly #input: ClientInput;
  readonly #output: ClientOutput;
  readonly #statements: Statements;
  readonly state: SessionState;
  readonly #cursors = new Map<string, Cursor>();
  #work: Promise<void> = Promise.resolve();
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
  #isIdle = false;
  #expired: EngineFailure | null = null;
  #idle: { stop: () => void } = { stop: () => {} };

  constructor(socket: Socket, hub: Hub, id: number) {
    this.#socket = socket;
    this.#hub = hub;
    this.#statements = new Statements(id);
    this.state = new SessionState(id, hub);
    this.#output = new ClientOutput(socket, hub.options.slowReaderMs);
    this.#input = new ClientInput(socket, { hub, id, listener: this.#listener() });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.#enqueue(() => this.#leave()));
  }

  #listener(): Listener {
    return {
      started: (parameters) => void (this.state.settings = startupSettings(parameters)),
      batch: (frames, done) => this.#enqueue(() => this.#runBatch(frames).finally(done)),
      goodbye: () => this.#enqueue(() => this.#sayGoodbye()),
      refused: (failure) => this.#fail(failure),
    };
  }

  /** Resolves when everything received so far has been dealt with. */
  async settled(): Promise<void> {
    const work = this.#work;
    await work;
    if (this.#work !== work) await this.settled();
  }

  /** A notification for a channel this client listens to. */
  notify(frame: Frame): void {
    this.#output.now(frame.bytes);
  }

  /** Tells the client why, rolls back and closes. */
  end(failure: EngineFailure): void {
    this.#enqueue(async () => this.#fail(failure));
  }

  #enqueue(task: () => Promise<void>): void {
    this.#work = this.#work.then(task).catch((error: unknown) => {
      this.#fail(error instanceof EngineFailure ? error : new EngineFailure('XX000', String(error)));
    });
  }

  async #runBatch(frames: readonly Frame[]): Promise<void> {
    if (this.#dead || (this.#socket.destroyed && !this.#input.over)) return;
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
    await this.#output.flush();
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
        this.#output.write(readyForQuery(this.#status));
      } else {
        group.push(frame);
      }
    }
    await runGroup();
  }

  #refuse(frame: Frame, why: string): void {
    this.#output.write(errorResponse({ severity: 'ERROR', code: '0A000', message: why }));
    if (frame.type === 'Q' || frame.type === 'F') this.#output.write(readyForQuery(this.#status));
    else this.#skipping = true;
  }

  /** What to do with a message of a cursor whose rows are (or will be) read ahead; null: none of those. */
  #cursorStep(frame: Frame, batch: BatchState): (() => Promise<void>) | null {
    const asked = cursorMessage(frame);
    if (asked === null) return null;
    const cursor = this.#cursors.get(asked.portal);
    if (asked.kind === 'close')
      return cursor?.complete === true ? () => this.#closeCursor(asked.portal) : null;
    const readAhead = asked.maxRows > 0 && batch.endsWithFlush && this.#status === 'I';
    return readAhead || cursor !== undefined ? () => this.#executeCursor(asked.portal, asked.maxRows) : null;
  }

  async #closeCursor(portal: string): Promise<void> {
    this.#cursors.delete(portal);
    this.#output.write(CLOSE_COMPLETE);
  }

  async #executeCursor(portal: string, maxRows: number): Promise<void> {
    const cursor = this.#cursors.get(portal) ?? new Cursor(portal, (input) => this.#collect(input));
    this.#cursors.set(portal, cursor);
    this.#output.write(await cursor.execute(maxRows));
    if (cursor.failed) {
      this.#failed = true;
      this.#cursors.delete(portal);
    } else if (cursor.complete && cursor.onlyRead && !this.#wrote && this.#unsynced) {
      await this.#syncInSilence();
    }
  }

  async #collect(input: Buffer): Promise<readonly Frame[]> {
    await this.#takeSession();
    this.#unsynced = true;
    return this.#hub.session.collect(input, this.#hub.deadlineMs(this.state.settings));
  }

  /** Takes the session, with this connection's settings in force. */
  async #takeSession(): Promise<void> {
    if (this.#holding) {
      if (this.#epoch === this.#hub.session.engine.epoch) return;
      throw new EngineFailure('57P02', 'the embedded store was restarted in the middle of the transaction');
    }
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
      frame: (frame) => this.#answer(frame, batch),
      chunkEnd: () => this.#output.passOn(),
    });
    const last = frames.at(-1)?.type;
    if ((last === 'Q' || last === 'S') && !batch.sawReady) {
      session.engine.restart(noAnswer());
      throw noAnswer();
    }
  }

  #answer(frame: Frame, batch: BatchState): void {
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
        this.#output.write(this.#hub.explain(frame.bytes));
        return;
      default:
        break;
    }
    this.#output.write(frame.bytes);
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
    this.#status = await this.#hub.session.sync();
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
    await this.#hub.session.rollback(this.#unsynced);
    this.#status = 'I';
    this.#unsynced = false;
  }

  #release(): void {
    this.#holding = false;
    this.#hub.session.release(this);
  }

  /** Rolls back at once; the client is told when it speaks next, since an error out of turn ends programs that do not expect one. */
  #expire(): void {
    const expired = idleFailure(this.#unsynced, this.#hub.options.idleInTransactionMs);
    this.#enqueue(async () => {
      if (!this.#holding || !this.#isIdle) return;
      this.#expired = expired;
      await this.#abandon();
      this.#release();
    });
  }

  async #sayGoodbye(): Promise<void> {
    this.#dead = true;
    this.#socket.end();
    await this.#leave();
  }

  #fail(failure: EngineFailure): void {
    if (this.#dead) return;
    this.#dead = true;
    this.#input.stop();
    this.#output.end(failure);
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
      await session.sync(closing);
      await this.state.leave();
    } catch (error) {
      // A session that died or is closing has forgotten everything anyway.
      if (!(error instanceof EngineFailure) && !(error instanceof SessionError)) throw error;
    } finally {
      if (this.#holding) this.#release();
    }
  }
}
