import { gzipSync } from 'node:zlib';

import type { Page } from '@khabar/article';
import { expect, test } from 'vitest';
import { WARCParser, WARCRecord, WARCSerializer } from 'warcio';

import { pageOfWarcRecord, warcRecordOf } from './warc-record.ts';

const PAGE: Page = {
  url: 'http://gazeta.example/1',
  finalUrl: 'http://gazeta.example/one',
  fetchedAt: '2025-07-04T09:00:00.123Z',
  status: 200,
  headers: { 'content-type': 'text/html; charset=windows-1251', 'content-encoding': 'br', 'x-name': 'Ж' },
  body: Uint8Array.from([0xd2, 13, 10, 13, 10, 0, 0xff]),
};
const { 'content-encoding': _, ...kept } = PAGE.headers;

test('a page comes back from its record, whatever follows it', async () => {
  const record = Buffer.concat([await warcRecordOf(PAGE), await warcRecordOf(PAGE), Buffer.from('rest')]);
  expect(pageOfWarcRecord(record)).toEqual({ ...PAGE, headers: kept });
});

test('a record that goes on behind the bytes at hand is told from a broken one', async () => {
  const record = await warcRecordOf(PAGE);
  for (let length = 0; length < record.length; length += 1)
    expect(pageOfWarcRecord(record.subarray(0, length))).toBeNull();
  expect(() => pageOfWarcRecord(record.subarray(3))).toThrow('no gzip member');
  expect(() =>
    pageOfWarcRecord(gzipSync('WARC/1.1\r\nContent-Length: 99\r\n\r\nHTTP/1.1 200 OK\r\n\r\n')),
  ).toThrow('cut short');
  const damaged = Uint8Array.from(record);
  damaged.set([damaged.at(-8) === 0 ? 1 : 0], damaged.length - 8);
  expect(() => pageOfWarcRecord(damaged)).toThrow('checksum');
});

test('other readers of WARC find the page, its headers and its digests', async () => {
  const record = await new WARCParser([await warcRecordOf(PAGE)]).parse();
  expect(Buffer.from((await record?.readFully(false)) ?? [])).toEqual(Buffer.from(PAGE.body));
  expect(record?.warcTargetURI).toBe(PAGE.url);
  expect(record?.warcDate).toBe(PAGE.fetchedAt);
  expect(record?.httpHeaders?.headers.get('content-type')).toBe(PAGE.headers['content-type']);
  const theirs = WARCRecord.create(
    { url: PAGE.url, date: PAGE.fetchedAt, type: 'response', warcVersion: 'WARC/1.1', httpHeaders: kept },
    [PAGE.body],
  );
  await WARCSerializer.serialize(theirs, { gzip: true });
  expect(record?.warcPayloadDigest).toBe(theirs.warcPayloadDigest);
});

test('a record that another program wrote is read', async () => {
  const record = WARCRecord.create(
    {
      url: PAGE.url,
      date: PAGE.fetchedAt,
      type: 'response',
      warcVersion: 'WARC/1.1',
      httpHeaders: { 'content-type': 'text/html' },
    },
    [PAGE.body],
  );
  const bytes = await WARCSerializer.serialize(record, { gzip: true });
  expect(pageOfWarcRecord(bytes)).toEqual({
    ...PAGE,
    finalUrl: PAGE.url,
    headers: { 'content-type': 'text/html' },
  });
});

test('a page without headers, and an address that is none, come back', async () => {
  const page = { ...PAGE, url: 'urn:khabar:text:1', finalUrl: 'urn:khabar:text:1', headers: {} };
  expect(pageOfWarcRecord(await warcRecordOf(page))).toEqual(page);
});

test('a page of megabytes comes back', async () => {
  const page = { ...PAGE, body: new Uint8Array(3_000_000).fill(65) };
  expect(pageOfWarcRecord(await warcRecordOf(page))?.body.length).toBe(3_000_000);
});
