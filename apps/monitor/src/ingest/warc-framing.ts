import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { constants, crc32, createInflateRaw } from 'node:zlib';

/** Bytes that come in pieces, taken in the amounts that a reader wants. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);
  #ended = false;
  /** Bytes taken so far. */
  taken = 0;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes, at most `count`, which stay there; fewer at the end. */
  async peek(count: number): Promise<Buffer> {
    while (this.#rest.length < count && !this.#ended) {
      const next = await this.#chunks.next();
      if (next.done === true) this.#ended = true;
      else this.#rest = Buffer.concat([this.#rest, next.value]);
    }
    return this.#rest.subarray(0, count);
  }

  async take(count: number): Promise<Buffer> {
    const bytes = await this.peek(count);
    this.#rest = this.#rest.subarray(bytes.length);
    this.taken += bytes.length;
    return bytes;
  }

  async skipNewlines(): Promise<void> {
    for (;;) {
      const [next] = await this.peek(1);
      if (next !== 10 && next !== 13) return;
      await this.take(1);
    }
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0 && (await this.peek(1)).length > 0;)
      left -= (await this.take(Math.min(left, this.#rest.length))).length;
  }

  /** The pieces of the next `count` bytes, as they come. */
  async *pieces(count: number): AsyncGenerator<Uint8Array> {
    for (let left = count; left > 0;) {
      if ((await this.peek(1)).length === 0) return;
      const piece = await this.take(Math.min(left, this.#rest.length));
      left -= piece.length;
      yield piece;
    }
  }
}

/** A file that is read at many places. */
export interface Archive {
  readonly path: string;
  readonly file: FileHandle;
  readonly size: number;
}

/** Of a gzip member (RFC 1952). */
export const GZIP_MAGIC = '\u001F\u008B\u0008';

const MOST_HEADER_BYTES = 256 * 1024;

/** The lines before a record's content, or what is wrong with them. */
export async function recordHeader(
  source: ByteSource,
): Promise<{ readonly header: Buffer; readonly contentBytes: number } | { readonly reason: string }> {
  for (let size = 1024; ; size *= 4) {
    const head = await source.peek(Math.min(size, MOST_HEADER_BYTES));
    const text = head.toString('latin1');
    if (!/^WARC\/\d/.test(text)) return { reason: 'no record begins here' };
    const end = /\r?\n\r?\n/.exec(text);
    if (end !== null) {
      // Of a record that was cut short before its end: what follows is the next one's.
      if (/.WARC\/\d\.\d\r?\n/s.test(text.slice(0, end.index + 2)))
        return { reason: 'another record begins within the lines before the content' };
      const length = /^content-length:[ \t]*(\d+)[ \t]*\r?$/im.exec(text.slice(0, end.index + 1))?.[1];
      if (length === undefined) return { reason: 'the record does not say how long it is' };
      return { header: await source.take(end.index + end[0].length), contentBytes: Number(length) };
    }
    if (head.length < size) return { reason: 'the lines before the content have no end' };
  }
}

/** Whether a record may have ended here: its two empty lines, or after one or none the next record or nothing. */
export async function isRecordEnd(source: ByteSource): Promise<boolean> {
  const [first = '', second = '', ...rest] = (await source.peek(9)).toString('latin1').split(/\r?\n/);
  if (first === '' && second === '' && rest.length > 0) return true;
  const next = first === '' ? second : first;
  return next === '' || /^WARC\/\d/.test(next) || next.startsWith(GZIP_MAGIC);
}

/** RFC 1952, section 2.3: where the deflated data of a gzip member begins; null where none begins at `at`. */
export async function gzipDataAt({ file }: Archive, at: number): Promise<number | null> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(MOST_HEADER_BYTES), position: at });
  const head = buffer.subarray(0, bytesRead);
  if (head.length < 10 || head[0] !== 0x1f || head[1] !== 0x8b || head[2] !== 8) return null;
  const flags = head.readUInt8(3);
  let size = 10;
  if ((flags & 4) !== 0) {
    if (head.length < size + 2) return null;
    size += 2 + head.readUInt16LE(size);
  }
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    const end = head.indexOf(0, size);
    if (end < 0) return null;
    size = end + 1;
  }
  if ((flags & 2) !== 0) size += 2;
  return size < head.length ? at + size : null;
}

/** A gzip member as it is inflated. `end` is known when all of it was read, and throws when it is damaged. */
interface GzipMember {
  readonly chunks: AsyncIterable<Uint8Array>;
  end(): Promise<number>;
}

const TRAILER_BYTES = 8;

export function gzipMember({ path, file }: Archive, dataAt: number): GzipMember {
  const inflate = createInflateRaw({ finishFlush: constants.Z_FINISH });
  const stream = createReadStream(path, { start: dataAt });
  stream.on('error', (cause) => inflate.destroy(cause));
  let sum = 0;
  let size = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    try {
      for await (const chunk of stream.pipe(inflate)) {
        const bytes: Buffer = chunk;
        sum = crc32(bytes, sum);
        size += bytes.length;
        yield bytes;
      }
    } finally {
      stream.destroy();
    }
  }
  return {
    chunks: chunks(),
    async end() {
      const at = dataAt + inflate.bytesWritten;
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(TRAILER_BYTES), position: at });
      if (bytesRead < TRAILER_BYTES) throw new Error('the compressed record is cut short');
      if (buffer.readUInt32LE(0) !== sum || buffer.readUInt32LE(4) !== size % 2 ** 32)
        throw new Error('the compressed record is damaged: its checksum is another one');
      return at + TRAILER_BYTES;
    },
  };
}
