import { Readable, pipeline } from 'node:stream';
import zlib from 'node:zlib';

/** More layers than this are an attack, not a saving. */
const MAX_CODINGS = 2;

/** Codings that `decodeBody` undoes, as an Accept-Encoding header. */
export const ACCEPTED_CODINGS = 'gzip, deflate, br, zstd';

function through(source: Readable, decoder: NodeJS.ReadWriteStream & Readable): Readable {
  // The reader of the last stream sees the error; the callback only keeps it from being uncaught.
  pipeline(source, decoder, () => {});
  return decoder;
}

/** `deflate` means zlib by the RFC, raw deflate by many servers: the first byte tells. */
async function* inflateEither(source: Readable): AsyncGenerator<Uint8Array> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const head: Uint8Array = first.value;
  const rejoined = async function* (): AsyncGenerator<Uint8Array> {
    yield head;
    yield* { [Symbol.asyncIterator]: () => chunks };
  };
  const decoder = ((head[0] ?? 0) & 0x0f) === 0x08 ? zlib.createInflate() : zlib.createInflateRaw();
  yield* through(Readable.from(rejoined(), { objectMode: false }), decoder);
}

function decode(source: Readable, coding: string): Readable | null {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return through(source, zlib.createGunzip());
    case 'br':
      return through(source, zlib.createBrotliDecompress());
    case 'zstd':
      return through(source, zlib.createZstdDecompress());
    case 'deflate':
      return Readable.from(inflateEither(source), { objectMode: false });
    default:
      return null;
  }
}

/** Undoes Content-Encoding as a stream (so that a cap can stop it); null when a coding is unknown or there are too many. */
export function decodeBody(body: Readable, contentEncoding: string | undefined): Readable | null {
  const codings = (contentEncoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length > MAX_CODINGS) return null;
  return codings.reduceRight<Readable | null>((stream, coding) => stream && decode(stream, coding), body);
}
