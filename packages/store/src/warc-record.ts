import { hash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { crc32, gzip, gzipSync, inflateRawSync } from 'node:zlib';

import type { Page } from '@khabar/article';
import { z } from 'zod';

/** Level 6 takes twice the time for 4 % less. */
const OPTIONS = { level: 3 };
/** A larger page is packed in another thread. */
const MOST_AT_ONCE = 256 * 1024;
const LINE = '\r\n';

/**
 * A page as a `response` record of WARC 1.1 (ISO 28500:2017), one gzip member. The body is stored decoded, so headers that describe the
 * encoded one are left out.
 */
export async function warcRecordOf(page: Page): Promise<Uint8Array> {
  const headers = Object.entries(page.headers).filter(
    ([name]) => name !== 'content-encoding' && name !== 'transfer-encoding' && name !== 'content-length',
  );
  // Readers find no body behind a status line without headers.
  if (headers.length === 0) headers.push(['content-length', String(page.body.length)]);
  const http = Buffer.from(
    [
      `HTTP/1.1 ${page.status} ${page.status === 200 ? 'OK' : 'Answer'}`,
      ...headers.map(([name, value]) => `${name}: ${value}`),
      LINE,
    ].join(LINE),
  );
  const block = Buffer.concat([http, page.body]);
  const head = [
    'WARC/1.1',
    ...(page.finalUrl === page.url ? [] : [`WARC-X-Final-URI: ${page.finalUrl}`]),
    `WARC-Target-URI: ${URL.parse(page.url)?.href ?? page.url}`,
    `WARC-Date: ${page.fetchedAt}`,
    'WARC-Type: response',
    `WARC-Record-ID: <urn:uuid:${randomUUID()}>`,
    'Content-Type: application/http; msgtype=response',
    `WARC-Payload-Digest: sha256:${hash('sha256', page.body)}`,
    `WARC-Block-Digest: sha256:${hash('sha256', block)}`,
    `Content-Length: ${block.length}`,
    LINE,
  ].join(LINE);
  const record = Buffer.concat([Buffer.from(head), block, Buffer.from(LINE + LINE)]);
  return record.length > MOST_AT_ONCE ? promisify(gzip)(record, OPTIONS) : gzipSync(record, OPTIONS);
}

/** The page of the gzip member that `bytes` begin with (more may follow); null: the member goes on behind them. Throws where there is none. */
export function pageOfWarcRecord(bytes: Uint8Array): Page | null {
  const record = firstMember(bytes);
  return record === null ? null : pageOf(record);
}

// RFC 1952: ten bytes, then what the flags announce.
const HEAD_BYTES = 10;
const TAIL_BYTES = 8;
const FLAGS_AT = 3;
const HEADER_CHECKSUM = 2;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;

function firstMember(bytes: Uint8Array): Buffer | null {
  const member = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (member.length < HEAD_BYTES) return null;
  if (member.readUInt16BE(0) !== 0x1f_8b || member[2] !== 8) throw new Error('no gzip member');
  const start = headLength(member);
  if (start === null) return null;
  const inflated = inflate(member.subarray(start));
  if (inflated === null) return null;
  const end = start + inflated.taken;
  if (member.length < end + TAIL_BYTES) return null;
  if (crc32(inflated.record) !== member.readUInt32LE(end)) throw new Error('the checksum is another one');
  return inflated.record;
}

function headLength(member: Buffer): number | null {
  const flags = member[FLAGS_AT] ?? 0;
  let at = HEAD_BYTES;
  if ((flags & EXTRA) !== 0) {
    if (member.length < at + 2) return null;
    at += 2 + member.readUInt16LE(at);
  }
  for (const flag of [NAME, COMMENT]) {
    if ((flags & flag) === 0) continue;
    const end = member.indexOf(0, at);
    if (end < 0) return null;
    at = end + 1;
  }
  if ((flags & HEADER_CHECKSUM) !== 0) at += 2;
  return at;
}

const Inflated = z.object({ buffer: z.instanceof(Buffer), engine: z.object({ bytesWritten: z.number() }) });

function inflate(deflated: Buffer): { record: Buffer; taken: number } | null {
  try {
    // Typed without `info`, which adds the engine to the answer.
    const answer: unknown = inflateRawSync(deflated, { info: true, chunkSize: 64 * 1024 });
    const { buffer, engine } = Inflated.parse(answer);
    return { record: buffer, taken: engine.bytesWritten };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR') return null;
    throw error;
  }
}

const END = Buffer.from(LINE + LINE);

function pageOf(record: Buffer): Page {
  const headEnd = record.indexOf(END);
  const blockStart = headEnd + END.length;
  const [version = '', ...warcLines] = linesOf(record, 0, headEnd);
  if (headEnd < 0 || !version.startsWith('WARC/')) throw new Error('no WARC record');
  const warc = fieldsOf(warcLines);
  const length = Number(warc['content-length']);
  const httpEnd = record.indexOf(END, blockStart);
  if (!(blockStart + length <= record.length) || httpEnd < 0) throw new Error('a WARC record cut short');
  const [status = '', ...httpLines] = linesOf(record, blockStart, httpEnd);
  const headers = fieldsOf(httpLines);
  delete headers['content-length'];
  const url = warc['warc-target-uri'] ?? '';
  return {
    url,
    finalUrl: warc['warc-x-final-uri'] ?? url,
    fetchedAt: new Date(warc['warc-date'] ?? 0).toISOString(),
    status: Number(status.split(' ')[1] ?? 0),
    headers,
    // A copy: the body must not keep the record alive, nor share a pool with others.
    body: Uint8Array.from(record.subarray(httpEnd + END.length, blockStart + length)),
  };
}

function linesOf(record: Buffer, start: number, end: number): string[] {
  return record.toString('utf8', start, Math.max(start, end)).split(LINE);
}

function fieldsOf(lines: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) fields[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return fields;
}
