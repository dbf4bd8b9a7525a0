// For tests: speaks the protocol message by message, as no driver does.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { OutputReader } from './output-reader.ts';
import { type Frame, message } from './wire-messages.ts';

const text = (value: string): Buffer => Buffer.from(`${value}\0`);
const noCounts = Buffer.alloc(2);

export const parse = (sql: string, name = ''): Buffer => message('P', text(name), text(sql), noCounts);
export const bind = (portal = '', statement = ''): Buffer =>
  message('B', text(portal), text(statement), noCounts, noCounts, noCounts);
export const FLUSH: Buffer = message('H');
export const TERMINATE: Buffer = message('X');

export class WireClient {
  readonly socket: Socket;
  readonly #received: Frame[] = [];
  #wake: () => void = () => {};

  constructor(path: string) {
    this.socket = connect(path);
    this.socket.on('error', () => {});
    const reader = new OutputReader({
      rows: (bytes) => this.#received.push({ type: 'D', bytes }),
      frame: (frame) => this.#received.push(frame),
    });
    this.socket.on('data', (chunk: Buffer) => {
      reader.push(chunk);
      this.#wake();
    });
  }

  async start(): Promise<void> {
    const body = Buffer.concat([Buffer.from([0, 3, 0, 0]), text('user'), text('postgres'), Buffer.from([0])]);
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    this.socket.write(Buffer.concat([length, body]));
    await this.until('Z');
  }

  /** Sends messages and waits for one of the type; resolves to the types received up to it. */
  async ask(messages: readonly Buffer[], last: string): Promise<string> {
    this.socket.write(Buffer.concat(messages));
    const frames = await this.until(last);
    return frames.map((frame) => frame.type).join('');
  }

  async until(type: string): Promise<Frame[]> {
    for (;;) {
      const at = this.#received.findIndex((frame) => frame.type === type);
      if (at >= 0) return this.#received.splice(0, at + 1);
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async close(): Promise<void> {
    this.socket.destroy();
    if (!this.socket.closed) await once(this.socket, 'close');
  }
}
