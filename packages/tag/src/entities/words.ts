import { type FoldedText, foldText } from '@khabar/text';

/** A word as the matcher sees it: folded, cut at ZWNJ, with UTF-16 offsets into the source. */
export interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

const ZWNJ = 0x20_0c;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;

/** 1 for the UTF-16 units that belong to words; a table, since every letter of every text is asked. */
const IS_WORD = Uint8Array.from({ length: 0x1_00_00 }, (_, code) =>
  WORD_CHARACTER.test(String.fromCharCode(code)) ? 1 : 0,
);

/** Words of a text in order. A ZWNJ ends a word, so that «طالبان‌ها» begins with the word «طالبان». */
export function words(text: string, { text: folded, original }: FoldedText = foldText(text)): Word[] {
  const cutsAtZwnj = text.includes('\u200C');
  const found: Word[] = [];
  const add = (from: number, to: number): void => {
    const start = original[from] ?? 0;
    const end = original[to] ?? text.length;
    const isTight = end - (original[to - 1] ?? 0) === 1;
    found.push({ folded: folded.slice(from, to), start, end: isTight ? end : endOf(text, start, end) });
  };
  const isCut = (at: number): boolean => {
    const here = original[at] ?? 0;
    return here - (original[at - 1] ?? 0) > 1 && text.charCodeAt(here - 1) === ZWNJ;
  };
  let from = -1;
  for (let at = 0; at < folded.length; at += 1) {
    const isWord = IS_WORD[folded.charCodeAt(at)] === 1;
    if (from >= 0 && (!isWord || (cutsAtZwnj && isCut(at)))) {
      add(from, at);
      from = -1;
    }
    if (isWord && from < 0) from = at;
  }
  if (from >= 0) add(from, folded.length);
  return found;
}

/** The folding drops marks without a letter of their own; trailing ones that are no part of the word are given back. */
function endOf(text: string, start: number, end: number): number {
  let last = end;
  while (last > start + 1 && /[\s\p{P}\p{Cf}]/u.test(text.charAt(last - 1))) last -= 1;
  return last;
}
