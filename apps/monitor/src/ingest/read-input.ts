import { open, readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

import { KhabarError } from '@khabar/article';
import { decodeText } from '@khabar/fetch';

import { fileError } from '../failure.ts';
import { contentKind } from './sniff.ts';

/** What is sent to Khabar for one input. */
export type Body =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'page';
      readonly bytes: Uint8Array;
      readonly contentType?: string;
      readonly url?: string;
      readonly fetchedAt?: string;
    }
  | { readonly kind: 'address'; readonly url: string };

/** Bytes of a text or page; the interface takes 16 MiB of JSON, and base64 makes a third more of it. */
export const MAX_BYTES = 10 * 1024 * 1024;
export const MAX_TEXT_CHARACTERS = 5_000_000;
const HEAD_BYTES = 64 * 1024;

/** A file as it is to be handed in; `warc`: it holds many pages. Throws KhabarError that names file, limit and value. */
export async function readInputFile(path: string, size: number): Promise<Body | 'warc'> {
  if (size === 0) throw new KhabarError('INPUT_INVALID', `${path}: the file is empty`);
  const head = await readHead(path);
  // An archive whose first record is damaged may hold others.
  if (contentKind(head, path) === 'warc' || /\.warc(\.gz)?$/i.test(path)) return 'warc';
  if (size > MAX_BYTES) throw tooLarge(path, size);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw fileError(path, cause);
  });
  return bodyOf(bytes, path);
}

/** Everything of a stream, as it is to be handed in. */
export async function readInputStream(stream: AsyncIterable<Uint8Array>): Promise<Body> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    size += part.length;
    if (size > MAX_BYTES) throw tooLarge('stdin', size);
    parts.push(part);
  }
  if (size === 0) throw new KhabarError('INPUT_INVALID', 'stdin: empty, there is nothing to read');
  const bytes = Buffer.concat(parts);
  if (contentKind(bytes, 'stdin') === 'warc')
    throw new KhabarError('INPUT_INVALID', 'stdin: a WARC archive; hand in the file itself');
  return bodyOf(bytes, 'stdin');
}

async function readHead(path: string): Promise<Uint8Array> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(HEAD_BYTES) });
    return buffer.subarray(0, bytesRead);
  } catch (cause) {
    throw fileError(path, cause);
  }
}

function tooLarge(name: string, bytes: number): KhabarError {
  return new KhabarError('INPUT_TOO_LARGE', `${name}: ${bytes} bytes; at most ${MAX_BYTES} are taken`);
}

function bodyOf(bytes: Uint8Array, name: string): Body {
  const kind = contentKind(bytes, name);
  if (typeof kind === 'object')
    throw new KhabarError('INPUT_INVALID', `${name}: ${kind.binary}, not text, HTML or WARC`);
  switch (kind) {
    case 'gzip':
      return bodyOf(unpacked(bytes, name), name.replace(/\.gz$/i, ''));
    case 'warc':
      throw new KhabarError(
        'INPUT_INVALID',
        `${name}: a WARC archive inside another archive; unpack it first`,
      );
    case 'feed':
      throw new KhabarError(
        'INPUT_INVALID',
        `${name}: a feed, sitemap or subscription list, not an article; see "khabar outlets add" and "khabar outlets import"`,
      );
    case 'html':
      return { kind: 'page', bytes };
    case 'text': {
      const { text } = decodeText(bytes, undefined, 'text');
      if (text.trim() === '')
        throw new KhabarError('INPUT_INVALID', `${name}: empty, there is nothing to read`);
      if (text.length > MAX_TEXT_CHARACTERS)
        throw new KhabarError(
          'INPUT_TOO_LARGE',
          `${name}: ${text.length} characters; at most ${MAX_TEXT_CHARACTERS} are taken`,
        );
      return { kind: 'text', text };
    }
  }
}

function unpacked(bytes: Uint8Array, name: string): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES });
  } catch (cause) {
    const tooBig =
      cause instanceof RangeError ||
      (cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE');
    if (tooBig)
      throw new KhabarError(
        'INPUT_TOO_LARGE',
        `${name}: unpacked more than ${MAX_BYTES} bytes; at most that many are taken`,
      );
    throw new KhabarError(
      'INPUT_INVALID',
      `${name}: damaged gzip: ${cause instanceof Error ? cause.message : String(cause)}`,
    );
  }
}
