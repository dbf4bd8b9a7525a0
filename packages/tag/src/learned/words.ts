import type { Span } from '@khabar/article';

/** Runs of letters, marks, digits and joiners; every other sign is a word of its own. As in training/khabar_training/words.py. */
const WORD = /[\p{L}\p{M}\p{N}_\u200C\u200D]+|[^\s\u200B\uFEFF]/gu;

/** Words as the name tagger counts them. */
export function wordsOf(text: string): Span[] {
  return Array.from(text.matchAll(WORD), ({ index, 0: word }) => ({
    start: index,
    end: index + word.length,
  }));
}

/** Offsets of tokens, of which the first and the last stand for the begin and end of the text. */
export interface TokenOffsets {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** For each word the token that covers its first letter; words behind the last token are left out. */
export function firstTokens(words: readonly Span[], { ends }: TokenOffsets): number[] {
  const found: number[] = [];
  const last = ends.length - 1;
  let token = 1;
  for (const { start } of words) {
    while (token < last && (ends[token] ?? 0) <= start) token += 1;
    if (token >= last) break;
    found.push(token);
  }
  return found;
}

/** Tokens of each word: from its first to before that of the next word, and at least one. */
export function tokenRanges(first: readonly number[], tokenCount: number): Span[] {
  return first.map((start, at) => ({ start, end: Math.max(start + 1, first[at + 1] ?? tokenCount - 1) }));
}

/** 1 at the tokens that a span touches; at the begin of the text where it touches none. */
export function placesOf(span: Span, { starts, ends }: TokenOffsets): Float32Array {
  const places = Float32Array.from(starts, (start, at) => {
    const end = ends[at] ?? 0;
    return start < span.end && end > span.start ? 1 : 0;
  });
  if (!places.includes(1)) places[0] = 1;
  return places;
}

/** The same places and `reach` tokens on both sides. */
export function nearOf(places: Float32Array, reach: number): Float32Array {
  return places.map((_, at) =>
    places.subarray(Math.max(0, at - reach), at + reach + 1).includes(1) ? 1 : 0,
  );
}
