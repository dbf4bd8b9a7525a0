import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { AsyncIterReader, WARCParser, type WARCRecord } from 'warcio';

import { contentKind } from './sniff.ts';
import {
  type Archive,
  ByteSource,
  GZIP_MAGIC,
  gzipDataAt,
  gzipMember,
  isRecordEnd,
  recordHeader,
} from './warc-framing.ts';

/** What was met in an archive. Offsets are bytes of the file. */
export type WarcEntry =
  | {
      readonly kind: 'page';
      readonly url: string;
      readonly bytes: Uint8Array;
      readonly contentType: string;
      readonly fetchedAt: string;
      readonly offset: number;
    }
  /** A record that is no answered HTML page: a request, an image, a redirect. */
  | { readonly kind: 'other'; readonly offset: number }
  | { readonly kind: 'bad'; readonly offset: number; readonly reason: string };

interface Limits {
  /** Of a decoded page. */
  readonly maxBytes: number;
}

/** The reason where there is nothing to read at all. */
export const NO_RECORD = 'no WARC record in it';

/**
 * The pages of a WARC archive (ISO 28500), plain or in gzip members, in order. A record that cannot be read is reported, and
 * reading goes on at the next one that can. The length that a record gives is not trusted: what follows it must fit. `start` is the
 * offset of an entry: reading begins with it.
 */
export async function* warcPages(path: string, limits: Limits, start = 0): AsyncGenerator<WarcEntry> {
  await using file = await open(path);
  const { size } = await file.stat();
  const archive: Archive = { path, file, size };
  let from = await nextRecord(file, start, size);
  if (from !== start)
    yield { kind: 'bad', offset: start, reason: from === null ? NO_RECORD : 'does not begin with a record' };
  while (from !== null) {
    const dataAt = await gzipDataAt(archive, from);
    const { at, begins }: Stop =
      dataAt === null
        ? yield* plainRecords(archive, from, limits)
        : yield* packedRecords(archive, { from, dataAt }, limits);
    if (at >= size) return;
    from = begins ? at : await nextRecord(file, at, size);
  }
}

/** Where reading of a kind of record ended, and whether a record is known to begin there. */
interface Stop {
  readonly at: number;
  readonly begins: boolean;
}

/** Where to look for the next record when the one at `offset` cannot be trusted. */
function behind(offset: number): Stop {
  return { at: offset + 1, begins: false };
}

async function* plainRecords(
  { path }: Archive,
  from: number,
  limits: Limits,
): AsyncGenerator<WarcEntry, Stop> {
  const stream = createReadStream(path, { start: from });
  try {
    const source = new ByteSource(stream);
    for (;;) {
      const offset = from + source.taken;
      const { entry, isWhole } = await recordFrom(source, offset, limits);
      yield entry;
      if (!isWhole) return behind(offset);
      await source.skipNewlines();
      const next = (await source.peek(6)).toString('latin1');
      if (/^WARC\/\d/.test(next)) continue;
      const at = from + source.taken;
      if (next !== '' && !next.startsWith(GZIP_MAGIC)) yield noRecordAt(at);
      return { at, begins: next.startsWith(GZIP_MAGIC) };
    }
  } finally {
    stream.destroy();
  }
}

/** The records of one gzip member, usually one. The last is not given on before the checksum of the member was seen to be right. */
async function* packedRecords(
  archive: Archive,
  { from, dataAt }: { from: number; dataAt: number },
  limits: Limits,
): AsyncGenerator<WarcEntry, Stop> {
  let last: WarcEntry | null = null;
  try {
    const member = gzipMember(archive, dataAt);
    const source = new ByteSource(member.chunks);
    for (let isWhole = true; isWhole && (await source.peek(1)).length > 0;) {
      if (last !== null) yield last;
      ({ entry: last, isWhole } = await recordFrom(source, from, limits));
      if (isWhole) await source.skipNewlines();
    }
    await source.skip(Number.POSITIVE_INFINITY);
    const at = await member.end();
    yield last ?? noRecordAt(from);
    const { buffer, bytesRead } = await archive.file.read({ buffer: Buffer.alloc(6), position: at });
    const next = buffer.toString('latin1');
    const begins = next.startsWith(GZIP_MAGIC) || /^WARC\/\d/.test(next);
    if (!begins && bytesRead > 0) yield noRecordAt(at);
    return { at, begins };
  } catch (cause) {
    yield { kind: 'bad', offset: from, reason: cause instanceof Error ? cause.message : String(cause) };
    return behind(from);
  }
}

function noRecordAt(offset: number): WarcEntry {
  return { kind: 'bad', offset, reason: 'no record begins here' };
}

/** The record at the front of the source, taken from it; `isWhole` says whether it ended where it said it would. */
async function recordFrom(
  source: ByteSource,
  offset: number,
  limits: Limits,
): Promise<{ entry: WarcEntry; isWhole: boolean }> {
  const bad = (reason: string): { entry: WarcEntry; isWhole: false } => ({
    entry: { kind: 'bad', offset, reason },
    isWhole: false,
  });
  const head = await recordHeader(source);
  if ('reason' in head) return bad(head.reason);
  const content = source.pieces(head.contentBytes);
  const begun = source.taken;
  const entry = await parsed(head.header, content, { offset, limits });
  await source.skip(head.contentBytes - (source.taken - begun));
  const missing = head.contentBytes - (source.taken - begun);
  if (missing > 0)
    return bad(`the record is cut short: ${missing} of ${head.contentBytes} bytes are missing`);
  if (!(await isRecordEnd(source)))
    return bad(`the record does not end after the ${head.contentBytes} bytes that it names`);
  return { entry, isWhole: true };
}

async function parsed(
  header: Uint8Array,
  content: AsyncIterable<Uint8Array>,
  { offset, limits }: { offset: number; limits: Limits },
): Promise<WarcEntry> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield header;
    yield* content;
  }
  try {
    const record = await new WARCParser(new AsyncIterReader(bytes(), null)).parse();
    if (record === null) return { kind: 'bad', offset, reason: 'cannot be read' };
    return await readRecord(record, offset, limits);
  } catch (cause) {
    return { kind: 'bad', offset, reason: cause instanceof Error ? cause.message : String(cause) };
  }
}

async function readRecord(record: WARCRecord, offset: number, limits: Limits): Promise<WarcEntry> {
  if ((record.warcHeader('WARC-Type') ?? '') === '')
    return { kind: 'bad', offset, reason: 'the record has no type' };
  const status = Number(record.httpHeaders?.statusCode ?? 0);
  const isResource = record.warcType === 'resource';
  if (!isResource && (record.warcType !== 'response' || status !== 200)) return { kind: 'other', offset };
  const contentType =
    (isResource ? record.warcContentType : record.httpHeaders?.headers.get('content-type')) ?? '';
  if (contentType !== '' && !/\bhtml\b/i.test(contentType)) return { kind: 'other', offset };
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of record) {
    size += part.length;
    if (size <= limits.maxBytes) parts.push(part);
  }
  const url = record.warcTargetURI ?? '';
  if (size > limits.maxBytes)
    return { kind: 'bad', offset, reason: `${url}: ${size} bytes; at most ${limits.maxBytes} are taken` };
  if (!/^https?:/i.test(url) || !URL.canParse(url))
    return { kind: 'bad', offset, reason: `the record has no web address ("${url.slice(0, 100)}")` };
  const bytes = Buffer.concat(parts);
  if (bytes.length === 0 || (contentType === '' && contentKind(bytes, '') !== 'html'))
    return { kind: 'other', offset };
  const date = new Date(record.warcDate ?? Number.NaN);
  return {
    kind: 'page',
    url,
    bytes,
    contentType,
    fetchedAt: (Number.isNaN(date.getTime()) ? new Date() : date).toISOString(),
    offset,
  };
}

const BEGINNING = new RegExp(
  String.raw`${GZIP_MAGIC}|(?<=^|\n)WARC/\d\.\d\r?\n|WARC/\d\.\d\r?\n(?=[\w-]+:)`,
  'g',
);
const WINDOW_BYTES = 1024 * 1024;
const OVERLAP_BYTES = 64;

/** Where the next record begins at or after `from`: a gzip member that holds one, or a version line. */
async function nextRecord(file: FileHandle, from: number, size: number): Promise<number | null> {
  for (let at = from; at < size; at += WINDOW_BYTES - OVERLAP_BYTES) {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(WINDOW_BYTES), position: at });
    const window = buffer.subarray(0, bytesRead);
    const text = window.toString('latin1');
    for (const match of text.matchAll(BEGINNING)) {
      const begins = at + match.index;
      if (!match[0].startsWith('W') && !(await holdsRecord(file, begins))) continue;
      return begins;
    }
    if (bytesRead < WINDOW_BYTES) return null;
  }
  return null;
}

async function holdsRecord(file: FileHandle, at: number): Promise<boolean> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4096), position: at });
  return contentKind(buffer.subarray(0, bytesRead), '') === 'warc';
}
