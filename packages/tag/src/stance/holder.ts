import type { Quote } from '@khabar/article';
import { foldText } from '@khabar/text';

import { actorsBetween, type SentenceView } from '../sentence/markers.ts';
import { wordFrom } from '../sentence/read-text.ts';
import type { Word } from '../sentence/words.ts';
import type { Cue } from './chain.ts';
import { clauseStart } from './clause.ts';
import type { Context, Sentence } from './draft.ts';
import { findSubject, type Subject } from './subject.ts';

/** For each word of a sentence the innermost quote in which it stands. */
export function quotesByWord(words: readonly Word[], quotes: readonly Quote[]): (Quote | null)[] {
  const inner: (Quote | null)[] = Array.from(words, () => null);
  const longestFirst = quotes.toSorted((a, b) => b.end - b.start - (a.end - a.start));
  for (const quote of longestFirst) {
    inner.fill(quote, wordFrom(words, quote.start), wordFrom(words, quote.end));
  }
  return inner;
}

export function holderId(
  subject: Subject,
  cue: Cue,
  { input, context }: { input: Sentence; context: Context },
): string | null {
  // «ندين»: a verb in the first person has its subject in its form.
  if (cue.entry.first === true) return input.quoteAt[cue.first]?.speakerId ?? null;
  const speaker = input.quoteAt[cue.first] ?? null;
  switch (subject.kind) {
    case 'actor':
      return input.view.actors[subject.actor]?.id ?? null;
    case 'critics':
      return 'critics';
    case 'speaker':
    case 'none':
      if (speaker !== null && isCritic(input.view, speaker.speaker)) return 'critics';
      return speaker?.speakerId ?? null;
    case 'pronoun':
      break;
  }
  return speaker?.speakerId ?? personBefore(input.view, cue.first) ?? context.lastHolder;
}

export function outerHolder({ view, quoteAt }: Sentence, cue: Cue): string | null {
  const speaker = quoteAt[cue.first] ?? null;
  if (speaker !== null) return speaker.speakerId;
  const outer = findSubject(view, clauseStart(view, cue.first) - 1, new Set());
  return outer.kind === 'actor' ? (view.actors[outer.actor]?.id ?? null) : null;
}

export function isCritic({ grammar }: SentenceView, speaker: string | null): boolean {
  return speaker !== null && grammar.critics.has(foldText(speaker).text);
}

/** "Although Kabulov …, he …": the last person named before in the sentence. */
function personBefore(view: SentenceView, at: number): string | null {
  const index = actorsBetween(view, at - 60, at).findLast(
    (one) => view.actors[one]?.id.startsWith('person:') === true,
  );
  return index === undefined ? null : (view.actors[index]?.id ?? null);
}
