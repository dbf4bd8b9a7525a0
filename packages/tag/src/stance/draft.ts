import type { Quote, Stance } from '@khabar/article';

import { actorsBetween, type SentenceView } from '../sentence/markers.ts';
import { isPossessive } from '../sentence/words.ts';
import type { Cue } from './chain.ts';
import { claimTopic, isOwnClaim, isRulerAndState } from './claims.ts';
import { clauseEnd } from './clause.ts';
import type { Field } from './find-stances.ts';

/** A stance, and how sure and specific the rule was. */
export interface Claim {
  readonly stance: Stance;
  readonly weight: number;
}

export interface Sentence {
  readonly view: SentenceView;
  readonly cues: readonly Cue[];
  readonly negated: ReadonlySet<number>;
  readonly sentence: { readonly start: number; readonly end: number };
  /** For each word the innermost quote, direct or indirect, in which it stands. */
  readonly quoteAt: readonly (Quote | null)[];
}

export interface Context {
  readonly field: Field;
  /** Whom a pronoun means that has no name before it in its sentence. */
  readonly lastHolder: string | null;
}

export interface Spent {
  /** Cues that say nothing of their own: they stand in what is denied. */
  readonly silent: ReadonlySet<number>;
  /** Acts that only govern a thing: "condemned the sanctions". */
  readonly governing: ReadonlySet<number>;
}

export interface Working {
  readonly context: Context;
  readonly used: ReadonlySet<number>;
  readonly spent: Spent;
}

export interface Draft {
  readonly holder: string;
  readonly target: string;
  readonly targetActor: number;
  readonly polarity: 1 | 0 | -1;
  readonly strength: number;
  readonly cues: readonly number[];
  readonly effects: readonly string[];
  readonly holderActor: number;
  readonly weight: number;
}

export function sign(value: number): 1 | 0 | -1 {
  if (value === 0) return 0;
  return value > 0 ? 1 : -1;
}

/** Strength from which on a cue blames openly: "accused", "condemned". */
const OPEN_BLAME = 0.8;

export function draft(
  input: Omit<Draft, 'holder' | 'polarity'> & { holder: string | null; polarity: number },
): Draft[] {
  if (input.holder === null || input.holder === input.target || input.target === '') return [];
  if (input.holder.startsWith('place:') || input.target.startsWith('place:')) return [];
  // A state as the victim of its rulers is no party of its own: only open blame counts.
  if (isRulerAndState(input.holder, input.target) && (input.polarity > 0 || input.strength < OPEN_BLAME))
    return [];
  // Nobody refuses his own recognition; such a reading has mistaken who refuses it to him.
  if (isOwnClaim(input.holder, input.target) && input.polarity < 0) return [];
  return [{ ...input, holder: input.holder, polarity: sign(input.polarity) }];
}

export function targetId(view: SentenceView, actor: number, { entry }: Cue): string {
  const id = view.actors[actor]?.id ?? '';
  if (entry.topic === undefined || isOfItsPower(view, actor, entry.as)) return id;
  return claimTopic(id, entry.topic) ?? id;
}

/** Whether an actor may be what a cue speaks of: nothing outside a quote is, and never the one who speaks. */
export function isWithinSpeech({ view, quoteAt }: Sentence, cue: Cue, actor: number): boolean {
  const quote = quoteAt[cue.first] ?? null;
  const mention = view.actors[actor]?.mention;
  if (quote === null || mention === undefined) return true;
  const { speakerSpan } = quote;
  if (speakerSpan !== null && mention.start < speakerSpan.end && mention.end > speakerSpan.start)
    return false;
  if (quote.kind === 'partial') return true;
  return mention.end <= quote.start ? !isQuoted(quote) : mention.start < quote.end;
}

/** An indirect quote may begin after its first words: «талибы, заявил он, …». */
function isQuoted({ kind }: Quote): boolean {
  return kind === 'direct';
}

/** Sign of a cue towards an actor: what is good turns bad where the name is tied to it by "against". */
export function polarityTowards(
  view: SentenceView,
  actor: number,
  { cue, sign: own }: { readonly cue: Cue; readonly sign: number },
): number {
  const marker = view.markers[actor]?.word ?? '';
  const first = view.actors[actor]?.first ?? 0;
  // «возразил против участия талибов»: the preposition is the operator's where it stands before the noun.
  const isOwn =
    first < cue.first ||
    view.words
      .slice(cue.last, first)
      .some(({ folded }) => marker === folded || marker.startsWith(`${folded} `));
  const turns = view.grammar.adverse.has(marker) && cue.entry.polarity > 0 && isOwn;
  return cue.entry.polarity * own * (turns ? -1 : 1);
}

/** "recognises the Taliban’s control as a reality": their power, not their government, is recognised. */
function isOfItsPower({ words, actors, grammar }: SentenceView, actor: number, as: string): boolean {
  const last = actors[actor]?.last ?? 0;
  if (as !== 'act' || grammar.grammar.rulers.length === 0) return false;
  const next = words.slice(last + 1, last + 4).find(({ folded }) => folded.length > 1);
  const name = actors[actor];
  return (
    name !== undefined &&
    isPossessive(words, name) &&
    next !== undefined &&
    !grammar.grammar.rulers.includes(next.folded)
  );
}

export function pronounTarget(view: SentenceView, cue: Cue, holder: number): number[] {
  const end = clauseEnd(view, cue.last);
  const before = Math.max(0, cue.first - 2);
  const has = [
    ...view.words.slice(before, cue.first),
    ...view.words.slice(cue.last + 1, Math.min(end, cue.last + 7)),
  ].some(
    ({ folded }, at, near) =>
      view.grammar.objectPronouns.has(folded) ||
      view.grammar.objectPronouns.has(`${folded} ${near[at + 1]?.folded ?? ''}`),
  );
  const isRightBehind = view.grammar.grammar.objectRightBehind.includes(
    view.words[cue.last + 1]?.folded ?? '-',
  );
  if (!has && !isRightBehind && cue.entry.suffixed !== true) return [];
  const holderName = view.actors[holder]?.id;
  const index = actorsBetween(view, cue.first - 60, cue.first).findLast((at) => {
    const id = view.actors[at]?.id ?? '';
    const kind = view.markers[at]?.kind ?? 'none';
    if (at === holder || id === holderName || kind === 'place' || kind === 'circumstance') return false;
    return /^(?:org|country|person):/u.test(id);
  });
  return index === undefined ? [] : [index];
}
