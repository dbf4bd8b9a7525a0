import { foldText } from './fold.ts';
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
  'gu',
);
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
const PLAIN = /^[^'.,]*$/;
// Persian plural written apart: «کشور ها» is «کشورها».
const DETACHED_PLURAL = new Set(['ها', 'های', 'هایی']);
const ENDS_IN_ARABIC_LETTER = /\p{Script=Arabic}$/u;
const MARKS_AT_END = /[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]$/;

function wordForm(matched: string): string {
  if (/^\d/.test(matched))
    return THOUSANDS.test(matched) ? matched.replaceAll(',', '') : matched.replace(',', '.');
  return matched.replaceAll(/['.]/g, '');
}

/** Where in the source the letter ends that the folded unit before `foldedEnd` came from; one letter may fold to several units: ﷲ, ⑴. */
function endInSource(original: Uint32Array, foldedEnd: number): number {
  let next = foldedEnd;
  while (next < original.length - 1 && original[next] === original[foldedEnd - 1]) next += 1;
  return original[next] ?? 0;
}

/** Words of a text in order. Hyphens, slashes and dots part words; U.N. is UN, O’Brien is OBrien, Russia’s is Russia. */
export function tokens(text: string): Token[] {
  const { text: folded, original } = foldText(text);
  const found: Token[] = [];
  let previousEnd = -1;
  for (const match of folded.matchAll(WORD)) {
    const matched = match[0].endsWith("'s") ? match[0].slice(0, -2) : match[0];
    const form = PLAIN.test(matched) ? matched : wordForm(matched);
    const foldedEnd = match.index + matched.length;
    let end = endInSource(original, foldedEnd);
    while (text.charCodeAt(end - 1) >= 0xad && MARKS_AT_END.test(text.charAt(end - 1))) end -= 1;
    const previous = found.at(-1);
    if (
      previous &&
      DETACHED_PLURAL.has(form) &&
      match.index === previousEnd + 1 &&
      folded[previousEnd] === ' ' &&
      ENDS_IN_ARABIC_LETTER.test(previous.folded)
    ) {
      const joined = previous.folded + form;
      found[found.length - 1] = { start: previous.start, end, folded: joined, stem: stemWord(joined) };
    } else {
      found.push({ start: original[match.index] ?? 0, end, folded: form, stem: stemWord(form) });
    }
    previousEnd = foldedEnd;
  }
  return found;
}
