import type { Socket } from 'node:net';

import { deadline, type EngineFailure } from './engine.ts';
import { errorResponse } from './wire-messages.ts';

const WRITE_BYTES = 256 << 10;
const LAST_WORDS_MS = 1000;

/** What goes to one client: gathered, written in large pieces, held back while the client does not read. */
export class ClientOutput {
  readonly #socket: Socket;
  readonly #slowReaderMs: number;
  #gathered: Buffer[] = [];
  #bytes = 0;

  constructor(socket: Socket, slowReaderMs: number) {
    this.#socket = socket;
    this.#slowReaderMs = slowReaderMs;
  }

  write(bytes: Buffer): void {
    this.#gathered.push(bytes);
    this.#bytes += bytes.length;
  }

  /** Writes when much has gathered; a promise means that the client must read first. */
  passOn(): Promise<void> | undefined {
    return this.#bytes < WRITE_BYTES ? undefined : this.flush();
  }

  /** Writes what has gathered and waits while the client does not read; one that takes too long is left. */
  async flush(): Promise<void> {
    if (this.#bytes === 0) return;
    const bytes = this.#take();
    if (!this.#socket.writable || this.#socket.write(bytes)) return;
    const done = Promise.withResolvers<void>();
    const timer = deadline(this.#slowReaderMs, () => this.#socket.destroy());
    this.#socket.once('drain', done.resolve);
    this.#socket.once('close', done.resolve);
    if (this.#socket.destroyed) done.resolve();
    await done.promise;
    timer.stop();
    this.#socket.off('drain', done.resolve);
    this.#socket.off('close', done.resolve);
  }

  /** A message that does not belong to an answer. */
  now(bytes: Buffer): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  /** Says why, and closes; a client that does not read is closed without. */
  end(failure: EngineFailure): void {
    this.write(errorResponse({ severity: 'FATAL', code: failure.code, message: failure.message }));
    const bytes = this.#take();
    if (this.#socket.writable) this.#socket.end(bytes);
    setTimeout(() => this.#socket.destroy(), LAST_WORDS_MS).unref();
  }

  #take(): Buffer {
    const bytes = Buffer.concat(this.#gathered, this.#bytes);
    this.#gathered = [];
    this.#bytes = 0;
    return bytes;
  }
}
