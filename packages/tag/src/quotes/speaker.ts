import type { Mention } from '@khabar/article';

import { isOblique, isPersonInNominative } from '../sentence/case.ts';
import { actorsBetween, firstActorIn } from '../sentence/markers.ts';
import { wordFrom } from '../sentence/read-text.ts';
import { FAR } from '../stance/clause.ts';
import type { CueMatch } from '../stance/cue-matcher.ts';
import { findSubject } from '../stance/subject.ts';
import type { Speaker, SpeechCue, SpokenSentence } from './spoken-sentence.ts';

interface Around {
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly lastSpeaker: Speaker | null;
  /** Offset before which the speaker cannot stand (the quote before the verb); -1: anywhere. */
  readonly after: number;
}

const NEAR = 12;

/** Who speaks at a cue: the name before or after the verb, or the one a pronoun means. */
export function findSpeaker(
  sentence: SpokenSentence,
  cue: CueMatch<SpeechCue>,
  around: Around,
): Speaker | null {
  const start = around.after < 0 ? 0 : wordFrom(sentence.view.words, around.after);
  const view = { ...sentence.view, start };
  switch (cue.entry.as) {
    case 'according':
      return fromActor(sentence, namedSource(sentence, cue.last));
    case 'according-after':
      return fromActor(sentence, actorsBetween(view, cue.first - 12, cue.first).at(-1) ?? -1);
    case 'none':
      return null;
    case 'verb':
    case 'bare':
      break;
  }
  // «در اعلامیه امارت اسلامی آمده است»: the name inside the words of speech.
  const inside = actorsBetween(view, cue.first, cue.last).at(-1) ?? -1;
  if (inside >= 0) return fromActor(sentence, inside);
  const allowed = (index: number): boolean =>
    (view.words[view.actors[index]?.first ?? 0]?.start ?? 0) >= around.after;
  const before = view.actorAt[cue.first - 1] ?? -1;
  if (before >= 0 && allowed(before) && isPersonInNominative(view, before))
    return fromActor(sentence, before);
  const subject = findSubject(view, cue.first, new Set());
  if (subject.kind === 'actor' && allowed(subject.actor)) return fromActor(sentence, subject.actor);
  if (subject.kind === 'pronoun' || (subject.kind === 'speaker' && around.after >= 0))
    return byPronoun(cue, sentence, around);
  if (subject.kind === 'critics') return critic(sentence, cue);
  const isPronounNext = view.grammar.thirdPerson.has(view.words[cue.last + 1]?.folded ?? '');
  if (subject.kind === 'none' && isPronounNext) return byPronoun(cue, sentence, around);
  const next = nextActor(sentence, cue.last);
  if (next >= 0 && (subject.kind === 'none' || around.after >= 0))
    return fromActor(sentence, personAfter(sentence, next));
  if (subject.kind === 'none') {
    const body = bodyNextTo(sentence, cue);
    if (body >= 0) return fromActor(sentence, body);
  }
  return named(sentence, cue, around) ?? around.lastSpeaker;
}

/** "Critics say …": speakers without a name. */
function critic({ view }: SpokenSentence, cue: CueMatch<SpeechCue>): Speaker | null {
  const near = [
    ...view.words.slice(Math.max(0, cue.first - 40), cue.first),
    ...view.words.slice(cue.last + 1, cue.last + 4),
  ];
  const word = near.find(({ folded }) => view.grammar.critics.has(folded));
  return word === undefined
    ? null
    : { text: word.folded, id: null, span: { start: word.start, end: word.end } };
}

/** «по словам Кабулова»: the name right behind, which the phrase makes no part of the clause. */
function namedSource(sentence: SpokenSentence, at: number): number {
  const next = firstActorIn(sentence.view, at + 1, at + 3);
  return next >= 0 && sentence.view.markers[next]?.kind !== 'apposed' ? next : nextActor(sentence, at);
}

/** The first name after the verb that nothing but "the envoy of" stands before. */
function nextActor({ view }: SpokenSentence, at: number): number {
  const found = actorsBetween(view, at + 1, at + NEAR + 1).find((index) => {
    const kind = view.markers[index]?.kind ?? 'none';
    const isAside = kind === 'circumstance' || kind === 'place' || kind === 'object';
    return !isAside || isPersonInNominative(view, index);
  });
  return found ?? -1;
}

/** «заявил спецпредставитель президента России по Афганистану Замир Кабулов»: the person at the end of the title. */
function personAfter({ view }: SpokenSentence, first: number): number {
  for (let index = first; index < view.actors.length && index < first + 4; index += 1) {
    const actor = view.actors[index];
    const previous = view.actors[index - 1];
    if (actor === undefined) break;
    if (index > first && previous !== undefined) {
      const gap = view.words.slice(previous.last + 1, actor.first);
      if (gap.length > 4 || gap.some(({ mark }) => mark !== '' && mark !== ',' && mark !== '،')) break;
      const kind = view.markers[index]?.kind;
      if (kind === 'object' || kind === 'circumstance') break;
    }
    if (actor.id.startsWith('person:') && !isOblique(view, index)) return index;
  }
  return first;
}

/** «сообщили в МИД», «جاء في بيان الإمارة»: a body in a phrase of place right behind the verb speaks. */
function bodyNextTo({ view }: SpokenSentence, { last }: CueMatch<SpeechCue>): number {
  const next = firstActorIn(view, last + 1, last + 4);
  const actor = view.actors[next];
  const isBody = actor !== undefined && /^(?:org|country):/u.test(actor.id);
  return isBody && view.markers[next]?.kind === 'place' ? next : -1;
}

function fromActor({ view }: SpokenSentence, index: number): Speaker | null {
  const actor = view.actors[index];
  if (actor === undefined) return null;
  const { surface, start, end } = actor.mention;
  return { text: surface, id: actor.id, span: { start, end } };
}

/** "he": the last person named before, not inside what is quoted; else the last speaker. */
function byPronoun(
  cue: CueMatch<SpeechCue>,
  { view }: SpokenSentence,
  { mentions, lastSpeaker }: Around,
): Speaker | null {
  const at = view.words[cue.first]?.start ?? 0;
  const pronoun = view.words
    .slice(Math.max(0, cue.first - FAR), cue.first)
    .findLast(({ folded }) => view.grammar.thirdPerson.has(folded));
  // "they said": whoever they are, no single person.
  if (
    pronoun !== undefined &&
    view.grammar.grammar.order === 'svo' &&
    view.grammar.plural.has(pronoun.folded)
  )
    return lastSpeaker?.id?.startsWith('person:') === true ? null : lastSpeaker;
  const person = lastPersonBefore(mentions, at);
  if (person === undefined) return lastSpeaker;
  if (lastSpeaker?.span != null && lastSpeaker.span.start >= person.start) return lastSpeaker;
  return { text: person.surface, id: person.entityId, span: { start: person.start, end: person.end } };
}

/** A name that nobody has registered: capitalised words next to the verb. */
function named({ view }: SpokenSentence, cue: CueMatch<SpeechCue>, { text, after }: Around): Speaker | null {
  for (const step of [-1, 1] as const) {
    const run: number[] = [];
    for (let at = step < 0 ? cue.first - 1 : cue.last + 1; run.length < 4; at += step) {
      const word = view.words[at];
      if (
        word === undefined ||
        word.mark !== '' ||
        word.start < after ||
        (view.actorAt[at] ?? -1) >= 0 ||
        !/^\p{Lu}/u.test(text.slice(word.start, word.end))
      )
        break;
      run.push(at);
    }
    const [low, high] = [Math.min(...run), Math.max(...run)];
    const start = view.words[low]?.start;
    const end = view.words[high]?.end;
    // One capital word before the verb may be only the start of the sentence.
    if (start === undefined || end === undefined || (low === 0 && run.length < 2)) continue;
    return { text: text.slice(start, end), id: null, span: { start, end } };
  }
  return null;
}

/** The last person named in the 1,500 letters before an offset (binary search, then a short walk back). */
function lastPersonBefore(mentions: readonly Mention[], offset: number): Mention | undefined {
  let [low, high] = [0, mentions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mentions[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return mentions
    .slice(Math.max(0, low - 60), low)
    .findLast(({ start, type }) => type === 'PER' && offset - start < 1500);
}
