import { createHash } from 'node:crypto';
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

const bodyOf = (id: number): string =>
  createHash('shake256', { outputLength: 200 }).update(`${id}`).digest('hex');
const whole = (id: number): Buffer => record(`https://kubha.example/${id}`, bodyOf(id));
const edited = (edit: (text: string) => string): Buffer =>
  Buffer.from(edit(whole(2).toString('latin1')), 'latin1');
const longer = (by: number): Buffer =>
  edited((text) => text.replace(/(?<=Content-Length: )\d+/, (length) => String(Number(length) + by)));
const without = (bytes: Buffer, at: number, count: number): Buffer =>
  Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + count)]);
const overwritten = (bytes: Buffer, at: number, count: number): Buffer =>
  Buffer.from(bytes).fill(0x55, at, at + count);

test.each([
  ['has no type', edited((text) => text.replace(/WARC-Type.*\r\n/, ''))],
  ['has no length', edited((text) => text.replace(/Content-Length.*\r\n/, ''))],
  ['says too great a length', longer(50)],
  ['says a length that reaches over the next ones', longer(1000)],
  ['says a length beyond the end of the archive', longer(1_000_000)],
  ['says too small a length', longer(-50)],
  [
    'is no page and says a wrong length',
    Buffer.from(longer(1000).toString('latin1').replace('response', 'request')),
  ],
  ['lacks bytes in the middle', without(whole(2), 400, 60)],
  ['lacks its end', whole(2).subarray(0, 500)],
  ['was overwritten with zeros', Buffer.alloc(whole(2).length)],
])(
  'a record of a plain archive that %s costs no other one, and is said to be where it begins',
  async (_, damaged) => {
    const before = Buffer.concat([whole(0), whole(1)]);
    const entries = await entriesOf('one.warc', Buffer.concat([before, damaged, whole(3), whole(4)]));
    expect(entries.map(inShort)).toEqual([
      ...[0, 1].map((id) => `https://kubha.example/${id} ${bodyOf(id)}`),
      'bad',
      ...[3, 4].map((id) => `https://kubha.example/${id} ${bodyOf(id)}`),
    ]);
    expect(entries[2]?.offset).toBe(before.length);
  },
);

test('a record that is cut short and holds the beginning of one in its text does not take the next one with it', async () => {
  const quoting = record(
    'https://kubha.example/2',
    `${bodyOf(2)}\nWARC/1.0\r\nWARC-Type: response\r\n${bodyOf(5)}`,
  );
  const entries = await entriesOf(
    'quoting.warc',
    Buffer.concat([whole(1), quoting.subarray(0, quoting.length - 200), whole(3), whole(4)]),
  );
  const pages = entries.filter((entry) => entry.kind === 'page').map(({ url }) => url);
  expect(pages).toEqual([1, 3, 4].map((id) => `https://kubha.example/${id}`));
});

test('a record whose length ends at a line of the next one is bad, and the next one is read', async () => {
  const short = record('https://kubha.example/2', bodyOf(2)).subarray(0, -150);
  const next = whole(3).toString('latin1');
  // To the end of the first line of the next record, which then looks like the line behind a record.
  const reach = record('https://kubha.example/2', bodyOf(2)).length - 4 - short.length;
  const first = next.indexOf('\r\n', reach);
  const grown = Buffer.from(
    short
      .toString('latin1')
      .replace(/(?<=Content-Length: )\d+/, (length) => String(Number(length) + first - reach)),
    'latin1',
  );
  const entries = await entriesOf('ending.warc', Buffer.concat([whole(1), grown, whole(3), whole(4)]));
  expect(entries.map(inShort)).toEqual(
    [1, 0, 3, 4].map((id) => (id === 0 ? 'bad' : `https://kubha.example/${id} ${bodyOf(id)}`)),
  );
});

test.each([
  ['has another checksum', overwritten(gzipSync(whole(2)), gzipSync(whole(2)).length - 8, 4)],
  ['was overwritten in the middle', overwritten(gzipSync(whole(2)), 200, 40)],
  ['was overwritten at the beginning', overwritten(gzipSync(whole(2)), 0, 40)],
  ['lacks bytes in the middle', without(gzipSync(whole(2)), 200, 60)],
  ['lacks its end', gzipSync(whole(2)).subarray(0, 300)],
  ['was overwritten with zeros', Buffer.alloc(300)],
  ['says too great a length', gzipSync(longer(1000))],
  ['says too small a length', gzipSync(longer(-50))],
  ['has no type', gzipSync(edited((text) => text.replace(/WARC-Type.*\r\n/, '')))],
  ['is something else that was packed', gzipSync('hello '.repeat(50))],
])(
  'a member of a packed archive that %s costs no other one, and is said to be where it begins',
  async (_, damaged) => {
    const before = Buffer.concat([gzipSync(whole(0)), gzipSync(whole(1))]);
    const after = [gzipSync(whole(3)), gzipSync(whole(4))];
    const entries = await entriesOf('one.warc.gz', Buffer.concat([before, damaged, ...after]));
    expect(entries.map(inShort)).toEqual([
      ...[0, 1].map((id) => `https://kubha.example/${id} ${bodyOf(id)}`),
      'bad',
      ...[3, 4].map((id) => `https://kubha.example/${id} ${bodyOf(id)}`),
    ]);
    expect(entries[2]?.offset).toBe(before.length);
  },
);

test('an archive that was packed as a whole is read, and a member may name its file', async () => {
  const member = gzipSync(Buffer.concat([whole(1), whole(2), whole(3)]));
  const named = Buffer.concat([
    member.subarray(0, 3),
    Buffer.from([8]),
    member.subarray(4, 10),
    Buffer.from('a.warc\0'),
    member.subarray(10),
  ]);
  for (const content of [member, named]) {
    const entries = await entriesOf('whole.warc.gz', content);
    expect(entries.map(inShort)).toEqual([1, 2, 3].map((id) => `https://kubha.example/${id} ${bodyOf(id)}`));
  }
});

test('a record that is cut short is bad, not a short page', async () => {
  const long = record('https://kubha.example/2', 'x'.repeat(300));
  const entries = await entriesOf(
    'cut.warc',
    Buffer.concat([record('https://kubha.example/1', 'one'), long.subarray(0, long.length - 100)]),
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
