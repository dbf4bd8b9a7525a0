import type { Mention, Quote, Stance } from '@khabar/article';

import type { SpeechCue } from '../quotes/spoken-sentence.ts';
import { readSentence, type Lookup, type SentenceView } from '../sentence/markers.ts';
import { type ReadSentence, wordFrom } from '../sentence/read-text.ts';
import { type Cue, negatedCues } from './chain.ts';
import type { CueMatcher } from './cue-matcher.ts';
import type { Claim } from './draft.ts';
import type { Frame } from './frame.ts';
import { quotesByWord } from './holder.ts';
import { judge } from './judge.ts';
import { withoutReporter } from './news-outlets.ts';

/** What the stance rules of one language need. */
export interface StanceLanguage {
  readonly lookup: Lookup;
  readonly frames: CueMatcher<Frame>;
  /** The frames that have a topic. */
  readonly topical: CueMatcher<Frame>;
  /** Speech verbs: a phrase never reaches over them. */
  readonly speech: CueMatcher<SpeechCue>;
}

export interface Field {
  readonly field: 'title' | 'text';
  readonly text: string;
  readonly read: readonly ReadSentence[];
  readonly mentions: readonly Mention[];
  readonly quotes: readonly Quote[];
  /** Spans that never count, such as the footnote that Russian law demands. */
  readonly ignored: readonly { readonly start: number; readonly end: number }[];
}

/** Who stands how towards whom in a title or a text, sentence by sentence; neutral claims (`contact`, `deny`) included. */
export function findStances(field: Field, language: StanceLanguage): Stance[] {
  const stances: Stance[] = [];
  let lastHolder: string | null = null;
  let nextIgnored = 0;
  const quoted = quotesBySentence(field);
  for (const [at, read] of field.read.entries()) {
    const { span: sentence, words } = read;
    while (nextIgnored < field.ignored.length && (field.ignored[nextIgnored]?.end ?? 0) <= sentence.start)
      nextIgnored += 1;
    const ignored = field.ignored
      .slice(nextIgnored, nextIgnored + 20)
      .filter(({ start }) => start < sentence.end);
    const actors = read.actors.filter(
      ({ mention }) => !ignored.some((span) => mention.start < span.end && mention.end > span.start),
    );
    // Without a name only what claims are made of ("recognition") says anything.
    if (actors.length === 0 && language.topical.find(words, nothing).length === 0) continue;
    const covered = new Uint8Array(words.length);
    for (const { first, last } of actors) covered.fill(1, first, last + 1);
    for (const { start, end } of ignored) covered.fill(1, wordFrom(words, start), wordFrom(words, end));
    const isCovered = (index: number): boolean => covered[index] === 1;
    const cues: Cue[] = language.frames.find(words, isCovered, language.lookup.not);
    const verbs = verbWords(words.length, cues);
    const opens = new Set<number>();
    for (const { words: spoken, last, entry } of language.speech.find(words, isCovered)) {
      for (const index of spoken) verbs[index] = 1;
      if (entry.as === 'bare') opens.add(last);
    }
    const view: SentenceView = readSentence(words, actors, {
      lookup: language.lookup,
      isVerb: (index) => verbs[index] === 1,
      opens,
    });
    const quoteAt = quotesByWord(words, quoted[at] ?? []);
    const claims: Claim[] = judge(
      { view, cues, negated: negatedCues(view, cues), sentence, quoteAt },
      { field, lastHolder },
    );
    for (const claim of claims) stances.push(claim.stance);
    lastHolder = nextHolder(view, claims) ?? lastHolder;
  }
  return stances;
}

const nothing = (): boolean => false;

/** The quotes that reach into each sentence. */
function quotesBySentence({ read, quotes }: Field): Quote[][] {
  const bySentence: Quote[][] = read.map(() => []);
  let first = 0;
  for (const quote of quotes.map(withoutReporter)) {
    while (first < read.length && (read[first]?.span.end ?? 0) <= quote.start) first += 1;
    for (let at = first; at < read.length && (read[at]?.span.start ?? 0) < quote.end; at += 1)
      bySentence[at]?.push(quote);
  }
  return bySentence;
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
