import type { Quote } from '@khabar/article';
import { foldText } from '@khabar/text';

import { actorsBetween, firstActorIn, type SentenceView } from '../sentence/markers.ts';
import { wordFrom } from '../sentence/read-text.ts';
import { stateOfOfficials } from '../sentence/state-adjectives.ts';
import type { Word } from '../sentence/words.ts';
import type { Cue } from './chain.ts';
import { clauseStart, FAR } from './clause.ts';
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
      return speaker?.speakerId ?? (subject.kind === 'none' ? officialsAt(input.view, cue) : null);
    case 'unnamed':
      return null;
    case 'pronoun':
      break;
  }
  const meant =
    speaker?.speakerId ?? personBefore(input.view, cue.first) ?? antecedent(input.view, cue, context);
  return meant !== null && agrees(input.view, cue, meant) ? meant : null;
}

/** "Pakistani officials accused", «اتهمت السلطات الباكستانية»: whose officials are the subject of a cue, or null. */
function officialsAt(view: SentenceView, { first }: Cue): string | null {
  const isVerbFirst = view.grammar.grammar.order === 'vso';
  const before = stateOfOfficials(view, { from: clauseStart(view, first), to: first });
  if (before !== null || !isVerbFirst) return before;
  return stateOfOfficials(view, { from: first + 1, to: first + OFFICIALS_NEAR });
}

const OFFICIALS_NEAR = 4;
const AUTHOR_NEAR = 6;

/** "a proposal by the ministry to delist", «предложение МИД исключить»: the name right behind a noun that wants or refuses, or -1. */
export function authorOf(view: SentenceView, operator: Cue | undefined): number {
  if (operator === undefined || operator.entry.as !== 'op') return -1;
  const next = firstActorIn(view, operator.last + 1, operator.last + AUTHOR_NEAR);
  const { kind } = view.markers[next] ?? { kind: 'none' };
  const opening = view.words[operator.last + 1]?.folded ?? '';
  const isBy =
    view.grammar.kindOf.get(opening) === 'agent' || view.grammar.kindOf.get(opening) === 'genitive';
  return next >= 0 && isBy && (kind === 'agent' || kind === 'genitive') ? next : -1;
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

/** Words of a sentence among which a pronoun still means the one named in the sentence before. */
const OPENING = 4;

/** A pronoun that opens its sentence means the one named last; a later one may mean a noun of its own sentence. */
function antecedent(view: SentenceView, cue: Cue, { lastHolder }: Context): string | null {
  const pronoun = pronounBefore(view, cue.first);
  const opens = pronoun - view.start <= OPENING || actorsBetween(view, pronoun - FAR, pronoun).length > 0;
  return view.grammar.grammar.order !== 'svo' || opens ? lastHolder : null;
}

/** "they" is no single person, "he" nothing but a person. */
function agrees(view: SentenceView, cue: Cue, id: string): boolean {
  const pronoun = view.words[pronounBefore(view, cue.first)]?.folded ?? '';
  if (view.grammar.plural.has(pronoun)) return !id.startsWith('person:');
  return (
    !view.grammar.personal.has(pronoun) || view.grammar.grammar.order === 'sov' || id.startsWith('person:')
  );
}

function pronounBefore({ words, grammar }: SentenceView, at: number): number {
  for (let index = at - 1; index >= 0 && index > at - FAR; index -= 1)
    if (grammar.thirdPerson.has(words[index]?.folded ?? '')) return index;
  return -1;
}

/** "Although Kabulov …, he …": the last person named before in the sentence. */
function personBefore(view: SentenceView, at: number): string | null {
  const index = actorsBetween(view, at - 60, at).findLast(
    (one) => view.actors[one]?.id.startsWith('person:') === true,
  );
  return index === undefined ? null : (view.actors[index]?.id ?? null);
}
