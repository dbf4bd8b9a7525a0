import { sentences } from '@khabar/text';

import type { Marked } from '../schemas.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

/** About as much as a card shows. */
const WANTED = 260;
/** A sentence longer than this is shown from around its first mark. */
const LONGEST = 600;

/** The passage with the most marks, in whole sentences; without marks, the beginning. */
export function snippetOf(text: string, marks: readonly Span[]): Marked {
  const parts = sentences(text);
  if (parts.length === 0) return { text: '', marks: [] };
  const counts = parts.map(
    (part) => marks.filter((mark) => mark.start >= part.start && mark.end <= part.end).length,
  );
  const best = counts.indexOf(Math.max(...counts.slice(0, 5000), 0));
  const from = Math.max(best, 0);
  let first = parts[from]?.start ?? 0;
  let last = parts[from]?.end ?? text.length;
  for (let next = from + 1; next < parts.length && last - first < WANTED; next += 1) {
    const end = parts[next]?.end ?? last;
    if (end - first > LONGEST) break;
    last = end;
  }
  if (last - first > LONGEST) {
    const focus = marks.find((mark) => mark.start >= first && mark.end <= last)?.start ?? first;
    first = wordStart(text, Math.max(first, focus - WANTED / 2));
    last = wordStart(text, Math.min(last, first + LONGEST));
  }
  return slice(text, { start: first, end: last }, marks);
}

/** A piece of a text with the marks that lie in it, their offsets moved along. */
export function slice(text: string, piece: Span, marks: readonly Span[]): Marked {
  return {
    text: text.slice(piece.start, piece.end),
    marks: marks
      .filter((mark) => mark.start >= piece.start && mark.end <= piece.end)
      .map((mark) => ({ start: mark.start - piece.start, end: mark.end - piece.start })),
  };
}

function wordStart(text: string, offset: number): number {
  const space = text.indexOf(' ', offset);
  return space === -1 || space - offset > 40 ? offset : space + 1;
}
