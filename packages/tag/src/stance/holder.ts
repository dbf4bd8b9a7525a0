import type { Quote } from '@khabar/article';
import { foldText } from '@khabar/text';

import type { SentenceView } from '../sentence/markers.ts';
import type { Cue } from './chain.ts';
import { clauseStart } from './clause.ts';
import type { Context, Sentence } from './draft.ts';
import { findSubject, type Subject } from './subject.ts';

export function speakerAt(quotes: readonly Quote[], offset: number): Quote | null {
  let best: Quote | null = null;
  for (const quote of quotes) {
    if (quote.start > offset || quote.end <= offset) continue;
    if (best === null || quote.end - quote.start < best.end - best.start) best = quote;
  }
  return best;
}

export function holderId(
  subject: Subject,
  cue: Cue,
  { input, context }: { input: Sentence; context: Context },
): string | null {
  // «ندين»: a verb in the first person has its subject in its form.
  if (cue.entry.first === true)
    return speakerAt(context.field.quotes, input.view.words[cue.first]?.start ?? 0)?.speakerId ?? null;
  const speaker = speakerAt(context.field.quotes, input.view.words[cue.first]?.start ?? 0);
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

export function outerHolder(view: SentenceView, cue: Cue, { field }: Context): string | null {
  const speaker = speakerAt(field.quotes, view.words[cue.first]?.start ?? 0);
  if (speaker !== null) return speaker.speakerId;
  const outer = findSubject(view, clauseStart(view, cue.first) - 1, new Set());
  return outer.kind === 'actor' ? (view.actors[outer.actor]?.id ?? null) : null;
}

export function isCritic({ grammar }: SentenceView, speaker: string | null): boolean {
  return speaker !== null && grammar.critics.has(foldText(speaker).text);
}

/** "Although Kabulov …, he …": the last person named before in the sentence. */
function personBefore({ actors }: SentenceView, at: number): string | null {
  return actors.findLast(({ id, last }) => id.startsWith('person:') && last < at)?.id ?? null;
}
