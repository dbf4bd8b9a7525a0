import type { Lookup, Marker } from './markers.ts';
import type { Actor, Word } from './words.ts';

interface Phrase {
  readonly words: readonly Word[];
  readonly actors: readonly Actor[];
  /** Changed in place. */
  readonly markers: Marker[];
  readonly lookup: Lookup;
  readonly isVerb: (index: number) => boolean;
}

const APPOSED: Marker = { kind: 'apposed', word: '' };
const COMMAS = new Set([',', '،']);
const QUOTES = new Set('«»“”„"‘’‹›'.split(''));
/** Words between a state or body and the name of the one who holds an office in it. */
const BETWEEN = 7;
/** Words before a state or body among which the office may stand. */
const BEFORE = 6;
/** Words of an apposition after a name. */
const AFTER = 16;

/**
 * Marks the states and bodies that only say whose office a person holds («وزير خارجية باكستان …», "Mao Ning, spokeswoman for the
 * ministry,"): they are neither holder nor target, and what governs the whole phrase governs the person.
 */
export function appose(phrase: Phrase): void {
  phrase.actors.forEach(({ id }, index) => {
    if (!id.startsWith('person:')) return;
    apposeBefore(phrase, index);
    apposeAfter(phrase, index);
  });
}

function apposeBefore({ words, actors, markers, lookup, isVerb }: Phrase, person: number): void {
  let right = actors[person]?.first ?? 0;
  let seen = false;
  for (let index = person - 1; index >= 0 && index >= person - 3; index -= 1) {
    const actor = actors[index];
    if (actor === undefined || isPerson(actor)) return;
    const [from, to] = [actor.last + 1, right];
    if (to - from > BETWEEN) return;
    for (let at = from; at < to; at += 1) {
      const word = words[at];
      if (word === undefined || (word.mark !== '' && !QUOTES.has(word.mark))) return;
      if (isVerb(at) && !isTitle(word, lookup)) return;
      const kind = lookup.kindOf.get(word.folded);
      if (lookup.and.has(word.folded) || (kind !== undefined && kind !== 'genitive')) return;
      if (isTitle(word, lookup)) seen = true;
    }
    if (!seen && !titleBefore({ words, lookup, isVerb }, actor.first)) return;
    seen = true;
    const outer = markers[index];
    if (
      outer !== undefined &&
      outer.kind !== 'apposed' &&
      outer.kind !== 'place' &&
      outer.kind !== 'genitive' &&
      // «الأمين العام للأمم المتحدة»: the preposition stands inside the title.
      !(actor.prefix.endsWith('ل') && titleBefore({ words, lookup, isVerb }, actor.first))
    )
      markers[person] = mergeMarker(markers[person], outer);
    markers[index] = APPOSED;
    right = actor.first;
  }
}

function mergeMarker(own: Marker | undefined, outer: Marker): Marker {
  return own === undefined || own.kind === 'none' || own.kind === 'genitive' ? outer : own;
}

function titleBefore({ words, lookup, isVerb }: Pick<Phrase, 'words' | 'lookup' | 'isVerb'>, first: number) {
  for (let at = first - 1; at >= 0 && at >= first - BEFORE; at -= 1) {
    const word = words[at];
    if (word === undefined || word.mark !== '' || isVerb(at) || lookup.and.has(word.folded)) return false;
    if (isTitle(word, lookup)) return true;
  }
  return false;
}

function apposeAfter({ words, actors, markers, lookup, isVerb }: Phrase, person: number): void {
  const start = (actors[person]?.last ?? 0) + 1;
  if (!COMMAS.has(words[start]?.mark ?? '')) return;
  let titled = false;
  let end = -1;
  for (let at = start + 1; at < words.length && at <= start + AFTER; at += 1) {
    const word = words[at];
    if (
      word === undefined ||
      (isVerb(at) && !isTitle(word, lookup)) ||
      lookup.that.has(word.folded) ||
      lookup.relative.has(word.folded)
    )
      break;
    if (isTitle(word, lookup)) titled = true;
    const isEnd = COMMAS.has(word.mark) || lookup.after.get(word.folded) === 'object';
    if (isEnd) {
      end = at;
      break;
    }
    if (word.mark !== '' && !QUOTES.has(word.mark)) break;
  }
  if (!titled || end < 0) return;
  let last = person;
  for (let index = person + 1; index < actors.length; index += 1) {
    const actor = actors[index];
    if (actor === undefined || actor.last >= end) break;
    if (isPerson(actor)) return;
    last = index;
  }
  const closing = words[end];
  if (closing !== undefined && closing.mark === '')
    markers[person] = { kind: 'object', word: closing.folded };
  for (let index = person + 1; index <= last; index += 1) markers[index] = APPOSED;
}

function isPerson({ id }: Actor): boolean {
  return id.startsWith('person:');
}

function isTitle({ forms }: Word, { grammar }: Lookup): boolean {
  return forms.some((form) => grammar.titles.some((title) => form.startsWith(title)));
}
