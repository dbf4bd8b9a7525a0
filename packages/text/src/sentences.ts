import { ABBREVIATIONS, SENTENCE_STARTERS } from './abbreviations.ts';

/** UTF-16 offsets of one sentence, without surrounding white space. */
export interface Sentence {
  readonly start: number;
  readonly end: number;
}

// Terminators with the closing marks that belong to the sentence they end.
const END = /[.!?…؟۔!?。।]+["'”’»)\]›]*/gu;
const ALWAYS_ENDS = /[؟۔。।]/u;
const OPENING = /^[\s"'“‘«„([‹–—―-]*/u;
const WORD_AFTER = /^[\p{L}\p{N}]+/u;
const INITIALS = /^(?:\p{L}\.)+\p{L}$/u;
const WORD_BEFORE = /[\p{L}\p{N}.'’-]+$/u;
const ENDS_IN_ARABIC = /\p{Script=Arabic}{2}$/u;
const STARTS_IN_ARABIC = /^\p{Script=Arabic}{2}/u;
const LONGEST_WORD = 40;

/** Does a lone full stop after `before` belong to the word: abbreviation, initial, list number? */
function stopBelongsToWord(before: string, after: string, atLineStart: boolean): boolean {
  const folded = before.toLowerCase();
  const next = WORD_AFTER.exec(after)?.[0] ?? '';
  const startsSentence = SENTENCE_STARTERS.has(next.toLowerCase()) && next !== next.toLowerCase();
  if (INITIALS.test(before)) return !startsSentence;
  if (/^\p{L}$/u.test(before)) return /^\p{Lu}$/u.test(before) || ABBREVIATIONS.has(folded);
  if (/^\d+$/.test(before)) return atLineStart;
  return ABBREVIATIONS.has(folded) && !(startsSentence && folded === 'etc');
}

/** Does the mark at `at` end a sentence of this line? */
function endsSentence(line: string, at: number, mark: string): boolean {
  const end = at + mark.length;
  if (end >= line.length) return true;
  const following = line.slice(end, end + LONGEST_WORD);
  if (!/^\s/u.test(following) && !ALWAYS_ENDS.test(mark)) {
    // Persian pages often leave the space out: «است.وی».
    return (
      mark === '.' &&
      ENDS_IN_ARABIC.test(line.slice(Math.max(0, at - 2), at)) &&
      STARTS_IN_ARABIC.test(following)
    );
  }
  const after = following.replace(OPENING, '');
  if (/^\p{Ll}/u.test(after)) return false;
  if (!mark.startsWith('.') || mark.startsWith('..')) return true;
  const before = WORD_BEFORE.exec(line.slice(Math.max(0, at - LONGEST_WORD), at))?.[0] ?? '';
  const isFirstWord = at - before.length === line.length - line.trimStart().length;
  return !stopBelongsToWord(before, after, isFirstWord);
}

function trimmed(line: string, start: number, end: number): Sentence {
  const part = line.slice(start, end);
  const from = start + part.length - part.trimStart().length;
  return { start: from, end: Math.max(from, start + part.trimEnd().length) };
}

function sentencesOfLine(line: string): Sentence[] {
  const found: Sentence[] = [];
  let start = 0;
  for (const match of line.matchAll(END)) {
    if (!endsSentence(line, match.index, match[0])) continue;
    const end = match.index + match[0].length;
    found.push(trimmed(line, start, end));
    start = end;
  }
  found.push(trimmed(line, start, line.length));
  return found.filter((sentence) => sentence.end > sentence.start);
}

/** Sentences of a text in order; never crosses a line feed. Abbreviations, initials, decimals and closing quotation marks do not end one. */
export function sentences(text: string): Sentence[] {
  const found: Sentence[] = [];
  let lineStart = 0;
  for (const line of text.split('\n')) {
    for (const { start, end } of sentencesOfLine(line))
      found.push({ start: lineStart + start, end: lineStart + end });
    lineStart += line.length + 1;
  }
  return found;
}
