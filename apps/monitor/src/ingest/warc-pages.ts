import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

import { LimitReader, WARCParser, type WARCRecord } from 'warcio';

import { contentKind } from './sniff.ts';

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

/** A record cannot be shorter than its version line and type. */
const LEAST_RECORD_BYTES = 8;

/**
 * The pages of a WARC archive (ISO 28500), plain or one gzip member a record, in order. A record that cannot be read is
 * reported, and reading goes on at the next one that can.
 */
export async function* warcPages(path: string, limits: Limits): AsyncGenerator<WarcEntry> {
  await using file = await open(path);
  const { size } = await file.stat();
  let from: number | null = await nextRecord(file, 0, size);
  if (from !== 0)
    yield { kind: 'bad', offset: 0, reason: from === null ? NO_RECORD : 'does not begin with a record' };
  while (from !== null) {
    let resume = from + LEAST_RECORD_BYTES;
    const stream = createReadStream(path, { start: from });
    const parser = new WARCParser(stream);
    let reason: string | null = null;
    try {
      for (let record = await parser.parse(); record !== null; record = await parser.parse()) {
        const offset: number = from + parser.offset;
        resume = offset + LEAST_RECORD_BYTES;
        const entry = await readRecord(record, offset, limits);
        if (entry.kind === 'bad' && isCut(record)) {
          reason = entry.reason;
          break;
        }
        yield entry;
        if (!isPacked(parser)) resume = offset + headerBytes(parser) + record.warcContentLength;
      }
    } catch (cause) {
      reason = cause instanceof Error ? cause.message : String(cause);
    } finally {
      stream.destroy();
    }
    const next: number | null = await nextRecord(file, resume, size);
    if (reason !== null || next !== null)
      yield { kind: 'bad', offset: resume - LEAST_RECORD_BYTES, reason: reason ?? 'cannot be read' };
    from = next;
  }
}

function isPacked(parser: WARCParser): boolean {
  return parser._reader.compressed !== null;
}

function headerBytes(parser: WARCParser): number {
  return parser._warcHeadersLength;
}

/** Fewer bytes came than the record said. */
function isCut(record: WARCRecord): boolean {
  return record._reader instanceof LimitReader && record._reader.limit > 0;
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
  if (isCut(record)) return { kind: 'bad', offset, reason: `${url}: the record is cut short` };
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

const WINDOW_BYTES = 1024 * 1024;
const OVERLAP_BYTES = 64;

/** Where the next record begins at or after `from`: a gzip member that holds one, or a version line. */
async function nextRecord(file: FileHandle, from: number, size: number): Promise<number | null> {
  for (let at = from; at < size; at += WINDOW_BYTES - OVERLAP_BYTES) {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(WINDOW_BYTES), position: at });
    const window = buffer.subarray(0, bytesRead);
    const text = window.toString('latin1');
    // The magic of a gzip member (RFC 1952) has control characters.
    // oxlint-disable-next-line no-control-regex
    for (const match of text.matchAll(/\u001f\u008b\u0008|(?<=^|\n)WARC\/\d\.\d\r?\n/g)) {
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
