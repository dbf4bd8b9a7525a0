import { isOblique } from '../sentence/case.ts';
import { actorsBetween, type SentenceView } from '../sentence/markers.ts';
import { stateOfOfficials } from '../sentence/state-adjectives.ts';
import { isPossessive } from '../sentence/words.ts';
import { actorBefore, BREAK, clauseEnd, clauseStart, FAR } from './clause.ts';

/** Who does it: an actor of the sentence (index), the one who speaks, the one last named, unnamed critics, somebody else (unnamed). */
export type Subject =
  | { readonly kind: 'actor'; readonly actor: number }
  | { readonly kind: 'speaker' }
  | { readonly kind: 'pronoun' }
  | { readonly kind: 'critics' }
  | { readonly kind: 'unnamed' }
  | { readonly kind: 'none' };

/** Actors that are already targets of an earlier cue. */
export interface Used {
  readonly has: (actor: number) => boolean;
}

/** Whose act the word at `at` is. `used` are actors that are already targets of an earlier cue. */
export function findSubject(view: SentenceView, at: number, used: Used): Subject {
  const { order } = view.grammar.grammar;
  switch (order) {
    case 'sov':
      return subjectFirst(view, at, used);
    case 'vso':
      return conjoinedSubject(view, at, used) ?? subjectAfterVerb(view, at) ?? subjectBefore(view, at, used);
    case 'svo':
      break;
  }
  return subjectBefore(view, at, used);
}

/** "opponents of the Taliban", «مخالفان طالبان», «د طالبانو مخالفان»: those who speak are not the ones named. */
function isOfCritics({ words, actors, grammar }: SentenceView, index: number): boolean {
  const actor = actors[index];
  if (actor === undefined) return false;
  const isCritic = (at: number): boolean => grammar.critics.has(words[at]?.folded ?? '');
  let before = actor.first - 1;
  while (
    before > actor.first - 4 &&
    (grammar.kindOf.get(words[before]?.folded ?? '') === 'genitive' ||
      grammar.determiners.has(words[before]?.folded ?? ''))
  )
    before -= 1;
  const opening = grammar.kindOf.get(words[actor.first - 1]?.folded ?? '');
  return isCritic(before) || (opening === 'genitive' && isCritic(actor.last + 1));
}

function canHold(view: SentenceView, index: number): boolean {
  const kind = view.markers[index]?.kind ?? 'none';
  const actor = view.actors[index];
  if (actor === undefined || (kind !== 'none' && kind !== 'genitive')) return false;
  return !actor.id.startsWith('topic:') && !actor.id.startsWith('region:');
}

function subjectBefore(view: SentenceView, from: number, used: Used): Subject {
  const { words, grammar, actorAt } = view;
  const apposed = beforeApposition(view, from);
  if (apposed >= 0 && !used.has(apposed)) return { kind: 'actor', actor: apposed };
  let spare = -1;
  for (let at = from - 1; at >= view.start && at > from - FAR; at -= 1) {
    const word = words[at];
    if (word === undefined || BREAK.has(word.mark)) break;
    const index = actorAt[at] ?? -1;
    if (index >= 0) {
      at = view.actors[index]?.first ?? at;
      if (isOfCritics(view, index) && spare < 0) return { kind: 'critics' };
      if (!canHold(view, index)) continue;
      if (isPossessorOfObject(view, index)) continue;
      if (!used.has(index) && !isOblique(view, index) && isObject(view, index)) {
        if (spare < 0) spare = index;
        continue;
      }
      if (!used.has(index) && !isOblique(view, index)) return { kind: 'actor', actor: index };
      if (spare < 0 && isOblique(view, index) && !used.has(index) && nounBefore(view, index)) spare = index;
      continue;
    }
    if (grammar.firstPerson.has(word.folded) || isEveryone(view, at)) return { kind: 'speaker' };
    if (grammar.thirdPerson.has(word.folded) && spare < 0) return { kind: 'pronoun' };
    const isOwned = (actorAt[at - 1] ?? -1) >= 0;
    if (grammar.critics.has(word.folded) && spare < 0 && !isOwned) return { kind: 'critics' };
    if (grammar.that.has(word.folded) && spare < 0) return { kind: 'none' };
    if (grammar.that.has(word.folded)) break;
    if (grammar.relative.has(word.folded)) {
      const antecedent = actorBefore(view, at);
      if (antecedent >= 0) return { kind: 'actor', actor: antecedent };
      if (spare < 0 && isSubjectOfRelative(view, at, from)) return { kind: 'unnamed' };
    }
  }
  return spare >= 0 ? { kind: 'actor', actor: spare } : { kind: 'none' };
}

/** "those who bombed Kabul": the verb stands right behind the relative pronoun, and what stands before it is no name. */
function isSubjectOfRelative({ words, actorAt }: SentenceView, relative: number, verb: number): boolean {
  if (verb - relative > RELATIVE_REACH) return false;
  return words.slice(relative + 1, verb).every((_, index) => (actorAt[relative + 1 + index] ?? -1) < 0);
}

/** "the world must not recognise them": the speaker wants it. */
function isEveryone({ words, grammar, start }: SentenceView, at: number): boolean {
  return grammar.everyone.has(words[at]?.folded ?? '') && at > start;
}

const RELATIVE_REACH = 5;
const OBJECT_NOUN = 4;
const COMMA = new Set([',', '،']);

/** "Zamir Kabulov, Russia’s envoy for Afghanistan, said": the name before an apposition that ends right before `from`. */
function beforeApposition(view: SentenceView, from: number): number {
  const { words, grammar } = view;
  let close = from - 1;
  while (close > from - 4 && close >= view.start && !COMMA.has(words[close]?.mark ?? '')) close -= 1;
  if (!COMMA.has(words[close]?.mark ?? '')) return -1;
  for (let open = close - 1; open > close - 22 && open > view.start; open -= 1) {
    const word = words[open];
    if (word === undefined || BREAK.has(word.mark) || grammar.that.has(word.folded)) return -1;
    if (!COMMA.has(word.mark)) continue;
    const index = actorBefore(view, open);
    const apposed = words[open + 1]?.folded ?? '';
    // "In Kabul, Russia, … said" and lists are no appositions.
    if (index < 0 || !canHold(view, index) || grammar.and.has(apposed)) return -1;
    return index;
  }
  return -1;
}

/** "monitoring Afghanistan’s situation and recognises": the possessor of an object is not the subject of the next verb. */
function isPossessorOfObject({ actors, words, grammar }: SentenceView, index: number): boolean {
  const actor = actors[index];
  if (actor === undefined || grammar.kindOf.get('of') !== 'genitive' || actor.first === 0) return false;
  return isPossessive(words, actor) && /(?:ing|ed)$/u.test(words[actor.first - 1]?.folded ?? '');
}

/** "have accepted Taliban ambassadors but have stopped short": the object of an earlier verb is not the subject of the next. */
function isObject(
  { actors, markers, words, grammar, isVerb, start, actorAt, opens }: SentenceView,
  index: number,
): boolean {
  if (grammar.copula.size === 0) return false;
  let at = (actors[index]?.first ?? 0) - 1;
  while (
    at > start &&
    (grammar.determiners.has(words[at]?.folded ?? '') || grammar.modifiers.has(words[at]?.folded ?? ''))
  )
    at -= 1;
  if (markers[index]?.kind === 'genitive') {
    const nearest = at - OBJECT_NOUN;
    while (at > Math.max(start, nearest) && words[at]?.mark === '' && !isVerb(at)) at -= 1;
  }
  const before = words[at]?.folded ?? '';
  if (words[at]?.mark !== '' || (actorAt[at] ?? -1) >= 0 || grammar.that.has(before)) return false;
  return isVerb(at) && !opens.has(at) && !before.endsWith('ing');
}

/** An oblique name still names the holder when it hangs on a noun: «представитель Казахстана». */
function nounBefore(view: SentenceView, index: number): boolean {
  const actor = view.actors[index];
  if (actor === undefined || actor.first === 0) return false;
  let at = actor.first - 1;
  while (QUOTES.has(view.words[at]?.mark ?? '')) at -= 1;
  const before = view.words[at];
  return before !== undefined && before.mark === '' && (view.actorAt[at] ?? -1) < 0;
}

const QUOTES = new Set('«»“”„"'.split(''));
const CONJOINED_NOT = /^و(?:لا|لم|لن)$/u;

/** «موسكو تحاور طالبان ولا تعترف بها»: a verb joined by و has the subject of the verb before it, unless its own follows. */
function conjoinedSubject(view: SentenceView, at: number, used: Used): Subject | null {
  const { words, actors, actorAt, grammar } = view;
  const isJoined = CONJOINED_NOT.test(words[at - 1]?.folded ?? '') || /^و./u.test(words[at]?.folded ?? '');
  if (!isJoined || at < 2 || (actorAt[at + 1] ?? -1) >= 0 || grammar.and.has(words[at]?.folded ?? ''))
    return null;
  const start = clauseStart(view, at);
  const [first = -1] = actorsBetween(view, start, at).filter((index) => canHold(view, index));
  const actor = actors[first];
  if (actor === undefined || used.has(first)) return null;
  return { kind: 'actor', actor: first };
}

function subjectAfterVerb(view: SentenceView, at: number): Subject | null {
  const start = clauseStart(view, at);
  const before = actorsBetween(view, start, at).findLast((index) => canHold(view, index)) ?? -1;
  // A name right before the verb, or one that opens the clause, is its subject.
  if (
    before >= 0 &&
    !view.words.slice(view.actors[before]?.last, at).some(({ mark }) => mark === '،' || mark === ',')
  ) {
    return null;
  }
  const end = clauseEnd(view, at);
  if ([at + 1, at + 2].some((next) => next < end && view.grammar.critics.has(view.words[next]?.folded ?? '')))
    return { kind: 'critics' };
  const following = actorsBetween(view, at + 1, end);
  const after = following.find((index) => view.markers[index]?.kind !== 'apposed') ?? -1;
  const reach = after === following[0] ? 8 : 14;
  const actor = view.actors[after];
  if (actor === undefined || actor.first > at + reach || !canHold(view, after)) return null;
  // «اتهمت السلطات الباكستانية طالبان»: the officials are the subject, the name is the object.
  if (stateOfOfficials(view, { from: at + 1, to: Math.min(actor.first, at + 3) }) !== null)
    return { kind: 'none' };
  return { kind: 'actor', actor: personNextTo(view, after) };
}

function subjectFirst(view: SentenceView, at: number, used: Used): Subject {
  const start = clauseStart(view, at);
  const end = clauseEnd(view, at);
  const inside = actorsBetween(view, start, Math.min(end, at + 1));
  const index = inside.find((one) => canHold(view, one) && !used.has(one)) ?? -1;
  const holder = view.actors[index];
  const pronoun = view.words
    .slice(start, holder?.first ?? at)
    .find(({ folded }) => view.grammar.thirdPerson.has(folded) || view.grammar.firstPerson.has(folded));
  const named = view.words.slice(start, holder?.first ?? at);
  if (start > 0 && named.some(({ folded }) => view.grammar.everyone.has(folded))) return { kind: 'speaker' };
  if (pronoun !== undefined) {
    return view.grammar.firstPerson.has(pronoun.folded) ? { kind: 'speaker' } : { kind: 'pronoun' };
  }
  if (holder !== undefined && isOfCritics(view, index)) return { kind: 'critics' };
  if (holder !== undefined) return { kind: 'actor', actor: personNextTo(view, index) };
  if (view.words.slice(start, at).some(({ folded }) => view.grammar.critics.has(folded)))
    return { kind: 'critics' };
  return { kind: 'none' };
}

/** In "foreign minister of Russia Sergey Lavrov" the person is meant, not the country. */
function personNextTo(view: SentenceView, index: number): number {
  const actor = view.actors[index];
  if (actor === undefined || actor.id.startsWith('person:')) return index;
  for (const next of [index + 1, index + 2]) {
    const other = view.actors[next];
    const previous = view.actors[next - 1];
    if (other === undefined || previous === undefined) break;
    const between = view.words.slice(previous.last + 1, other.first);
    if (between.length > 2 || between.some(({ folded }) => view.grammar.kindOf.has(folded))) break;
    if (view.markers[next]?.kind === 'object') break;
    if (other.id.startsWith('person:') && between.every(({ mark }) => mark === ',' || mark === '،')) {
      return next;
    }
  }
  return index;
}
