import { actorsBetween, firstActorIn, type SentenceView } from '../sentence/markers.ts';
import { actorBefore, BREAK, clauseEnd, clauseStart } from './clause.ts';

export interface TargetWish {
  /** Words that mark the target, empty: word order decides. */
  readonly markers: readonly string[];
  readonly holder: number;
  readonly passive: boolean;
  /** Index of the last word of the cue. */
  readonly last?: number;
}

/** Actors that a cue's act is done to (indices); several where names are coordinated. */
export function findTargets(
  view: SentenceView,
  cue: { readonly first: number; readonly last: number },
  wish: TargetWish,
): number[] {
  const own = { ...wish, last: cue.last };
  const found =
    view.grammar.grammar.order === 'sov' ? targetInSov(view, cue, own) : targetAfter(view, cue, own);
  return found < 0 ? [] : withCoordinated(view, found, own);
}

function canBeTarget(
  { words, ...view }: SentenceView,
  index: number,
  { markers, holder, passive, last = -1 }: TargetWish,
): boolean {
  const marker = view.markers[index];
  if (marker === undefined || index === holder || marker.kind === 'apposed') return false;
  if (view.actors[index]?.id.startsWith('place:') === true) return false;
  const holderId = view.actors[holder]?.id;
  if (holderId !== undefined && view.actors[index]?.id === holderId) return false;
  if (markers.length > 0) return markers.includes(marker.word);
  // "frustration at the Taliban": the preposition belongs to the cue.
  const isOfCue = words[last]?.folded === marker.word;
  if (!isOfCue && (marker.kind === 'place' || marker.kind === 'circumstance')) return false;
  return !(passive && marker.kind === 'agent');
}

function targetAfter(
  view: SentenceView,
  cue: { readonly first: number; readonly last: number },
  wish: TargetWish,
): number {
  const { words, grammar, actorAt } = view;
  for (let at = cue.first + 1; at < words.length && at < cue.first + 40; at += 1) {
    const word = words[at];
    if (word === undefined || BREAK.has(word.mark)) break;
    if (
      at > cue.last &&
      (grammar.but.has(word.folded) || grammar.that.has(word.folded) || isRelativeClause(view, at))
    )
      break;
    if (at > cue.last && isNextVerb(view, at)) break;
    const index = actorAt[at] ?? -1;
    if (index < 0) continue;
    at = view.actors[index]?.last ?? at;
    if (canBeTarget(view, index, wish)) return index;
    if (index !== wish.holder && view.markers[index]?.kind === 'none') break;
  }
  return antecedentOf(view, cue.first, wish);
}

/** "welcomed the decision and said", «ورحبت بالخطوة، واعتبرتها»: a further verb has objects of its own. */
function isNextVerb({ words, grammar, isVerb }: SentenceView, at: number): boolean {
  const before = words[at - 1];
  if (grammar.grammar.order === 'vso')
    return before?.mark === '،' && /^و./u.test(words[at]?.folded ?? '') && words[at]?.folded !== 'و';
  if (!isVerb(at) || before === undefined) return false;
  return grammar.and.has(before.folded) || before.mark === ',' || grammar.not.has(before.folded);
}

/** «الإعدامات التي نفذتها طالبان»: a relative clause that only names the doer goes on with the phrase. */
function isRelativeClause({ words, grammar }: SentenceView, at: number): boolean {
  if (!grammar.relative.has(words[at]?.folded ?? '')) return false;
  return grammar.kindOf.get(words[at + 1]?.folded ?? '') !== 'agent';
}

/** "ISIS, which Moscow designates …": the target stands before the relative pronoun. */
function antecedentOf(view: SentenceView, at: number, wish: TargetWish): number {
  const holder = view.actors[wish.holder];
  if (holder === undefined || holder.last > at) return -1;
  let opening = holder.first - 1;
  while (view.grammar.determiners.has(view.words[opening]?.folded ?? '')) opening -= 1;
  const before = view.words[opening];
  if (before === undefined) return -1;
  if (view.grammar.relative.has(before.folded)) {
    const index = actorBefore(view, opening);
    return index >= 0 && canBeTarget(view, index, { ...wish, markers: [] }) ? index : -1;
  }
  if (!view.grammar.step.has(before.folded)) return -1;
  // "Uzbekistan removed …, a step Russia hailed": who took the step.
  return actorsBetween(view, holder.first - 40, holder.first).find((index) => index !== wish.holder) ?? -1;
}

function targetInSov(
  view: SentenceView,
  cue: { readonly first: number; readonly last: number },
  wish: TargetWish,
): number {
  if (wish.markers.length === 0 && isFilled(view, cue)) return -1;
  const start = clauseStart(view, cue.first);
  const end = clauseEnd(view, cue.last);
  const next = markedAfter(view, cue, wish);
  if (next !== null) return next;
  const fits = actorsBetween(view, start, end).flatMap((index) => {
    const actor = view.actors[index];
    return actor !== undefined && canBeTarget(view, index, wish) ? [{ actor, index }] : [];
  });
  const before = fits.filter(({ actor }) => actor.last < cue.last);
  const kindIs = (kind: string) => before.find(({ index }) => view.markers[index]?.kind === kind);
  const best =
    kindIs('object') ??
    kindIs('preposition') ??
    before.findLast(({ index }) => view.markers[index]?.kind === 'none') ??
    before.at(-1) ??
    fits.find(({ actor }) => actor.first > cue.first);
  return best?.index ?? -1;
}

const FILLED_REACH = 4;

/** «از این مبارزه پشتیبانی می‌کند»: the place of the object is taken by what is no name. */
function isFilled({ words, grammar, actorAt }: SentenceView, cue: { readonly first: number }): boolean {
  for (let at = cue.first - 1; at > cue.first - FILLED_REACH && at > 0; at -= 1) {
    const word = words[at];
    if (word === undefined || word.mark !== '' || (actorAt[at] ?? -1) >= 0) return false;
    if (grammar.determiners.has(word.folded))
      return grammar.kindOf.get(words[at - 1]?.folded ?? '') === 'preposition';
  }
  return false;
}

/** «حمایت از طالبان», «مبارزه با داعش»: a noun whose preposition follows has its target right behind; null: no such preposition. */
function markedAfter(view: SentenceView, cue: { readonly last: number }, wish: TargetWish): number | null {
  const isPreposition = (at: number): boolean =>
    view.grammar.kindOf.get(view.words[at]?.folded ?? '') === 'preposition';
  const closed = isPreposition(cue.last);
  if (!closed && !isPreposition(cue.last + 1)) return null;
  const index = firstActorIn(view, cue.last + 1, cue.last + 5);
  if (index >= 0 && canBeTarget(view, index, wish)) return index;
  return closed ? -1 : null;
}

function withCoordinated(view: SentenceView, first: number, wish: TargetWish): number[] {
  const found = [first];
  for (let next = first + 1; next < view.actors.length; next += 1) {
    const last = view.actors[next - 1];
    const actor = view.actors[next];
    if (last === undefined || actor === undefined || next === wish.holder) break;
    const between = view.words.slice(last.last + 1, actor.first);
    const joined =
      between.length > 0 &&
      between.length <= 3 &&
      between.every(
        ({ folded, mark }) =>
          mark === ',' ||
          mark === '،' ||
          view.grammar.and.has(folded) ||
          view.grammar.determiners.has(folded),
      );
    const joins = between.some(({ folded }) => view.grammar.and.has(folded)) || actor.prefix === 'و';
    // "praised A, and B criticised …": B has a verb of its own.
    const verbNext =
      view.grammar.grammar.order !== 'sov' && (view.isVerb(actor.last + 1) || view.isVerb(actor.last + 2));
    if (verbNext) break;
    if (!(joined || (between.length === 0 && actor.prefix === 'و')) || !joins) break;
    found.push(next);
  }
  return found;
}
