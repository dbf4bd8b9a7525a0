import type { Frame } from './wire-messages.ts';

/** DataRow and CopyData: handed on unread, many at a time. */
const isBulk = (type: number | undefined): boolean => type === 0x44 || type === 0x64;

export interface OutputSink {
  /** Whole DataRow or CopyData messages, one behind the other. */
  readonly rows: (bytes: Buffer) => void;
  readonly frame: (frame: Frame) => void;
}

/** Cuts the output of the store into messages; a message may come in pieces. */
export class OutputReader {
  readonly #sink: OutputSink;
  #pieces: Buffer[] = [];
  #have = 0;
  #wanted = 5;

  constructor(sink: OutputSink) {
    this.#sink = sink;
  }

  push(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#have > 0) {
      this.#pieces.push(chunk);
      this.#have += chunk.length;
      if (this.#have < this.#wanted) return;
      bytes = Buffer.concat(this.#pieces, this.#have);
      this.#pieces = [];
      this.#have = 0;
    }
    const rest = this.#cut(bytes);
    if (rest.length === 0) return;
    this.#pieces = [rest];
    this.#have = rest.length;
    this.#wanted = rest.length < 5 ? 5 : 1 + rest.readInt32BE(1);
  }

  #cut(bytes: Buffer): Buffer {
    let at = 0;
    let bulkFrom = 0;
    while (at + 5 <= bytes.length) {
      const end = at + 1 + bytes.readInt32BE(at + 1);
      if (end > bytes.length) break;
      if (!isBulk(bytes[at])) {
        if (at > bulkFrom) this.#sink.rows(bytes.subarray(bulkFrom, at));
        this.#sink.frame({ type: String.fromCharCode(bytes[at] ?? 0), bytes: bytes.subarray(at, end) });
        bulkFrom = end;
      }
      at = end;
    }
    if (at > bulkFrom) this.#sink.rows(bytes.subarray(bulkFrom, at));
    return bytes.subarray(at);
  }
}
