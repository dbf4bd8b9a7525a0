import { gzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { contentKind } from './sniff.ts';

const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array => Buffer.from(text, encoding);

test('text in any script and encoding is text', () => {
  expect(contentKind(bytes('Кабулов заявил, что признание преждевременно.'), '-')).toBe('text');
  expect(contentKind(bytes('\ufeffمسکو طالبان را به رسمیت شناخت.', 'utf16le'), '-')).toBe('text');
  expect(
    contentKind(
      Buffer.from([0xcc, 0xee, 0xf1, 0xea, 0xe2, 0xe0, 0x20, 0xe8, 0x20, 0xca, 0xe0, 0xe1, 0xf3, 0xeb]),
      'a.txt',
    ),
  ).toBe('text');
});

test('HTML is known by its beginning, by its tags or by its name', () => {
  expect(contentKind(bytes('<!DOCTYPE html><title>a</title>'), '-')).toBe('html');
  expect(contentKind(bytes('<!-- saved -->\n<html>'), '-')).toBe('html');
  expect(contentKind(bytes('\ufeff<!doctype html>', 'utf16le'), '-')).toBe('html');
  expect(contentKind(bytes('x <p>a</p><p>b</p><div>c</div>'), '-')).toBe('html');
  expect(contentKind(bytes('a < b and b > c'), 'page.html')).toBe('html');
});

test('a text that speaks of tags stays a text under the name of one', () => {
  expect(contentKind(bytes('<p>a</p> <p>b</p> <p>c</p>'), 'notes.md')).toBe('text');
  expect(contentKind(bytes('The <b>bold</b> claim.'), '-')).toBe('text');
});

test('archives, feeds and binaries are told apart', () => {
  expect(contentKind(bytes('WARC/1.1\r\nWARC-Type: warcinfo\r\n'), 'a')).toBe('warc');
  expect(contentKind(gzipSync('WARC/1.0\r\nWARC-Type: response\r\n'), 'a.gz')).toBe('warc');
  expect(contentKind(gzipSync('plain text'), 'a.txt.gz')).toBe('gzip');
  expect(contentKind(bytes('<?xml version="1.0"?><rss version="2.0">'), 'a.xml')).toBe('feed');
  expect(contentKind(bytes('%PDF-1.7'), 'a.txt')).toEqual({ binary: 'PDF' });
  expect(contentKind(Buffer.from([1, 0, 2, 0, 0, 3, 9, 0, 0, 0, 1]), 'a')).toEqual({ binary: 'binary data' });
});
