import type { Quote, Stance } from '@khabar/article';

import { actorsBetween, type SentenceView } from '../sentence/markers.ts';
import type { Cue } from './chain.ts';
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

export function draft(
  input: Omit<Draft, 'holder' | 'polarity'> & { holder: string | null; polarity: number },
): Draft[] {
  if (input.holder === null || input.holder === input.target || input.target === '') return [];
  return [{ ...input, holder: input.holder, polarity: sign(input.polarity) }];
}

export function targetId(view: SentenceView, actor: number, { entry }: Cue): string {
  const id = view.actors[actor]?.id ?? '';
  if (entry.topic === undefined) return id;
  if (id === 'org:taliban' || id === 'country:afghanistan' || id === 'place:kabul')
    return `topic:taliban-${entry.topic}`;
  return id;
}

export function pronounTarget(view: SentenceView, cue: Cue, holder: number): number[] {
  const end = clauseEnd(view, cue.last);
  const before = Math.max(0, cue.first - 2);
  const has = [
    ...view.words.slice(before, cue.first),
    ...view.words.slice(cue.last + 1, Math.min(end, cue.last + 7)),
  ].some(({ folded }) => view.grammar.objectPronouns.has(folded));
  if (!has) return [];
  const holderName = view.actors[holder]?.id;
  const index = actorsBetween(view, cue.first - 60, cue.first).findLast((at) => {
    const id = view.actors[at]?.id ?? '';
    const kind = view.markers[at]?.kind ?? 'none';
    if (at === holder || id === holderName || kind === 'place' || kind === 'circumstance') return false;
    return /^(?:org|country|person):/u.test(id);
  });
  return index === undefined ? [] : [index];
}
