import { appose } from './apposition.ts';
import { hasNominativeForm } from './case.ts';
import type { Grammar } from './grammar.ts';
import type { Actor, Word } from './words.ts';

/** How a mention is tied to its clause; `word` is what ties it. */
export interface Marker {
  readonly kind:
    | 'none'
    | 'genitive'
    | 'agent'
    | 'place'
    | 'circumstance'
    | 'preposition'
    | 'object'
    | 'apposed';
  readonly word: string;
}

/** Words of one sentence with its mentions and what ties each of them. */
export interface SentenceView {
  readonly words: readonly Word[];
  readonly actors: readonly Actor[];
  readonly markers: readonly Marker[];
  readonly grammar: Lookup;
  /** Index of the actor that covers a word, or -1. */
  readonly actorAt: Int32Array;
  /** Index of the first word to look at: after a quote, when its speaker is sought. */
  readonly start: number;
  /** Verbs that open a content clause without "that": «گفت». */
  readonly opens: ReadonlySet<number>;
  /** Whether a word belongs to a verb that no phrase crosses. */
  readonly isVerb: (index: number) => boolean;
}

/** A grammar with its lists as sets. */
export interface Lookup {
  readonly grammar: Grammar;
  readonly kindOf: ReadonlyMap<string, Marker['kind']>;
  readonly after: ReadonlyMap<string, Marker['kind']>;
  readonly modifiers: ReadonlySet<string>;
  readonly determiners: ReadonlySet<string>;
  readonly and: ReadonlySet<string>;
  readonly that: ReadonlySet<string>;
  readonly but: ReadonlySet<string>;
  readonly relative: ReadonlySet<string>;
  readonly not: ReadonlySet<string>;
  readonly notOnly: ReadonlySet<string>;
  readonly firstPerson: ReadonlySet<string>;
  readonly thirdPerson: ReadonlySet<string>;
  readonly objectPronouns: ReadonlySet<string>;
  readonly conditional: ReadonlySet<string>;
  readonly adverse: ReadonlySet<string>;
  readonly about: ReadonlySet<string>;
  readonly whether: ReadonlySet<string>;
  readonly when: ReadonlySet<string>;
  readonly plural: ReadonlySet<string>;
  readonly personal: ReadonlySet<string>;
  readonly copula: ReadonlySet<string>;
  readonly time: ReadonlySet<string>;
  readonly critics: ReadonlySet<string>;
  readonly everyone: ReadonlySet<string>;
  readonly step: ReadonlySet<string>;
  readonly passive: ReadonlySet<string>;
  readonly as: ReadonlySet<string>;
}

const NONE: Marker = { kind: 'none', word: '' };
const QUOTES = new Set('«»“”„"‘’‹›'.split(''));

/** Prepares a grammar for look-up. */
export function openGrammar(grammar: Grammar): Lookup {
  const kindOf = new Map<string, Marker['kind']>();
  for (const word of grammar.prepositions) kindOf.set(word, 'preposition');
  for (const word of grammar.genitive) kindOf.set(word, 'genitive');
  for (const word of grammar.place) kindOf.set(word, 'place');
  for (const word of grammar.circumstance) kindOf.set(word, 'circumstance');
  for (const word of grammar.agent) kindOf.set(word, 'agent');
  const after = new Map<string, Marker['kind']>();
  for (const word of grammar.postpositions) after.set(word, 'preposition');
  for (const word of grammar.placeAfter) after.set(word, 'place');
  for (const word of grammar.agentAfter) after.set(word, 'agent');
  for (const word of grammar.object) after.set(word, 'object');
  return {
    grammar,
    kindOf,
    after,
    modifiers: new Set(grammar.modifiers),
    determiners: new Set(grammar.determiners),
    and: new Set(grammar.and),
    that: new Set(grammar.that),
    but: new Set(grammar.but),
    relative: new Set(grammar.relative),
    not: new Set(grammar.not),
    notOnly: new Set(grammar.notOnly),
    firstPerson: new Set(grammar.firstPerson),
    thirdPerson: new Set(grammar.thirdPerson),
    objectPronouns: new Set(grammar.objectPronouns),
    conditional: new Set(grammar.conditional),
    adverse: new Set(grammar.adverse),
    about: new Set(grammar.about),
    whether: new Set(grammar.whether),
    when: new Set(grammar.when),
    plural: new Set(grammar.plural),
    personal: new Set(grammar.personal),
    copula: new Set(grammar.copula),
    time: new Set(grammar.time),
    critics: new Set(grammar.critics),
    everyone: new Set(grammar.everyone),
    step: new Set(grammar.step),
    passive: new Set(grammar.passive),
    as: new Set(grammar.as),
  };
}

/** Actors (indices) whose words lie within a range of words, in order; looks at no word outside it. */
export function actorsBetween({ actorAt, actors }: SentenceView, from: number, to: number): number[] {
  const found: number[] = [];
  for (let at = Math.max(0, from); at < to && at < actorAt.length; at += 1) {
    const index = actorAt[at] ?? -1;
    const actor = actors[index];
    if (actor === undefined) continue;
    if (actor.first >= from && actor.last < to) found.push(index);
    at = actor.last;
  }
  return found;
}

/** First actor (index) that begins within a range of words, or -1. */
export function firstActorIn({ actorAt }: SentenceView, from: number, to: number): number {
  for (let at = Math.max(0, from); at < to && at < actorAt.length; at += 1) {
    const index = actorAt[at] ?? -1;
    if (index >= 0) return index;
  }
  return -1;
}

export interface ReadingOptions {
  readonly lookup: Lookup;
  readonly isVerb: (index: number) => boolean;
  readonly opens?: ReadonlySet<number>;
}

const NO_WORDS: ReadonlySet<number> = new Set();

/** Finds for every mention of a sentence what ties it to its clause. `isVerb` tells words that no phrase crosses. */
export function readSentence(
  words: readonly Word[],
  actors: readonly Actor[],
  { lookup, isVerb, opens = NO_WORDS }: ReadingOptions,
): SentenceView {
  const actorAt = new Int32Array(words.length).fill(-1);
  actors.forEach((actor, index) => actorAt.fill(index, actor.first, actor.last + 1));
  const markers: Marker[] = [];
  for (const actor of actors) {
    const scan: Scan = { words, actors, actorAt, lookup, isVerb, markers };
    markers.push(markerOf(actor, scan));
  }
  appose({ words, actors, markers, lookup, isVerb });
  return { words, actors, markers, grammar: lookup, actorAt, isVerb, start: 0, opens };
}

/** A place that stands for no government is a venue, however it is written. */
function markerOf(actor: Actor, scan: Scan): Marker {
  const after = postposition(actor, scan);
  const before = after === null || after.kind === 'object' ? preposition(actor, scan) : NONE;
  // «حمله در مسکو را»: what «را» marks is the attack.
  const marker = after === null || before.kind === 'place' || before.kind === 'agent' ? before : after;
  return actor.id.startsWith('place:') ? { kind: 'place', word: marker.word } : marker;
}

interface Scan {
  readonly words: readonly Word[];
  readonly actors: readonly Actor[];
  readonly actorAt: Int32Array;
  readonly lookup: Lookup;
  readonly isVerb: (index: number) => boolean;
  readonly markers: readonly Marker[];
}

/** «د مسکو فارمټ په غونډه کې», «د طالبانو له حکومت سره»: a genitive before another phrase belongs to it. */
function outerPostposition(
  actor: Actor,
  at: number,
  { words, actorAt, lookup, isVerb }: Scan,
): Marker | null {
  const opening = [actor.first - 1, actor.first].map((index) =>
    lookup.kindOf.get(words[index]?.folded ?? ''),
  );
  if (!opening.includes('genitive')) return null;
  for (let next = at + 1; next <= at + PLACE_REACH; next += 1) {
    const word = words[next];
    if (word === undefined || word.mark !== '' || isVerb(next) || actorAt[next] !== -1) return null;
    const kind = lookup.after.get(word.folded);
    if (kind === 'place') return { kind, word: words[at]?.folded ?? '' };
    const isRuler = lookup.modifiers.has(words[next - 1]?.folded ?? '');
    if (kind === 'preposition' && isRuler) return { kind, word: word.folded };
  }
  return null;
}

/** «له طالبانو نه»: whether a preposition stands before the name. */
function opensPhrase({ first }: Actor, { words, lookup }: Scan): boolean {
  return [first - 1, first - 2].some((at) => lookup.kindOf.get(words[at]?.folded ?? '') === 'preposition');
}

const PLACE_REACH = 3;

function postposition(actor: Actor, scan: Scan): Marker | null {
  const { words, actorAt, lookup, isVerb } = scan;
  if (lookup.grammar.order !== 'sov') return null;
  // «پېسکوف خبریالانو ته»: behind a person begins another phrase.
  const reach = actor.id.startsWith('person:') ? 1 : 3;
  for (let at = actor.last + 1; at <= actor.last + reach; at += 1) {
    const word = words[at];
    if (word === undefined || (word.mark !== '' && !QUOTES.has(word.mark))) return null;
    // «کابلوف این گزارش را»: another phrase begins.
    if (lookup.determiners.has(word.folded)) return null;
    // «تاجیکستان هرگز حکومتی را»: an adverb ends the phrase of the name.
    if (lookup.not.has(word.folded) && !lookup.after.has(word.folded)) return null;
    const pair = `${word.folded} ${words[at + 1]?.folded ?? ''}`;
    const three = `${pair} ${words[at + 2]?.folded ?? ''}`;
    for (const form of [three, pair, word.folded]) {
      const kind = lookup.after.get(form);
      // «جاپان نه غواړي»: without «له» before the name it is "not", not "from".
      if (kind !== undefined && lookup.not.has(form) && !opensPhrase(actor, scan)) return null;
      if (kind !== undefined) return { kind, word: form };
    }
    if (lookup.kindOf.get(word.folded) === 'preposition') {
      const outer = outerPostposition(actor, at, scan);
      if (outer !== null) return outer;
    }
    if (isVerb(at) || actorAt[at] !== -1 || lookup.kindOf.has(word.folded) || lookup.and.has(word.folded))
      return null;
  }
  return null;
}

const REACH = 5;
const PLAIN_REACH = 3;

function preposition(actor: Actor, scan: Scan): Marker {
  const { words, actors, actorAt, lookup, isVerb, markers } = scan;
  const prefix = actor.prefix.replace(/^[وف]/u, '');
  if (prefix !== '' && prefix !== 'ال') return { kind: 'preposition', word: prefix.charAt(0) };
  let genitive = NONE;
  let plain = 0;
  let opened = false;
  for (let at = actor.first - 1; at >= 0 && at >= actor.first - REACH * 2; at -= 1) {
    const word = words[at];
    if (word === undefined) break;
    if (word.mark !== '') {
      if (QUOTES.has(word.mark)) continue;
      break;
    }
    const pair = `${words[at - 1]?.folded ?? ''} ${word.folded}`;
    const three = `${words[at - 2]?.folded ?? ''} ${pair}`;
    const kind = lookup.kindOf.get(three) ?? lookup.kindOf.get(pair) ?? lookup.kindOf.get(word.folded);
    // «د طالبانو»: what governs the whole phrase stands behind it.
    if (kind === 'genitive' && lookup.grammar.order === 'sov') return { kind, word: word.folded };
    if (kind === 'genitive') {
      if (genitive === NONE) genitive = { kind, word: word.folded };
      opened = false;
      plain = 0;
      continue;
    }
    if (kind !== undefined) return { kind, word: phrase(lookup, [three, pair, word.folded]) };
    if (lookup.time.has(word.folded)) break;
    if (isVerb(at) || lookup.that.has(word.folded) || lookup.relative.has(word.folded)) break;
    const other = actorAt[at] ?? -1;
    if (other >= 0) {
      const before = markers[other] ?? NONE;
      const isNext = at === actor.first - 1 && hasNominativeForm(actor.mention);
      const inherits =
        before.kind !== 'place' && before.kind !== 'object' && before.kind !== 'apposed' && !isNext;
      // «الأمين العام للأمم المتحدة أنطونيو غوتيريش»: what is written with the body does not mark its head.
      const isHead = actor.id.startsWith('person:') && actors[other]?.prefix.endsWith('ل') === true;
      if (genitive === NONE && inherits && !isHead) return before;
      break;
    }
    const isVerbForm = isFeminineVerb(words, at, actor);
    const glued =
      lookup.grammar.prefixes.length > 0 && !isVerbForm ? gluedPreposition(word.folded, lookup) : '';
    if (glued !== '') return { kind: 'preposition', word: glued };
    if (lookup.and.has(word.folded)) continue;
    if (opened) break;
    if (lookup.determiners.has(word.folded)) opened = true;
    else if (!lookup.modifiers.has(word.folded)) plain += 1;
    if (plain > PLAIN_REACH) break;
  }
  return genitive;
}

function phrase(lookup: Lookup, forms: readonly string[]): string {
  return forms.find((form) => lookup.kindOf.has(form)) ?? '';
}

/** «بررت موسكو»: what opens a clause right before its name and ends in ت is a verb, whatever letter it begins with. */
function isFeminineVerb(words: readonly Word[], at: number, { first }: Actor): boolean {
  const opens = at === 0 || (words[at - 1]?.mark ?? '') !== '';
  return opens && at === first - 1 && /[^ا]ت$/u.test(words[at]?.folded ?? '');
}

/** Arabic ب and ل are written together with their noun: «بجهود». */
function gluedPreposition(folded: string, lookup: Lookup): string {
  const [first = ''] = folded;
  if (folded.length < 4 || !'بل'.includes(first)) return '';
  return lookup.grammar.notGlued.some((start) => folded.startsWith(start)) ? '' : first;
}
