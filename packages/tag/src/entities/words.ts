import { foldText } from '@khabar/text';

/** A word as the matcher sees it: folded, cut at ZWNJ, with UTF-16 offsets into the source. */
export interface Word {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

const ZWNJ = 0x20_0c;

/** Words of a text in order. A ZWNJ ends a word, so that «طالبان‌ها» begins with the word «طالبان». */
export function words(text: string): Word[] {
  const { text: folded, original } = foldText(text);
  const cutsAtZwnj = text.includes('\u200C');
  const found: Word[] = [];
  const add = (from: number, to: number): void => {
    const start = original[from] ?? 0;
    found.push({
      folded: folded.slice(from, to),
      start,
      end: endOf(text, start, original[to] ?? text.length),
    });
  };
  for (const match of folded.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    let from = match.index;
    const to = from + match[0].length;
    if (cutsAtZwnj) {
      for (let at = from + 1; at < to; at += 1) {
        const here = original[at] ?? 0;
        if (here - (original[at - 1] ?? 0) > 1 && text.charCodeAt(here - 1) === ZWNJ) {
          add(from, at);
          from = at;
        }
      }
    }
    add(from, to);
  }
  return found;
}

/** The folding drops marks without a letter of their own; trailing ones that are no part of the word are given back. */
function endOf(text: string, start: number, end: number): number {
  let last = end;
  while (last > start + 1 && /[\s\p{P}\p{Cf}]/u.test(text.charAt(last - 1))) last -= 1;
  return last;
}
