import type { Quote, Span } from '@khabar/article';

import type { Word } from '../sentence/words.ts';
import type { CueMatch } from '../stance/cue-matcher.ts';
import { findSpeaker } from './speaker.ts';
import { cueText, quoteOf, type SpeechCue, type Speaker, type SpokenSentence } from './spoken-sentence.ts';

const THAT_REACH = 12;
/** Speech within speech: more layers in one sentence are not read. */
const MOST_IN_A_SENTENCE = 8;
/** Letters between a verb and the quote that it opens. */
const QUOTE_REACH = 80;

/** Indirect speech: "S said that …", "…, S said", "according to S, …". The span is what is said. */
export function reportedSpeech(
  text: string,
  read: readonly SpokenSentence[],
  quotes: readonly Quote[],
): Quote[] {
  const found: Quote[] = [];
  const mentions = read.flatMap(({ view }) => view.actors.map(({ mention }) => mention));
  let nextQuote = 0;
  let last: Speaker | null = null;
  const full = quotes.filter(({ kind }) => kind === 'direct');
  let nextFull = 0;
  for (const sentence of read) {
    while (nextFull < full.length && (full[nextFull]?.end ?? 0) <= sentence.span.start) nextFull += 1;
    const spoken = full[nextFull];
    const inQuote =
      spoken !== undefined && spoken.start <= sentence.span.start && spoken.end >= sentence.span.end;
    if (inQuote) continue;
    while (nextQuote < quotes.length && (quotes[nextQuote]?.end ?? 0) <= sentence.span.start) nextQuote += 1;
    const around = quotes.slice(nextQuote, nextQuote + MOST_IN_A_SENTENCE);
    for (const cue of sentence.cues.slice(0, MOST_IN_A_SENTENCE)) {
      const content = contentOf(sentence, cue);
      if (
        content === null ||
        isQuoted(content, around) ||
        opensQuote(content, wordsSpan(sentence, cue), around)
      )
        continue;
      const speaker: Speaker | null =
        sameSpeaker(sentence, cue, found.at(-1)) ??
        findSpeaker(sentence, cue, {
          text,
          mentions,
          lastSpeaker: last,
          after: content.speakerAfter,
        });
      if (speaker === null) continue;
      found.push(
        quoteOf(content, text, {
          speaker,
          cue: cueText(text, sentence, cue),
          kind: 'indirect',
          confidence: speaker.id === null ? 0.5 : 0.8,
        }),
      );
    }
    last =
      found.at(-1) !== undefined && (found.at(-1)?.start ?? 0) >= sentence.span.start
        ? speakerOf(found.at(-1))
        : last;
    const own = full.slice(nextFull, nextFull + MOST_IN_A_SENTENCE);
    const direct = own.findLast(({ end, start }) => end <= sentence.span.end && start >= sentence.span.start);
    if (direct?.speaker != null) last = speakerOf(direct);
  }
  return found;
}

/** Whether most of the words stand in quotation marks: the direct quote says it already. */
function isQuoted({ start, end }: Content, quotes: readonly Quote[]): boolean {
  const quoted = quotes.reduce(
    (sum, quote) => sum + Math.max(0, Math.min(end, quote.end) - Math.max(start, quote.start)),
    0,
  );
  return quoted * 2 > end - start;
}

/** «في رده على سؤال، قال بيسكوف: «…»»: a verb that opens a direct quote reports nothing that stands before it. */
function opensQuote({ end }: Content, verb: Span, quotes: readonly Quote[]): boolean {
  return (
    end <= verb.start &&
    quotes.some(({ kind, cue, start }) => {
      const isNear = start > verb.end && start - verb.end < QUOTE_REACH;
      return kind !== 'indirect' && cue !== null && isNear;
    })
  );
}

function wordsSpan({ view }: SpokenSentence, { first, last }: CueMatch<SpeechCue>): Span {
  return { start: view.words[first]?.start ?? 0, end: view.words[last]?.end ?? 0 };
}

/** "…, adding that": a participle behind a comma has the subject of the verb of speech before it. */
function sameSpeaker(
  { view, span }: SpokenSentence,
  { first }: CueMatch<SpeechCue>,
  before: Quote | undefined,
): Speaker | null {
  const isParticiple =
    view.words[first - 1]?.mark === ',' && (view.words[first]?.folded ?? '').endsWith('ing');
  return isParticiple && before !== undefined && before.start >= span.start ? speakerOf(before) : null;
}

function speakerOf(quote: Quote | undefined): Speaker | null {
  if (quote === undefined || quote.speaker === null) return null;
  return { text: quote.speaker, id: quote.speakerId, span: quote.speakerSpan };
}

interface Content {
  readonly start: number;
  readonly end: number;
  readonly speakerAfter: number;
}

function contentOf(sentence: SpokenSentence, cue: CueMatch<SpeechCue>): Content | null {
  switch (cue.entry.as) {
    case 'according':
    case 'according-after':
      return accordingTo(sentence, cue);
    case 'none':
      return null;
    case 'verb':
    case 'bare':
      break;
  }
  if (isJoined(sentence, cue)) return afterThat(sentence, cue);
  if (isInverted(sentence, cue)) return beforeVerb(sentence, cue);
  return afterThat(sentence, cue) ?? beforeVerb(sentence, cue);
}

const COMMAS = new Set([',', '،', '—', '–']);

/** «…، ووصف بكين»: a verb that "and" joins says nothing of what stands before it. */
function isJoined({ view }: SpokenSentence, { first }: CueMatch<SpeechCue>): boolean {
  const [folded, ...others] = view.words[first]?.forms ?? [];
  const isArabic = view.grammar.grammar.order === 'vso';
  return isArabic && folded?.startsWith('و') === true && others.includes(folded.slice(1));
}

/** "…, said Kabulov, who …": the name behind the verb says what stands before it. */
function isInverted({ view }: SpokenSentence, { first, last }: CueMatch<SpeechCue>): boolean {
  const { words, actors, actorAt } = view;
  const next = actors[actorAt[last + 1] ?? -1];
  if (next === undefined || !COMMAS.has(words[first - 1]?.mark ?? '')) return false;
  const behind = words[next.last + 1];
  return behind === undefined || behind.mark !== '';
}

function accordingTo({ view, span }: SpokenSentence, cue: CueMatch<SpeechCue>): Content | null {
  const { words } = view;
  if (cue.first > 6) {
    const start = words[0]?.start ?? span.start;
    const end = words[cue.first - 1]?.end ?? span.end;
    return end > start ? { start, end, speakerAfter: -1 } : null;
  }
  const comma = words.findIndex(({ mark }, index) => index > cue.last && (mark === ',' || mark === '،'));
  const next = view.actors.find(({ first }) => first > cue.last);
  const from = comma >= 0 ? comma + 1 : Math.max(cue.last, next?.last ?? cue.last) + 1;
  const start = words[from]?.start;
  return start === undefined ? null : { start, end: endOfWords(view), speakerAfter: -1 };
}

function afterThat({ view, cues }: SpokenSentence, cue: CueMatch<SpeechCue>): Content | null {
  const { words, grammar } = view;
  let from = -1;
  for (let at = cue.last + 1; at <= cue.last + THAT_REACH && at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined || '.;!?'.includes(word.mark || ' ')) break;
    // "…, the ministry said, adding that": what follows is another verb's.
    if (words[at - 1]?.mark === ',' && cues.some(({ first }) => first === at)) break;
    if (grammar.that.has(word.folded)) {
      from = at + 1;
      break;
    }
  }
  if (from < 0 && cue.entry.as === 'bare') {
    const next = words[cue.last + 1];
    const isClause =
      next !== undefined &&
      opensClause(next, grammar.grammar.order) &&
      !grammar.kindOf.has(next.folded) &&
      !isNameAlone(view, cue.last + 1);
    // "Kabulov said on Monday Russia …" stays whole; "…, Kabulov said." has nothing after the verb.
    if (isClause && words.length - cue.last > 4) from = next.mark === '' ? cue.last + 1 : cue.last + 2;
  }
  const start = words[from]?.start;
  const end = endOfWords(view);
  return start === undefined || end <= start ? null : { start, end, speakerAfter: -1 };
}

/** "said Mujahid, adding …": a name with a comma behind it is who speaks, not what is said. */
function isNameAlone({ actors, actorAt, words }: SpokenSentence['view'], at: number): boolean {
  const actor = actors[actorAt[at] ?? -1];
  const behind = actor === undefined ? '' : (words[actor.last + 1]?.mark ?? '');
  return COMMAS.has(behind);
}

/** «کابلوف وايي، …»: where the verb ends its clause, a comma may stand before what is said. */
function opensClause({ mark }: Word, order: string): boolean {
  return mark === '' || mark === ':' || (order === 'sov' && mark === '،');
}

function endOfWords({ words }: SpokenSentence['view']): number {
  return words.findLast(({ mark }) => mark === '')?.end ?? 0;
}

/** "…, Kabulov said.": what stands before the last comma. */
function beforeVerb({ view, span }: SpokenSentence, cue: CueMatch<SpeechCue>): Content | null {
  const { words } = view;
  const comma = words.findLastIndex(
    ({ mark }, index) => index < cue.first && (mark === ',' || mark === '،' || mark === '—' || mark === '–'),
  );
  if (comma < 3 || cue.first - comma > 12 || words.length - cue.last > 24) return null;
  // "In a post, he wrote: …": what he says follows.
  const behind = words[cue.last + 1]?.mark ?? '';
  if (behind !== '' && ':«“„"'.includes(behind)) return null;
  // Before the comma there must be a clause, not only the name that speaks.
  if (view.actors.some(({ first, last }) => first === 0 && last === comma - 1)) return null;
  const comesFirst = view.actors.some(({ first }) => first > comma && first < cue.first);
  const follows = view.actors.some(({ first }) => first > cue.last);
  if (!comesFirst && !follows && cue.first - comma > 2) return null;
  const start = words[0]?.start ?? span.start;
  const end = words[comma - 1]?.end ?? span.end;
  return { start, end, speakerAfter: words[comma]?.start ?? -1 };
}
