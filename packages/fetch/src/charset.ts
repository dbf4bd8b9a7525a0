import type { TextKind } from '@khabar/article';
import iconv from 'iconv-lite';

import { sniffLegacy } from './charset-sniff.ts';

export interface DecodedText {
  readonly text: string;
  /** Lower-case label of the encoding that was used. */
  readonly charset: string;
}

const HEAD_BYTES = 4096;

/** Labels that no sender means: UTF-7 hides markup from filters, the others exist only in standards' lists. */
const NEVER = new Set([
  'utf-7',
  'unicode-1-1-utf-7',
  'utf7',
  'x-user-defined',
  'replacement',
  'iso-2022-kr',
  'hz-gb-2312',
]);

const ASCII_LABELS = new Set([
  'us-ascii',
  'ascii',
  'ansi_x3.4-1968',
  'iso-8859-1',
  'latin1',
  'latin-1',
  'iso8859-1',
]);

type Decode = (bytes: Uint8Array) => string;

/** A decoder for a label, by the WHATWG's list first (labels of the web), then by iconv's. */
function decoderFor(label: string): Decode | null {
  const name = label.trim().toLowerCase();
  if (name === '' || NEVER.has(name)) return null;
  try {
    const decoder = new TextDecoder(name);
    return (bytes) => decoder.decode(bytes);
  } catch {
    // Not one of the web's labels.
  }
  if (!iconv.encodingExists(name)) return null;
  return (bytes) => iconv.decode(bytes, name);
}

/** Strict UTF-8, or null. A last character cut in the middle is forgiven: bodies are capped. */
function asUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

function fromBom(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'utf-32le';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return null;
}

/** UTF-16 and UTF-32 without a mark: markup begins with ASCII, so the zero bytes give it away. */
function fromZeros(bytes: Uint8Array): string | null {
  const head = bytes.subarray(0, 400);
  if (head.length < 4) return null;
  let even = 0;
  let odd = 0;
  for (const [index, byte] of head.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) even += 1;
    else odd += 1;
  }
  const half = head.length / 2;
  const [a, b, c, d] = head;
  if (a === 0 && b === 0 && c === 0 && d !== 0) return 'utf-32be';
  if (a !== 0 && b === 0 && c === 0 && d === 0) return 'utf-32le';
  // Cyrillic and Arabic letters have no zero byte; the tags around them do.
  if (odd > half * 0.2 && even < odd / 10) return 'utf-16le';
  if (even > half * 0.2 && odd < even / 10) return 'utf-16be';
  return null;
}

function fromHeader(contentType: string | undefined): string | null {
  return /charset\s*=\s*["']?\s*([^\s"';,]+)/i.exec(contentType ?? '')?.[1] ?? null;
}

function fromDeclaration(bytes: Uint8Array, kind: TextKind): string | null {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  const xml = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1];
  if (xml !== undefined) return xml;
  if (kind !== 'html') return null;
  const visible = head.replace(/<!--[\s\S]*?-->/g, '');
  for (const [tag] of visible.matchAll(/<meta\s[^>]*>/gi)) {
    const label = /charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(tag)?.[1];
    if (label !== undefined) return label;
  }
  return null;
}

/** A declaration readable as ASCII cannot be right in calling the text UTF-16 or UTF-32. */
function isWide(label: string): boolean {
  return /^(utf-?16|utf-?32|ucs-?2|ucs-?4|iso-10646-ucs|csunicode|unicode)/i.test(label.trim());
}

function withoutBom(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

/**
 * Bytes of a page or feed -> text. In this order: byte order mark; zero bytes of UTF-16/32; valid UTF-8 with at least
 * one letter beyond ASCII (it is never something else by chance, whatever header or meta say); the HTTP header; the
 * declaration inside; statistics of the letters (windows-1251, koi8-r, windows-1256 …). Never throws.
 */
export function decodeText(bytes: Uint8Array, contentType: string | undefined, kind: TextKind): DecodedText {
  const certain = fromBom(bytes) ?? fromZeros(bytes);
  if (certain !== null) {
    const decoded = decoderFor(certain)?.(bytes) ?? '';
    return { text: withoutBom(decoded), charset: certain };
  }
  const declared = [fromHeader(contentType), fromDeclaration(bytes, kind)].filter((label) => label !== null);
  // ISO-2022-JP is all ASCII bytes: its label is the only trace.
  const seven = declared.find((label) => /^(iso-2022-jp|csiso2022jp)$/i.test(label.trim()));
  const utf8 = seven === undefined ? asUtf8(bytes) : null;
  if (utf8 !== null) return { text: withoutBom(utf8), charset: 'utf-8' };
  for (const label of declared) {
    if (isWide(label) || /^utf-?8$/i.test(label.trim())) continue;
    // "iso-8859-1" is what servers say when nobody told them: for Cyrillic or Arabic letters statistics know better.
    if (ASCII_LABELS.has(label.trim().toLowerCase())) {
      const likely = sniffLegacy(bytes);
      if (likely !== 'windows-1252') return { text: new TextDecoder(likely).decode(bytes), charset: likely };
    }
    const decode = decoderFor(label);
    if (decode) return { text: withoutBom(decode(bytes)), charset: label.trim().toLowerCase() };
  }
  if (isMostlyUtf8(bytes)) return { text: new TextDecoder('utf-8').decode(bytes), charset: 'utf-8' };
  const likely = sniffLegacy(bytes);
  return { text: new TextDecoder(likely).decode(bytes), charset: likely };
}

/** Damaged UTF-8 (cut records, a stray legacy byte) is still UTF-8 when nearly all of its sequences are whole. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const sample = Buffer.from(bytes.subarray(0, 256 * 1024));
  const text = sample.toString('utf8');
  let bad = 0;
  let good = 0;
  for (const char of text) {
    if (char === '\uFFFD') bad += 1;
    else if (char > '\u007F') good += 1;
  }
  return good > 0 && bad * 10 < good;
}
