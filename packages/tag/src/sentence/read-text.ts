import type { Mention } from '@khabar/article';
import { type FoldedText, sentences, type Sentence } from '@khabar/text';

import type { Grammar } from './grammar.ts';
import { readActors, readWords, type Actor, type Word } from './words.ts';

/** A sentence as words and the names among them. */
export interface ReadSentence {
  readonly span: Sentence;
  readonly words: readonly Word[];
  readonly actors: readonly Actor[];
}

/** Reads a text once, for quotes and stances alike. `mentions` are those of this text, in order. */
export function readText(
  text: string,
  mentions: readonly Mention[],
  { grammar, folded }: { readonly grammar: Grammar; readonly folded?: FoldedText },
): ReadSentence[] {
  const words = readWords(text, grammar, folded);
  const read: ReadSentence[] = [];
  let from = 0;
  let firstMention = 0;
  for (const span of sentences(text)) {
    while (from < words.length && (words[from]?.end ?? 0) <= span.start) from += 1;
    let to = from;
    while (to < words.length && (words[to]?.start ?? 0) < span.end) to += 1;
    while (firstMention < mentions.length && (mentions[firstMention]?.end ?? 0) <= span.start)
      firstMention += 1;
    let last = firstMention;
    while (last < mentions.length && (mentions[last]?.start ?? 0) < span.end) last += 1;
    const own = words.slice(from, to);
    read.push({ span, words: own, actors: readActors(own, mentions.slice(firstMention, last), text) });
    from = to;
  }
  return read;
}

/** Index of the first word that starts at or after an offset (binary search). */
export function wordFrom(words: readonly Word[], offset: number): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
