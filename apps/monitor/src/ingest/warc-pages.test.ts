import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { type WarcEntry, warcPages } from './warc-pages.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'khabar-warc-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function record(
  url: string,
  body: string | Buffer,
  http = 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8',
): Buffer {
  const content = Buffer.concat([Buffer.from(`${http}\r\n\r\n`), Buffer.from(body)]);
  const head = `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: ${url}\r\nWARC-Date: 2025-07-04T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${content.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n\r\n')]);
}

async function entriesOf(name: string, content: Buffer): Promise<WarcEntry[]> {
  const path = join(folder, name);
  await writeFile(path, content);
  const entries: WarcEntry[] = [];
  for await (const entry of warcPages(path, { maxBytes: 1000 })) entries.push(entry);
  return entries;
}

const inShort = (entry: WarcEntry): string =>
  entry.kind === 'page' ? `${entry.url} ${Buffer.from(entry.bytes).toString()}` : entry.kind;

test('pages come out of a plain archive, decoded, with address and date', async () => {
  const packed = gzipSync('<p>packed</p>');
  const entries = await entriesOf(
    'plain.warc',
    Buffer.concat([
      record('https://kubha.example/1', '<p>one</p>'),
      record(
        'https://kubha.example/2',
        packed,
        'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip',
      ),
      record('https://kubha.example/3', 'png', 'HTTP/1.1 200 OK\r\nContent-Type: image/png'),
      record('https://kubha.example/4', '', 'HTTP/1.1 301 Moved\r\nLocation: /1'),
    ]),
  );
  expect(entries.map(inShort)).toEqual([
    'https://kubha.example/1 <p>one</p>',
    'https://kubha.example/2 <p>packed</p>',
    'other',
    'other',
  ]);
  expect(entries[0]).toMatchObject({
    fetchedAt: '2025-07-04T10:00:00.000Z',
    contentType: 'text/html; charset=utf-8',
    offset: 0,
  });
});

test('reading goes on behind a damaged record of a plain archive', async () => {
  const entries = await entriesOf(
    'damaged.warc',
    Buffer.concat([
      record('https://kubha.example/1', 'one'),
      Buffer.from('WARC/1.0\r\nrubbish without end\0\0'),
      Buffer.from('\r\n\r\n'),
      record('https://kubha.example/2', 'two'),
    ]),
  );
  expect(entries.map(inShort)).toEqual(
    expect.arrayContaining(['https://kubha.example/1 one', 'bad', 'https://kubha.example/2 two']),
  );
});

test('reading goes on behind a damaged member of a packed archive', async () => {
  const damaged = gzipSync(record('https://kubha.example/2', 'x'.repeat(500)));
  damaged.fill(0x55, 40, 90);
  const entries = await entriesOf(
    'damaged.warc.gz',
    Buffer.concat([
      gzipSync(record('https://kubha.example/1', 'one')),
      damaged,
      gzipSync(record('https://kubha.example/3', 'three')),
    ]),
  );
  expect(entries.map(inShort)).toContain('https://kubha.example/1 one');
  expect(entries.map(inShort)).toContain('https://kubha.example/3 three');
  expect(entries.filter((entry) => entry.kind === 'bad')).toHaveLength(1);
});

test('a record that is cut short is bad, not a short page', async () => {
  const whole = record('https://kubha.example/2', 'x'.repeat(300));
  const entries = await entriesOf(
    'cut.warc',
    Buffer.concat([record('https://kubha.example/1', 'one'), whole.subarray(0, whole.length - 100)]),
  );
  expect(entries.map(inShort)).toEqual(['https://kubha.example/1 one', 'bad']);
});

test('a page beyond the limit names limit and size, and the next one is read', async () => {
  const entries = await entriesOf(
    'large.warc',
    Buffer.concat([
      record('https://kubha.example/1', 'x'.repeat(1001)),
      record('https://kubha.example/2', 'two'),
    ]),
  );
  expect(entries).toMatchObject([
    { kind: 'bad', reason: 'https://kubha.example/1: 1001 bytes; at most 1000 are taken' },
    { kind: 'page' },
  ]);
});

test('what is no archive has no record', async () => {
  expect(await entriesOf('none.warc', Buffer.from('nothing of the kind'))).toMatchObject([
    { kind: 'bad', reason: 'no WARC record in it' },
  ]);
});
