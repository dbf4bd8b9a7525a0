import type { Mention, Quote } from '@khabar/article';
import { sentences } from '@khabar/text';

import type { Lookup } from '../sentence/markers.ts';
import { readSentence } from '../sentence/markers.ts';
import { readActors, readWords } from '../sentence/words.ts';
import type { CueMatcher } from '../stance/cue-matcher.ts';
import { dialogueTurns } from './dialogue.ts';
import { quotedSpans, type QuotedSpan } from './quote-marks.ts';
import { reportedSpeech } from './reported-speech.ts';
import { findSpeaker } from './speaker.ts';
import { cueText, quoteOf, type SpeechCue, type Speaker, type SpokenSentence } from './spoken-sentence.ts';

export interface QuoteLanguage {
  readonly lookup: Lookup;
  readonly speech: CueMatcher<SpeechCue>;
}

/** Direct, partial and indirect quotes of a text in order, with who says them. */
export function findQuotes(text: string, mentions: readonly Mention[], language: QuoteLanguage): Quote[] {
  const spans = quotedSpans(text);
  const read = readSentences(text, { mentions, language, spans });
  const memory: Memory = { lastSpeaker: null, lastEnd: -1 };
  const quotes: Quote[] = [];
  let from = 0;
  for (const span of spans) {
    while (from < read.length && (read[from]?.span.end ?? 0) <= span.open) from += 1;
    const quote = attribute(span, { text, mentions, read, from, memory });
    if (quote === null) continue;
    quotes.push(quote);
    if (quote.speaker !== null) {
      memory.lastSpeaker = { text: quote.speaker, id: quote.speakerId, span: quote.speakerSpan };
    }
    memory.lastEnd = span.close;
  }
  const turns = dialogueTurns(text, read, quotes);
  const reported = reportedSpeech(text, read, quotes);
  return [...quotes, ...turns, ...reported].toSorted((a, b) => a.start - b.start || b.end - a.end);
}

interface Memory {
  lastSpeaker: Speaker | null;
  lastEnd: number;
}

function readSentences(
  text: string,
  {
    mentions,
    language,
    spans,
  }: { mentions: readonly Mention[]; language: QuoteLanguage; spans: readonly QuotedSpan[] },
): SpokenSentence[] {
  const words = readWords(text, language.lookup.grammar);
  const read: SpokenSentence[] = [];
  let from = 0;
  let firstMention = 0;
  let firstSpan = 0;
  for (const span of sentences(text)) {
    while (from < words.length && (words[from]?.end ?? 0) <= span.start) from += 1;
    let to = from;
    while (to < words.length && (words[to]?.start ?? 0) < span.end) to += 1;
    const own = words.slice(from, to);
    from = to;
    while (firstMention < mentions.length && (mentions[firstMention]?.end ?? 0) <= span.start)
      firstMention += 1;
    let last = firstMention;
    while (last < mentions.length && (mentions[last]?.start ?? 0) < span.end) last += 1;
    const actors = readActors(own, mentions.slice(firstMention, last), text);
    const taken = new Uint8Array(own.length);
    for (const actor of actors) taken.fill(1, actor.first, actor.last + 1);
    while (firstSpan < spans.length && (spans[firstSpan]?.close ?? 0) <= span.start) firstSpan += 1;
    let inside = firstSpan;
    own.forEach((word, index) => {
      while (inside < spans.length && (spans[inside]?.close ?? 0) <= word.start) inside += 1;
      const quoted = spans[inside];
      if (quoted !== undefined && quoted.start <= word.start && word.end <= quoted.end) taken[index] = 1;
    });
    const cues = language.speech.find(own, (index) => taken[index] === 1);
    const verbs = new Set(cues.flatMap(({ words: spoken }) => spoken));
    const view = readSentence(own, actors, { lookup: language.lookup, isVerb: (index) => verbs.has(index) });
    read.push({ span, view, cues });
  }
  return read;
}

interface Reading {
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly read: readonly SpokenSentence[];
  readonly from: number;
  readonly memory: Memory;
}

function attribute(span: QuotedSpan, reading: Reading): Quote | null {
  const { text, memory } = reading;
  const quoted = text.slice(span.start, span.end);
  const isLong = countWords(quoted) >= 7 || /[.!?؟]\s/u.test(quoted.trim());
  if (!isLong && isName(span, quoted, reading)) return null;
  const found = afterQuote(span, reading) ?? beforeQuote(span, reading);
  if (found !== null) {
    const partial = !isLong && !found.adjacent;
    return quoteOf(span, text, {
      speaker: found.speaker,
      cue: found.cue,
      kind: partial ? 'partial' : 'direct',
      confidence: found.speaker?.id == null ? 0.6 : 0.9,
    });
  }
  const gap = memory.lastEnd < 0 ? '' : text.slice(memory.lastEnd, span.open);
  const goesOn = memory.lastSpeaker !== null && memory.lastEnd >= 0 && (span.continues || gap.length < 4);
  if (goesOn)
    return quoteOf(span, text, { speaker: memory.lastSpeaker, cue: null, kind: 'direct', confidence: 0.6 });
  return isLong ? quoteOf(span, text, { speaker: null, cue: null, kind: 'direct', confidence: 0.4 }) : null;
}

function countWords(text: string): number {
  return text.split(/\s+/u).filter((word) => word !== '').length;
}

/** «Талибан», “Channel 24”, ‘Moscow Format’: marks around a name are no quotation. */
function isName({ start, end }: QuotedSpan, quoted: string, { mentions }: Reading): boolean {
  const covered = mentions.some(
    (mention) =>
      mention.start < end && mention.end > start && (mention.end - mention.start) * 2 > end - start,
  );
  if (covered) return true;
  const words = quoted.split(/\s+/u);
  return words.length <= 4 && words.every((word) => /^[\p{Lu}\p{N}]/u.test(word)) && !/[.,!?]$/u.test(quoted);
}

interface Attribution {
  readonly speaker: Speaker | null;
  readonly cue: string;
  readonly adjacent: boolean;
}

/** “…,” said Kabulov. «…», — отметил Кабулов. */
function afterQuote(span: QuotedSpan, { text, read, from, memory, mentions }: Reading): Attribution | null {
  for (let index = from; index < Math.min(read.length, from + 40); index += 1) {
    const sentence = read[index];
    if (sentence === undefined || sentence.span.start > span.close + 3) return null;
    if (sentence.span.end <= span.close) continue;
    const cue = sentence.cues.find(({ first }) => (sentence.view.words[first]?.start ?? 0) >= span.close);
    if (cue === undefined) return null;
    const at = sentence.view.words[cue.first]?.start ?? 0;
    const between = text.slice(span.close, at);
    if (/[.;:!?؛؟]\s|[«“„"\n]/u.test(between) || countWords(between) > 9) return null;
    const closing = text.slice(Math.max(span.start, span.end - 1), span.close + 2);
    const adjacent = /[,،!?؟…—–-]/u.test(closing);
    if (!adjacent && countWords(between) > 4) return null;
    const speaker = findSpeaker(sentence, cue, {
      text,
      mentions,
      lastSpeaker: memory.lastSpeaker,
      after: span.close,
    });
    return { speaker, cue: cueText(text, sentence, cue), adjacent };
  }
  return null;
}

/** Kabulov said: “…”; he called it “premature”. */
function beforeQuote(span: QuotedSpan, { text, read, from, memory, mentions }: Reading): Attribution | null {
  const own = read[from];
  const previous = read[from - 1];
  const opening = text.slice(Math.max(0, span.open - 3), span.open);
  for (const sentence of [own, previous]) {
    if (sentence === undefined) continue;
    if (
      sentence === previous &&
      !/:\s*$/u.test(text.slice(sentence.span.start, sentence.span.end)) &&
      !/:\s*$/u.test(opening)
    )
      break;
    const cue = sentence.cues.findLast(({ last }) => (sentence.view.words[last]?.end ?? 0) <= span.open);
    if (cue === undefined) continue;
    const speaker = findSpeaker(sentence, cue, {
      text,
      mentions,
      lastSpeaker: memory.lastSpeaker,
      after: -1,
    });
    return { speaker, cue: cueText(text, sentence, cue), adjacent: /[:,،]\s*$/u.test(opening) };
  }
  return null;
}
