import { type FoldedText, foldText } from './fold.ts';
import { stemWord } from './stem.ts';

/** One word of a text. */
export interface Token {
  /** UTF-16 offsets into the source, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Folded form (see `foldText`). */
  readonly folded: string;
  /** Stem of the folded form, chosen by script, so that a query and a text agree without knowing the language. */
  readonly stem: string;
}

const LETTER = String.raw`[\p{L}\p{M}]`;
const SYLLABLE = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]`;
// In order: words of two letters and more with an inner apostrophe (nearly all, hence first); 1,000 and 1,000.5; 3.5 and 3,5 (not
// 15.08.2021); other numbers; U.N.; a letter of a script without spaces; words of one letter.
// Letters and digits part company, so that AK-47, AK47 and AK 47 are the same two tokens.
const WORD = new RegExp(
  [
    `(?!${SYLLABLE})${LETTER}${LETTER}+(?:'${LETTER}+)*`,
    String.raw`(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![.,]?\d)`,
    String.raw`(?<!\d[.,])(?<!\d)\d+[.,]\d+(?![.,]?\d)`,
    String.raw`\p{N}+`,
    `(?<![\\p{L}\\p{M}.'])(?:\\p{L}\\.){2,}(?:\\p{L}(?!${LETTER}))?`,
    SYLLABLE,
    `${LETTER}(?:'${LETTER}+)*`,
  ].join('|'),
  'uy',
);
const IS_LETTER = /[\p{L}\p{M}]/u;
const IS_NUMBER = /\p{N}/u;
const IS_SYLLABLE = new RegExp(SYLLABLE, 'u');
// Turkish case after a name: Taliban'ın, Rusya’ya; y and n stand between vowels alone, so that Sana'a and Qur'an stay.
const TURKISH_CASE =
  /^([a-z]{4,}[aeiou])'(?:y[aeiu]|n[iu]n|yl[ae]|[dt][ae]n?)$|^([a-z]{4,}[^aeiou'])'(?:[aeiu]|[iu]n|l[ae]|[dt][ae]n?)$/;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const PLAIN = /^[^'.,]*$/;
// Persian plural written apart: «کشور ها» is «کشورها».
const DETACHED_PLURAL = new Set(['ها', 'های', 'هایی']);
const ENDS_IN_ARABIC_LETTER = /\p{Script=Arabic}$/u;

function wordForm(matched: string): string {
  if (/^\d/.test(matched))
    return THOUSANDS.test(matched) ? matched.replaceAll(',', '') : matched.replace(',', '.');
  return matched.replaceAll(/['.]/g, '');
}

function withoutApostropheEnding(whole: string): string {
  if (!whole.includes("'")) return whole;
  if (whole.endsWith("'s")) return whole.slice(0, -2);
  const named = TURKISH_CASE.exec(whole);
  return named?.[1] ?? named?.[2] ?? whole;
}

/** Where in the source the letter ends that the folded unit before `foldedEnd` came from; one letter may fold to several units: ﷲ, ⑴. */
function endInSource(original: Uint32Array, foldedEnd: number): number {
  let next = foldedEnd;
  while (next < original.length - 1 && original[next] === original[foldedEnd - 1]) next += 1;
  return original[next] ?? 0;
}

/** Soft hyphen, joiners, direction and order marks: they end no word. */
function isInvisible(code: number): boolean {
  if (code < 0x200b) return code === 0xad || code === 0x61c;
  return (
    code <= 0x200f ||
    (code >= 0x202a && code <= 0x202e) ||
    code === 0x2060 ||
    (code >= 0x2066 && code <= 0x2069) ||
    code === 0xfeff
  );
}

const OTHER = 1;
/** A letter or mark of a script written with spaces. */
const PLAIN_LETTER = 2;
const DIGIT = 3;
/** What only `WORD` can tell: letters of scripts without spaces, other numbers, halves of pairs. */
const INTRICATE = 4;
// By UTF-16 unit; 0 is "not looked up yet".
const KINDS = new Uint8Array(0x10000);
const APOSTROPHE = 0x27;
const COMMA = 0x2c;
const DOT = 0x2e;
const SPACE = 0x20;
const HEH = 0x647;

function lookUpKind(code: number): number {
  if (code >= 0x30 && code <= 0x39) return DIGIT;
  if (code >= 0xd800 && code <= 0xdfff) return INTRICATE;
  const unit = String.fromCharCode(code);
  if (IS_SYLLABLE.test(unit) || IS_NUMBER.test(unit)) return INTRICATE;
  return IS_LETTER.test(unit) ? PLAIN_LETTER : OTHER;
}

function kindAt(text: string, at: number): number {
  if (at >= text.length) return OTHER;
  const code = text.charCodeAt(at);
  const known = KINDS[code] ?? 0;
  if (known !== 0) return known;
  const kind = lookUpKind(code);
  KINDS[code] = kind;
  return kind;
}

/** End of the plain word that begins here: nearly every word. -1: `WORD` must tell. The two agree on every text. */
function plainEnd(folded: string, start: number, kind: number): number {
  let end = start + 1;
  while (kindAt(folded, end) === kind) end += 1;
  if (end < folded.length) {
    const next = folded.charCodeAt(end);
    if (kindAt(folded, end) === INTRICATE) return -1;
    if (kind === PLAIN_LETTER && (next === APOSTROPHE || (next === DOT && end === start + 1))) return -1;
    if (kind === DIGIT && (next === COMMA || next === DOT)) return -1;
  }
  return end;
}

/**
 * Words of a text in order. Hyphens, slashes and dots part words; U.N. is UN, O’Brien is OBrien, Russia’s is Russia. Who has folded
 * the text already hands that over.
 */
export function tokens(text: string, folded?: FoldedText): Token[] {
  return tokenSpans(text, folded).map(({ start, end, folded: form }) => ({
    start,
    end,
    folded: form,
    stem: stemWord(form),
  }));
}

/** `tokens` without their stems, which cost as much as the rest. */
export function tokenSpans(
  text: string,
  { text: folded, original }: FoldedText = foldText(text),
): Omit<Token, 'stem'>[] {
  const found: Omit<Token, 'stem'>[] = [];
  let previousEnd = -1;
  let at = 0;
  while (at < folded.length) {
    const kind = kindAt(folded, at);
    if (kind === OTHER) {
      at += 1;
      continue;
    }
    const start = at;
    let foldedEnd = kind === INTRICATE ? -1 : plainEnd(folded, start, kind);
    let form: string;
    if (foldedEnd >= 0) {
      form = folded.slice(start, foldedEnd);
      at = foldedEnd;
    } else {
      WORD.lastIndex = start;
      const whole = WORD.exec(folded)?.[0];
      if (whole === undefined) {
        at += 1;
        continue;
      }
      const matched = withoutApostropheEnding(whole);
      form = PLAIN.test(matched) ? matched : wordForm(matched);
      foldedEnd = start + matched.length;
      at = start + whole.length;
    }
    let end = endInSource(original, foldedEnd);
    while (isInvisible(text.charCodeAt(end - 1))) end -= 1;
    const previous = found.at(-1);
    if (
      form.charCodeAt(0) === HEH &&
      previous &&
      start === previousEnd + 1 &&
      folded.charCodeAt(previousEnd) === SPACE &&
      DETACHED_PLURAL.has(form) &&
      ENDS_IN_ARABIC_LETTER.test(previous.folded)
    ) {
      const joined = previous.folded + form;
      found[found.length - 1] = { start: previous.start, end, folded: joined };
    } else {
      found.push({ start: original[start] ?? 0, end, folded: form });
    }
    previousEnd = foldedEnd;
  }
  return found;
}
