import { foldText } from '@khabar/text';

import officials from '../../data/officials.json' with { type: 'json' };
import stateAdjectives from '../../data/state-adjectives.json' with { type: 'json' };
import type { SentenceView } from './markers.ts';

interface Adjectives {
  /** Beginnings of folded adjectives, each with its state. */
  readonly states: readonly (readonly [start: string, state: string])[];
  /** Beginnings of folded nouns for those who act for a state. */
  readonly officials: readonly string[];
}

const fold = (text: string): string => foldText(text).text;

const NOUNS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(officials));

const BY_LANGUAGE: ReadonlyMap<string, Adjectives> = new Map(
  Object.entries(stateAdjectives).map(([language, adjectives]) => [
    language,
    {
      states: Object.entries(adjectives).map(
        ([adjective, state]) => [fold(adjective).replace(/^ال/u, ''), state] as const,
      ),
      officials: (NOUNS.get(language) ?? []).map(fold),
    },
  ]),
);

/** "Pakistani air strikes", «الغارات الباكستانية»: the state that an adjective right by a noun names, or null. */
export function stateOfNoun(
  view: SentenceView,
  { first, last }: { readonly first: number; readonly last: number },
): string | null {
  const { language, order } = view.grammar.grammar;
  const places = order === 'vso' ? [last + 1, last + 2] : [first - 1, first - 2];
  return stateAmong(view, places, BY_LANGUAGE.get(language));
}

/** "Pakistani officials accused", «السلطات الباكستانية»: the state whose officials stand among some words, or null. */
export function stateOfOfficials(
  view: SentenceView,
  { from, to }: { readonly from: number; readonly to: number },
): string | null {
  const { language, order } = view.grammar.grammar;
  const known = BY_LANGUAGE.get(language);
  if (known === undefined) return null;
  for (let at = from; at < to; at += 1) {
    const word = view.words[at];
    if (
      word === undefined ||
      !known.officials.some((noun) => word.forms.some((form) => form.startsWith(noun)))
    )
      continue;
    const places = order === 'vso' ? [at + 1, at + 2] : [at - 1, at - 2];
    const state = stateAmong(view, places, known);
    if (state !== null) return state;
  }
  return null;
}

function stateAmong(
  { words, actorAt }: SentenceView,
  places: readonly number[],
  known: Adjectives | undefined,
): string | null {
  if (known === undefined) return null;
  for (const at of places) {
    const word = words[at];
    if (word === undefined || word.mark !== '' || (actorAt[at] ?? -1) >= 0) return null;
    const state = known.states.find(([start]) => word.forms.some((form) => form.startsWith(start)));
    if (state !== undefined) return state[1];
  }
  return null;
}
