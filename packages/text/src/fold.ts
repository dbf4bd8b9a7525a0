import { LETTER_VARIANTS } from './letter-variants.ts';

/** Text folded for matching, with the way back. */
export interface FoldedText {
  readonly text: string;
  /** `original[i]` is the UTF-16 offset in the source of the folded UTF-16 unit `i`; one entry more for the end. */
  readonly original: Uint32Array;
}

const ZWNJ = '\u200c';
// Inflection that is also written without the joiner: «کشور‌ها» is «کشورها», «می‌شود» is «میشود».
const JOINED_AFTER = /^(?:ها|هایی?|هایم|هایت|هایش|هایمان|هایتان|هایشان|تر|ترین)$/u;
const JOINED_BEFORE = new Set(['می', 'نمی']);
const LETTER = /\p{L}/u;
const MARK = /\p{M}/u;
const MARKS = /\p{M}/gu;
// Marks of these scripts are pronunciation or accent; of others (Devanagari, Thai) they are vowels of the word.
const MARKS_ARE_OPTIONAL =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{M}\p{P}\p{N}\u0640\u200d-\u200f]/u;
const LATIN_OR_GREEK = /^[\p{Script=Latin}\p{Script=Greek}]/u;
const MAX_CLUSTER = 32;

function foldCluster(cluster: string): string {
  const composed = cluster.normalize('NFKC').toLowerCase();
  const open = LATIN_OR_GREEK.test(composed) ? composed.normalize('NFD') : composed;
  const bare = MARKS_ARE_OPTIONAL.test(open) ? open.replaceAll(MARKS, '') : open;
  return Array.from(bare, (letter) => LETTER_VARIANTS.get(letter) ?? letter).join('');
}

// Pure, so a cache changes nothing but the speed; texts use a few hundred different clusters.
const cache = new Map<string, string>();
const CACHE_LIMIT = 20_000;

function foldedCluster(cluster: string): string {
  const known = cache.get(cluster);
  if (known !== undefined) return known;
  const folded = foldCluster(cluster);
  if (cluster.length <= 4 && cache.size < CACHE_LIMIT) cache.set(cluster, folded);
  return folded;
}

function clusterEnd(text: string, start: number): number {
  const code = text.codePointAt(start) ?? 0;
  const limit = Math.min(text.length, start + MAX_CLUSTER);
  let end = start + (code > 0xffff ? 2 : 1);
  while (end < limit && text.charCodeAt(end) >= 0x300 && MARK.test(text.charAt(end))) end += 1;
  return end;
}

/** What a zero-width non-joiner is matched as: nothing inside an inflected word, else a space between two words. */
function foldJoiner(text: string, at: number, before: string): string {
  const after = text.slice(at + 1, at + 16);
  const next = /^[\p{L}\p{M}]+/u.exec(after)?.[0];
  if (next === undefined || !LETTER.test(before.at(-1) ?? '')) return '';
  if (JOINED_AFTER.test(Array.from(next, foldedCluster).join(''))) return '';
  const previous = /\p{L}+$/u.exec(before.slice(-4))?.[0] ?? '';
  return JOINED_BEFORE.has(previous) ? '' : ' ';
}

/**
 * Folds what writers vary and readers do not: case, NFC/NFKC forms, Arabic and Persian letters (ي/ی, ك/ک, ة/ه, hamza seats),
 * tatweel, diacritics, ZWNJ and direction marks, Persian and Arabic digits, ё/е, Latin accents, apostrophes, quotation marks
 * and dashes. Pashto letters stay distinct but ګ (= گ) and the yehs. A ZWNJ between two words is a space, so that
 * «به‌رسمیت‌شناختن» is «به رسمیت شناختن»; before ها and the like and after می it vanishes.
 */
export function foldText(text: string): FoldedText {
  const out = new Output(text.length);
  let at = 0;
  while (at < text.length) {
    at = out.pushPlain(text, at);
    if (at >= text.length) break;
    const code = text.charCodeAt(at);
    const end = code < 0x80 && !(text.charCodeAt(at + 1) >= 0x300) ? at + 1 : clusterEnd(text, at);
    const cluster = text.slice(at, end);
    const piece = cluster === ZWNJ ? foldJoiner(text, at, out.last(4)) : foldedCluster(cluster);
    for (let unit = 0; unit < piece.length; unit += 1) out.push(piece.charCodeAt(unit), at);
    at = end;
  }
  return out.finish(text.length);
}

// What one UTF-16 unit that no mark follows folds to: the unit itself + 1, or one of these; 0 is "not looked up yet".
const DROPPED = 0x10000;
const COMPLEX = 0x10001;
const UNITS = new Uint32Array(0x10000);
const MARKS_KNOWN = new Uint8Array(0x10000);

/** The folded unit, `DROPPED`, or `COMPLEX` where it folds to several, is half a pair, or depends on what stands beside it. */
function foldedUnit(code: number): number {
  const known = UNITS[code] ?? 0;
  if (known !== 0) return known - 1;
  const value = lookUpUnit(code);
  UNITS[code] = value + 1;
  return value;
}

function lookUpUnit(code: number): number {
  const letter = String.fromCharCode(code);
  if ((code >= 0xd800 && code <= 0xdfff) || letter === ZWNJ) return COMPLEX;
  const folded = foldedCluster(letter);
  if (folded.length > 1) return COMPLEX;
  return folded === '' ? DROPPED : folded.charCodeAt(0);
}

function isMark(code: number): boolean {
  if (!(code >= 0x300)) return false;
  const known = MARKS_KNOWN[code] ?? 0;
  if (known !== 0) return known === 2;
  const mark = MARK.test(String.fromCharCode(code));
  MARKS_KNOWN[code] = mark ? 2 : 1;
  return mark;
}

const CHUNK = 8192;

/** Folded units with where each came from; grows where letters fold to several. */
class Output {
  #units: Uint16Array;
  #original: Uint32Array;
  #length = 0;

  constructor(expected: number) {
    this.#units = new Uint16Array(expected + 16);
    this.#original = new Uint32Array(expected + 17);
  }

  push(unit: number, from: number): void {
    if (this.#length === this.#units.length) this.#grow();
    this.#units[this.#length] = unit;
    this.#original[this.#length] = from;
    this.#length += 1;
  }

  /** Folds units one by one as long as each is told by itself, which nearly all are; gives the place of the first that is not. */
  pushPlain(text: string, from: number): number {
    // Never more units than the text has left.
    while (this.#length + text.length - from > this.#units.length) this.#grow();
    const units = this.#units;
    const original = this.#original;
    let length = this.#length;
    let at = from;
    let code = text.charCodeAt(at);
    while (at < text.length) {
      const next = text.charCodeAt(at + 1);
      if (next >= 0x300 && isMark(next)) break;
      const single = foldedUnit(code);
      if (single === COMPLEX) break;
      if (single < DROPPED) {
        units[length] = single;
        original[length] = at;
        length += 1;
      }
      at += 1;
      code = next;
    }
    this.#length = length;
    return at;
  }

  last(count: number): string {
    return String.fromCharCode(...this.#units.subarray(Math.max(0, this.#length - count), this.#length));
  }

  finish(end: number): FoldedText {
    this.#original[this.#length] = end;
    let text = '';
    for (let at = 0; at < this.#length; at += CHUNK) {
      // Spreading a typed array walks its iterator; handing it over whole is several times as fast.
      text += Reflect.apply(
        String.fromCharCode,
        null,
        this.#units.subarray(at, Math.min(at + CHUNK, this.#length)),
      );
    }
    return { text, original: this.#original.slice(0, this.#length + 1) };
  }

  #grow(): void {
    const units = new Uint16Array(this.#units.length * 2);
    const original = new Uint32Array(units.length + 1);
    units.set(this.#units);
    original.set(this.#original);
    this.#units = units;
    this.#original = original;
  }
}
