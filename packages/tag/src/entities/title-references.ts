import { primaryLanguage, type Entity, type Mention } from '@khabar/article';

import type { Field } from './find-candidates.ts';
import type { Matcher } from './matcher.ts';
import { BARE_OFFICES, foldWords, OFFICES, STATE_ADJECTIVES } from './offices.ts';
import type { Word } from './words.ts';

/** What decides who held an office. */
export interface ReferenceContext {
  readonly matcher: Matcher;
  readonly language: string;
  readonly published: string | undefined;
}

interface Reference {
  readonly from: number;
  readonly to: number;
  readonly entityId: string;
}

/** Sentences back that "the minister" may refer to. */
const REACH = 400;

/**
 * Offices that stand for their holder: with the state next to them («وزیر خارجه طالبان», "the Russian foreign minister") by the dated
 * roles of the registry, alone ("the minister") by the person last named who has that office. Silent where the holder is named beside it.
 */
export function findTitleReferences(
  field: Field & { readonly name: 'title' | 'text' },
  named: readonly Mention[],
  context: ReferenceContext,
): Mention[] {
  const language = primaryLanguage(context.language);
  const places = new Map(named.map((mention) => [mention.start, mention]));
  const people = named.filter(({ type }) => type === 'PER');
  const found = [
    ...officesOfStates(field.words, places, { ...context, language }),
    ...bareOffices(field, people, { ...context, language, starts: new Set(places.keys()) }),
  ];
  return found.flatMap(({ from, to, entityId }) => {
    const start = field.words[from]?.start ?? 0;
    const end = field.words[to]?.end ?? start;
    const isNamed = people.some((person) => person.start < end + 3 && person.end > start - 3);
    const overlaps = named.some((mention) => mention.start < start && mention.end > start);
    if (isNamed || overlaps) return [];
    const span = outsideNames({ start, end }, named);
    if (span === undefined) return [];
    const surface = field.text.slice(span.start, span.end);
    return [
      {
        entityId,
        ...span,
        surface,
        type: 'PER' as const,
        field: field.name,
        how: 'coref' as const,
        confidence: 0.6,
      },
    ];
  });
}

/** Mentions do not overlap: the reference keeps the longest part that is no name itself. */
function outsideNames(
  span: { start: number; end: number },
  named: readonly Mention[],
): { start: number; end: number } | undefined {
  const inside = named.filter(({ start, end }) => start < span.end && end > span.start);
  const first = inside[0];
  const last = inside.at(-1);
  if (first === undefined || last === undefined) return span;
  if (last.end >= span.end)
    return first.start - 1 > span.start ? { start: span.start, end: first.start - 1 } : undefined;
  return last.end + 1 < span.end ? { start: last.end + 1, end: span.end } : undefined;
}

interface OfficePattern {
  readonly title: string;
  readonly words: readonly string[];
  /** Index of the word by which the pattern is looked up: the first that is not the state. */
  readonly anchor: number;
}

const PATTERNS: ReadonlyMap<string, ReadonlyMap<string, readonly OfficePattern[]>> = new Map(
  ['en', 'ru', 'fa', 'ps', 'ar'].map((language) => [language, patternsOf(language)]),
);

function patternsOf(language: string): Map<string, OfficePattern[]> {
  const patterns = OFFICES.flatMap(({ title, phrases }) =>
    (phrases[language] ?? []).map((phrase): OfficePattern => {
      const words = foldWords(phrase);
      return { title, words, anchor: words.findIndex((word) => word !== '~') };
    }),
  ).toSorted((one, other) => other.words.length - one.words.length);
  return Map.groupBy(patterns, ({ words, anchor }) => words[anchor] ?? '');
}

function officesOfStates(
  words: readonly Word[],
  places: ReadonlyMap<number, Mention>,
  context: ReferenceContext,
): Reference[] {
  const patterns = PATTERNS.get(context.language);
  if (patterns === undefined) return [];
  const found: Reference[] = [];
  words.forEach((word, index) => {
    for (const pattern of patterns.get(word.folded) ?? []) {
      const from = index - pattern.anchor;
      if (from < 0 || from <= (found.at(-1)?.to ?? -1)) continue;
      const state = stateOf(pattern.words, words, { at: from, places, language: context.language });
      const holder = state === undefined ? undefined : holderOf(pattern.title, state, context);
      if (holder !== undefined)
        found.push({ from, to: from + pattern.words.length - 1, entityId: holder.id });
    }
  });
  return found;
}

function stateOf(
  pattern: readonly string[],
  words: readonly Word[],
  context: { at: number; places: ReadonlyMap<number, Mention>; language: string },
): string | undefined {
  const states = pattern.map((part, index) => {
    const word = words[context.at + index];
    if (word === undefined) return undefined;
    if (part !== '~') return word.folded === part ? '' : undefined;
    return stateAt(word, context);
  });
  return states.includes(undefined) ? undefined : states.find((state) => state !== '');
}

/** Adjectives of states, folded once. */
const ADJECTIVES: Readonly<Record<string, readonly (readonly [folded: string, state: string])[]>> =
  Object.fromEntries(
    Object.entries(STATE_ADJECTIVES).map(([language, adjectives]) => [
      language,
      Object.entries(adjectives).map(
        ([adjective, state]) => [foldWords(adjective)[0] ?? adjective, state] as const,
      ),
    ]),
  );

function stateAt(
  word: Word,
  context: { places: ReadonlyMap<number, Mention>; language: string },
): string | undefined {
  const mention = context.places.get(word.start);
  if (mention !== undefined && mention.type !== 'PER' && mention.end === word.end) return mention.entityId;
  const known = (ADJECTIVES[context.language] ?? []).find(([folded]) =>
    context.language === 'ru' ? word.folded.startsWith(folded) : word.folded === folded,
  );
  return known?.[1];
}

/** The one who holds the office on the day; without a date only where the registry knows a single holder. */
function holderOf(
  title: string,
  state: string,
  { matcher, published }: ReferenceContext,
): Entity | undefined {
  const day = published?.slice(0, 10);
  const holders = [...matcher.entities.values()].filter((entity) =>
    (entity.roles ?? []).some(
      (role) =>
        role.of === state &&
        role.title.replace(/^acting /u, '') === title &&
        (day === undefined || ((role.from ?? '') <= day && day < (role.to ?? '9999'))),
    ),
  );
  return holders.length === 1 ? holders[0] : undefined;
}

interface BareOffice {
  readonly words: readonly string[];
  readonly title: RegExp;
}

const BARE_BY_FIRST_WORD: ReadonlyMap<string, ReadonlyMap<string, readonly BareOffice[]>> = new Map(
  Object.entries(BARE_OFFICES).map(([language, offices]) => [
    language,
    Map.groupBy(
      offices.map(([phrase, title]): BareOffice => ({ words: foldWords(phrase), title })),
      ({ words }) => words[0] ?? '',
    ),
  ]),
);

interface BareContext extends ReferenceContext {
  /** Offsets at which names start. */
  readonly starts: ReadonlySet<number>;
}

function bareOffices(field: Field, people: readonly Mention[], context: BareContext): Reference[] {
  const offices = BARE_BY_FIRST_WORD.get(context.language);
  if (offices === undefined || people.length === 0) return [];
  return field.words.flatMap((word, at) => {
    const office = offices
      .get(word.folded)
      ?.toSorted((one, other) => other.words.length - one.words.length)
      .find(({ words }) => words.every((part, index) => field.words[at + index]?.folded === part));
    if (office === undefined) return [];
    const to = at + office.words.length - 1;
    if (!standsAlone(field, { from: at, to }, context)) return [];
    const holder = people.findLast(
      ({ entityId, end }) =>
        end <= word.start &&
        word.start - end < REACH &&
        hasOffice(context.matcher.entities.get(entityId), office.title),
    );
    return holder === undefined ? [] : [{ from: at, to, entityId: holder.entityId }];
  });
}

function hasOffice(entity: Entity | undefined, title: RegExp): boolean {
  return (entity?.roles ?? []).some((role) => title.test(role.title));
}

/** "The minister said", but not "the minister of trade", «министр обороны», «وزیر تجارت»: no complement follows. */
function standsAlone(
  field: Field,
  { from, to }: { from: number; to: number },
  context: BareContext,
): boolean {
  const last = field.words[to];
  const next = field.words[to + 1];
  if (last === undefined || next === undefined) return true;
  if (/[^\s]/u.test(field.text.slice(last.end, next.start).trim().charAt(0))) return true;
  if (context.starts.has(next.start)) return false;
  const before = field.words[from - 1]?.folded ?? '';
  switch (context.language) {
    case 'en':
      return /^\p{Ll}/u.test(field.text.slice(next.start, next.end)) && !COMPLEMENTS.en.has(next.folded);
    case 'ru':
      return isRussianVerb(next.folded) || isRussianVerb(before) || COMPLEMENTS.ru.has(next.folded);
    case 'fa':
    case 'ps':
      return !COMPLEMENTS.fa.has(next.folded) && before !== 'د';
    case 'ar':
      return !/^(?:ال|باسم|ل)/u.test(next.folded);
  }
  return false;
}

/** What makes an office somebody else's ("of", «امور»), but for Russian, where few words but verbs may follow a bare office. */
const COMPLEMENTS = {
  en: new Set(['of', 'for', 'to', 'in', 'at', 'general', 'elect', 'and']),
  ru: new Set(['также', 'тоже', 'уже', 'пока', 'не', 'лично', 'заодно']),
  fa: new Set(
    'امور خارجه دفاع داخله تجارت معارف صحت مالیه انرژی عدلیه کشور آموزش صنعت معادن زراعت اقتصاد کار حج ترانسپورت سرحدات اطلاعات تحصیلات مخابرات کشاورزی نفت راه بهداشت علوم فرهنگ وزارت حکومت دولت پیشین سابق'.split(
      ' ',
    ),
  ),
} as const;

/** Third person singular: «заявил», «выступит», «считает»; a genitive such as «дел» is none. */
function isRussianVerb(folded: string): boolean {
  return (
    /(?:[аеиоуыя]л|[аеиоуыя]лс[яь]|[аеиоуыя]ла|[аеиоуыя]лась|ет|ит|ется|ится)$/u.test(folded) &&
    folded.length > 3
  );
}
