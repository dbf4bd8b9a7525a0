import type { Frame } from './wire-messages.ts';

/** A message over this is refused; 64 MB of text and the rest of its Bind message fit. */
export const MAX_FRAME_BYTES = (64 << 20) + (64 << 10);

/** Thrown for a message whose length cannot be true: the stream cannot be read on. */
export class BadFrame extends Error {}

/** Collects chunks of bytes without copying them until as many as are wanted are there. */
class ChunkQueue {
  #chunks: Buffer[] = [];
  length = 0;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.length += chunk.length;
  }

  /** The next `count` bytes without taking them; the caller has checked that they are there. */
  peek(count: number): Buffer {
    const first = this.#chunks[0];
    if (first !== undefined && first.length >= count) return first.subarray(0, count);
    this.#chunks = [Buffer.concat(this.#chunks, this.length)];
    return this.peek(count);
  }

  take(count: number): Buffer {
    const bytes = this.peek(count);
    const first = this.#chunks[0];
    if (first === undefined || first.length === count) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(count);
    this.length -= count;
    return bytes;
  }
}

/**
 * Cuts a client's byte stream into messages. A message is copied once, however many chunks it came in.
 *
 * @throws BadFrame from `push` when a length is under 4 or over MAX_FRAME_BYTES.
 */
export class FrameReader {
  readonly #queue = new ChunkQueue();
  #wanted = 0;
  #started = false;

  /** Start-up messages come first and have no type letter; after this call messages have one. */
  startupDone(): void {
    this.#started = true;
  }

  push(chunk: Buffer): void {
    this.#queue.push(chunk);
  }

  /** The next whole message, or null until more bytes come; a start-up message has the type ''. */
  next(): Frame | null {
    const head = this.#started ? 5 : 4;
    if (this.#queue.length < Math.max(head, this.#wanted)) return null;
    const bytes = this.#queue.peek(head);
    const length = bytes.readInt32BE(head - 4);
    const tooLong = length > (this.#started ? MAX_FRAME_BYTES : 10_000);
    if (length < (this.#started ? 4 : 8) || tooLong) {
      throw new BadFrame(`a message of ${length} bytes; the limit is ${MAX_FRAME_BYTES}`);
    }
    const type = this.#started ? String.fromCharCode(bytes[0] ?? 0) : '';
    const size = length + head - 4;
    // Waiting for the whole message before the next look keeps joining of chunks linear.
    this.#wanted = this.#queue.length < size ? size : 0;
    return this.#wanted > 0 ? null : { type, bytes: this.#queue.take(size) };
  }
}
