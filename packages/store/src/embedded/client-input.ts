import type { Socket } from 'node:net';

import { EngineFailure } from './engine.ts';
import { FrameReader } from './frame-reader.ts';
import type { Hub } from './hub.ts';
import { type Frame, greeting, negotiateProtocolVersion } from './wire-messages.ts';

const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;
const CANCEL_REQUEST = 80877102;
const PROTOCOL_3_0 = 196608;
const MAX_QUEUED_BYTES = 80 << 20;
/** Messages that end a batch: simple Query, Sync, Flush, FunctionCall. */
const BATCH_ENDS = new Set(['Q', 'S', 'H', 'F']);

/** What is done with what a client says. */
export interface Listener {
  readonly started: (parameters: ReadonlyMap<string, string>) => void;
  /** Messages up to one that wants an answer; `done` is called when they have been dealt with. */
  readonly batch: (frames: readonly Frame[], done: () => void) => void;
  readonly goodbye: () => void;
  readonly refused: (failure: EngineFailure) => void;
}

/** Reads one client: start-up, then messages in batches. It stops reading while too much waits. */
export class ClientInput {
  readonly #socket: Socket;
  readonly #hub: Hub;
  readonly #listener: Listener;
  readonly #id: number;
  readonly #reader = new FrameReader();
  #held: Frame[] = [];
  #queuedBytes = 0;
  #startedUp = false;
  #over = false;

  constructor(socket: Socket, connection: { hub: Hub; id: number; listener: Listener }) {
    this.#socket = socket;
    this.#hub = connection.hub;
    this.#id = connection.id;
    this.#listener = connection.listener;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
  }

  /** The client said goodbye, or was refused: what came before still counts. */
  get over(): boolean {
    return this.#over;
  }

  /** Hears nothing more. */
  stop(): void {
    this.#over = true;
  }

  #receive(chunk: Buffer): void {
    if (this.#over) return;
    try {
      this.#reader.push(chunk);
      for (let frame = this.#reader.next(); frame !== null; frame = this.#reader.next()) this.#take(frame);
    } catch (error) {
      this.#refuse(new EngineFailure('08P01', error instanceof Error ? error.message : String(error)));
    }
  }

  #refuse(failure: EngineFailure): void {
    this.#over = true;
    this.#listener.refused(failure);
  }

  #take(frame: Frame): void {
    if (this.#over) return;
    if (!this.#startedUp) {
      this.#startUp(frame.bytes);
      return;
    }
    switch (frame.type) {
      case 'X':
        this.#over = true;
        this.#listener.goodbye();
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
    if (!BATCH_ENDS.has(frame.type)) return;
    const frames = this.#held;
    this.#held = [];
    this.#listener.batch(frames, () => {
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
      this.#refuse(greeted.failure);
      return;
    }
    this.#startedUp = true;
    this.#reader.startupDone();
    this.#listener.started(greeted.parameters);
    if (code !== PROTOCOL_3_0) this.#socket.write(negotiateProtocolVersion());
    this.#socket.write(greeting(this.#hub.parameters(), this.#id));
  }
}
