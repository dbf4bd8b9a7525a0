import type { Mention, Quote, Stance } from '@khabar/article';
import { sentences } from '@khabar/text';

import type { SpeechCue } from '../quotes/spoken-sentence.ts';
import { readSentence, type Lookup, type SentenceView } from '../sentence/markers.ts';
import { readActors, readWords } from '../sentence/words.ts';
import { type Cue, negatedCues } from './chain.ts';
import type { CueMatcher } from './cue-matcher.ts';
import type { Claim } from './draft.ts';
import type { Frame } from './frame.ts';
import { judge } from './judge.ts';

/** What the stance rules of one language need. */
export interface StanceLanguage {
  readonly lookup: Lookup;
  readonly frames: CueMatcher<Frame>;
  /** Speech verbs: a phrase never reaches over them. */
  readonly speech: CueMatcher<SpeechCue>;
}

export interface Field {
  readonly field: 'title' | 'text';
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly quotes: readonly Quote[];
  /** Spans that never count, such as the footnote that Russian law demands. */
  readonly ignored: readonly { readonly start: number; readonly end: number }[];
}

/** Who stands how towards whom in a title or a text, sentence by sentence; neutral claims (`contact`, `deny`) included. */
export function findStances(field: Field, language: StanceLanguage): Stance[] {
  const words = readWords(field.text, language.lookup.grammar);
  const mentions = field.mentions.filter(
    ({ start, end }) => !field.ignored.some((span) => start < span.end && end > span.start),
  );
  const stances: Stance[] = [];
  let lastHolder: string | null = null;
  let from = 0;
  let firstMention = 0;
  for (const sentence of sentences(field.text)) {
    while (from < words.length && (words[from]?.end ?? 0) <= sentence.start) from += 1;
    let to = from;
    while (to < words.length && (words[to]?.start ?? 0) < sentence.end) to += 1;
    const own = words.slice(from, to);
    from = to;
    while (firstMention < mentions.length && (mentions[firstMention]?.end ?? 0) <= sentence.start)
      firstMention += 1;
    let lastMention = firstMention;
    while (lastMention < mentions.length && (mentions[lastMention]?.start ?? 0) < sentence.end)
      lastMention += 1;
    const actors = readActors(own, mentions.slice(firstMention, lastMention), field.text);
    const covered = new Uint8Array(own.length);
    for (const { first, last } of actors) covered.fill(1, first, last + 1);
    const cues: Cue[] = language.frames.find(own, (index) => covered[index] === 1, language.lookup.not);
    const verbs = verbWords(own.length, cues);
    const opens = new Set<number>();
    for (const { words: spoken, last, entry } of language.speech.find(own, (index) => covered[index] === 1)) {
      for (const index of spoken) verbs[index] = 1;
      if (entry.as === 'bare') opens.add(last);
    }
    const view: SentenceView = readSentence(own, actors, {
      lookup: language.lookup,
      isVerb: (index) => verbs[index] === 1,
      opens,
    });
    const claims: Claim[] = judge(
      { view, cues, negated: negatedCues(view, cues), sentence },
      { field, lastHolder },
    );
    for (const claim of claims) stances.push(claim.stance);
    lastHolder = nextHolder(view, claims) ?? lastHolder;
  }
  return stances;
}

function verbWords(length: number, cues: readonly Cue[]): Uint8Array {
  const verbs = new Uint8Array(length);
  for (const { entry, words } of cues) {
    if (entry.as === 'thing' || entry.as === 'none') continue;
    for (const index of words) verbs[index] = 1;
  }
  return verbs;
}

/** Whom "he" or "it" at the start of the next sentence means: this sentence's holder, or its first name. */
function nextHolder(view: SentenceView, claims: readonly Claim[]): string | null {
  const named = claims.find(({ stance }) => stance.holder.includes(':'));
  if (named !== undefined) return named.stance.holder;
  const first = view.actors.find((actor, index) => {
    const kind = view.markers[index]?.kind;
    return (kind === 'none' || kind === 'genitive') && !actor.id.startsWith('topic:');
  });
  return first?.id ?? null;
}
