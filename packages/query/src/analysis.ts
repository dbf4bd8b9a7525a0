import { foldText, tokens } from '@khabar/text';

import { isWithinDistance } from './spelling-distance.ts';

/** Stems of the words of a query text: what `term` and `phrase` compare. */
export function stemsOf(text: string): string[] {
  return tokens(text).map((token) => token.stem);
}

/** Folded words of a query text: what `exact`, `author` and `url` compare first. */
export function formsOf(text: string): string[] {
  return tokens(text).map((token) => token.folded);
}

/** Letters before the first wildcard, folded. */
export function wildcardPrefix(pattern: string): string {
  return foldText(/^[^*?]*/.exec(pattern)?.[0] ?? '').text;
}

/** Is it a word's beginning alone: `talib*`? Then a prefix look-up answers it. */
export function isPrefixPattern(pattern: string): boolean {
  return /^[^*?]*\*$/.test(pattern);
}

/** Does a word fit a pattern of `*` and `?`? Time is at most the product of their lengths. */
export function fitsWildcard(pattern: string, word: string): boolean {
  const p = Array.from(pattern);
  const w = Array.from(word);
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let afterStar = 0;
  while (at < w.length) {
    if (p[inPattern] === '*') {
      star = inPattern;
      afterStar = at;
      inPattern += 1;
    } else if (inPattern < p.length && (p[inPattern] === '?' || p[inPattern] === w[at])) {
      at += 1;
      inPattern += 1;
    } else if (star >= 0) {
      afterStar += 1;
      at = afterStar;
      inPattern = star + 1;
    } else return false;
  }
  while (p[inPattern] === '*') inPattern += 1;
  return inPattern === p.length;
}

/** Is a word a spelling of the folded query word: same first letter, at most `distance` letters apart? */
export function isSpelling(query: string, word: string, distance: number): boolean {
  return query[0] === word[0] && isWithinDistance(query, word, distance);
}
