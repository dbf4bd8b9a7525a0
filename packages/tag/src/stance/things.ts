import { actorsBetween, type SentenceView } from '../sentence/markers.ts';
import type { Cue } from './chain.ts';
import { clauseEnd, clauseStart } from './clause.ts';

/** Whose thing it is: the one it is given to or done to (`undergoer`), the one it comes from (`doer`); actor indices or -1. */
export interface ThingRoles {
  readonly undergoer: number;
  readonly doer: number;
}

const REACH = 8;
const POSSESSIVE = /^['’]s?(?![\p{L}\p{N}])/u;

/** Finds the names that hang on a noun such as "recognition", "sanctions", "accusations". */
export function thingRoles(view: SentenceView, cue: Cue, text: string): ThingRoles {
  const { order } = view.grammar.grammar;
  const before = owner(view, cue, text);
  const further = before.role === 'doer' && order === 'sov' ? markedBefore(view, cue, before.actor) : -1;
  const after = order === 'sov' && postposedOwner(view) ? [] : dependents(view, cue);
  const wished = cue.entry.target?.split('|') ?? [];
  let undergoer = -1;
  let doer = before.role === 'doer' ? before.actor : -1;
  if (before.role === 'undergoer') undergoer = before.actor;
  if (further >= 0) undergoer = further;
  for (const index of after) {
    const role = roleOf(view, index, { cue, wished });
    if (role === 'undergoer' && undergoer < 0) undergoer = index;
    // "cooperation of Russia with the Taliban", «دادن کرسی افغانستان به طالبان»: a preposition marks it better than a genitive.
    else if (
      role === 'undergoer' &&
      doer < 0 &&
      directlyAttached(view, undergoer, cue) &&
      view.markers[index]?.kind === 'preposition' &&
      !crossesVerb(view, cue.last + 1, view.actors[index]?.first ?? 0)
    ) {
      doer = undergoer;
      undergoer = index;
    }
    if (role === 'doer' && doer < 0) doer = index;
  }
  return { undergoer, doer };
}

function roleOf(
  view: SentenceView,
  index: number,
  { cue, wished }: { cue: Cue; wished: readonly string[] },
): 'undergoer' | 'doer' | 'none' {
  const marker = view.markers[index] ?? { kind: 'none', word: '' };
  if (marker.kind === 'apposed' || view.actors[index]?.id.startsWith('place:') === true) return 'none';
  if (marker.kind === 'agent') return 'doer';
  if (marker.kind === 'circumstance') return 'none';
  const direct = directlyAttached(view, index, cue);
  if (direct) {
    if (wished.includes('=')) return 'undergoer';
    return cue.entry.polarity > 0 ? 'undergoer' : 'doer';
  }
  if (marker.kind === 'place') return 'none';
  if (marker.kind === 'preposition' || marker.kind === 'genitive') {
    if (wished.length === 0 || wished.includes(marker.word) || wished.includes('=')) return 'undergoer';
    // "the claims of the army": whose they are.
    return marker.kind === 'genitive' && cue.entry.polarity < 0 ? 'doer' : 'none';
  }
  return marker.kind === 'object' ? 'undergoer' : 'none';
}

/** No preposition between the noun and the name: a genitive (Russian), an ezafe (Persian), an idafa (Arabic). */
function directlyAttached(
  { words, actors, grammar, actorAt }: SentenceView,
  index: number,
  cue: Cue,
): boolean {
  const actor = actors[index];
  if (actor === undefined || (actor.prefix !== '' && actor.prefix !== 'ال')) return false;
  if (grammar.grammar.order === 'svo' && grammar.kindOf.get('of') === 'genitive') return false;
  const from = cue.last < actor.first ? cue.last + 1 : actor.last + 1;
  const to = cue.last < actor.first ? actor.first : cue.first;
  if (to - from > 3) return false;
  for (let at = from; at < to; at += 1) {
    const word = words[at];
    if (word === undefined || word.mark === ',' || word.mark === '،') return false;
    if ((actorAt[at] ?? -1) >= 0 && actorAt[at] !== index) return false;
    const kind = grammar.kindOf.get(word.folded);
    if (kind !== undefined && kind !== 'genitive') return false;
  }
  return true;
}

function owner(
  view: SentenceView,
  cue: Cue,
  text: string,
): { actor: number; role: 'doer' | 'undergoer' | 'none' } {
  const { actors, words, grammar } = view;
  const none = { actor: -1, role: 'none' } as const;
  if (grammar.grammar.order === 'sov') return postposed(view, cue);
  if (grammar.kindOf.get('of') !== 'genitive') return none;
  const index = actorsBetween(view, cue.first - 16, cue.first).at(-1) ?? -1;
  const actor = actors[index];
  if (actor === undefined || cue.first - actor.last > 3) return none;
  if (
    words
      .slice(actor.last + 1, cue.first)
      .some(({ mark, folded }) => mark === ',' || grammar.kindOf.has(folded))
  )
    return none;
  const anti = words[actor.first - 1]?.folded === 'anti' || actor.prefix.startsWith('anti');
  const possessive = POSSESSIVE.test(text.slice(actor.mention.end, actor.mention.end + 3));
  if (!possessive && cue.first - actor.last > 1) return none;
  const isSuffered = cue.entry.target?.split('|').includes('=') === true && cue.entry.polarity < 0;
  if (anti || isSuffered || cue.entry.topic !== undefined) return { actor: index, role: 'undergoer' };
  return { actor: index, role: possessive || cue.entry.polarity < 0 ? 'doer' : 'undergoer' };
}

/** Pashto: «د تاجکستان تورونه», «له طالبانو سره اړیکې»: what belongs to the noun stands before it. */
function postposed(view: SentenceView, cue: Cue): { actor: number; role: 'doer' | 'undergoer' | 'none' } {
  const start = Math.max(cue.first - 12, clauseStart(view, cue.first));
  const near = actorsBetween(view, start, cue.first).at(-1) ?? -1;
  const isMarked = view.markers[near]?.kind === 'preposition';
  const index = cue.first - (view.actors[near]?.last ?? -9) <= (isMarked ? 6 : 4) ? near : -1;
  const marker = view.markers[index];
  if (marker === undefined || !postposedOwner(view)) return { actor: -1, role: 'none' };
  const wished = cue.entry.target?.split('|') ?? [];
  if (marker.kind === 'agent') return { actor: index, role: 'doer' };
  if (marker.kind === 'place' || marker.kind === 'circumstance') return { actor: -1, role: 'none' };
  if (marker.kind === 'genitive') {
    const other = markedBefore(view, cue, index);
    const undergoer = other < 0 && (wished.includes('=') || cue.entry.polarity > 0);
    return { actor: index, role: undergoer ? 'undergoer' : 'doer' };
  }
  if (marker.kind === 'none')
    return { actor: index, role: cue.entry.topic === undefined ? 'none' : 'undergoer' };
  return { actor: index, role: 'undergoer' };
}

/** «پر طالبانو د لوېدیځ بندیزونه»: before the doer stands the one it is done to. */
function markedBefore(view: SentenceView, cue: Cue, doer: number): number {
  const actor = view.actors[doer - 1];
  const isMarked = view.markers[doer - 1]?.kind === 'preposition';
  return actor !== undefined && isMarked && cue.first - actor.last <= 8 ? doer - 1 : -1;
}

function crossesVerb({ isVerb }: SentenceView, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) if (isVerb(at)) return true;
  return false;
}

/** Languages whose genitive stands before the noun («د … »). */
function postposedOwner({ grammar }: SentenceView): boolean {
  return grammar.kindOf.get('د') === 'genitive';
}

function dependents(view: SentenceView, cue: Cue): number[] {
  const end = Math.min(clauseEnd(view, cue.last), cue.last + REACH + 1);
  const found: number[] = [];
  for (let at = cue.first + 1; at < end; at += 1) {
    const index = view.actorAt[at] ?? -1;
    const actor = view.actors[index];
    if (actor === undefined) continue;
    at = actor.last;
    if (crossesVerb(view, cue.last + 1, actor.first)) break;
    const between = view.words.slice(cue.last + 1, actor.first);
    if (between.some(({ mark }) => mark === ',' || mark === '،' || mark === '(')) continue;
    found.push(index);
  }
  return found.slice(0, 3);
}
