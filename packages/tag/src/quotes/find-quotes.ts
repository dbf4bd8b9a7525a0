import type { Mention, Quote } from '@khabar/article';

import type { Lookup } from '../sentence/markers.ts';
import { readSentence } from '../sentence/markers.ts';
import type { ReadSentence } from '../sentence/read-text.ts';
import type { CueMatch, CueMatcher } from '../stance/cue-matcher.ts';
import { dialogueTurns } from './dialogue.ts';
import { colonSpeech } from './headline.ts';
import { quotedSpans, type QuotedSpan } from './quote-marks.ts';
import { reportedSpeech } from './reported-speech.ts';
import { findSpeaker } from './speaker.ts';
import { cueText, quoteOf, type SpeechCue, type Speaker, type SpokenSentence } from './spoken-sentence.ts';

export interface QuoteLanguage {
  readonly lookup: Lookup;
  readonly speech: CueMatcher<SpeechCue>;
}

export interface QuotableText {
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly read: readonly ReadSentence[];
}

/** Direct, partial and indirect quotes of a text in order, with who says them. */
export function findQuotes(
  { text, mentions, read: sentences }: QuotableText,
  language: QuoteLanguage,
): Quote[] {
  const spans = quotedSpans(text);
  const read = readSpeech(sentences, { language, spans });
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
  const reported = reportedSpeech(
    text,
    read,
    [...quotes, ...turns].toSorted((a, b) => a.start - b.start),
  );
  const afterColon = colonSpeech(text, sentences, quotes);
  return [...quotes, ...turns, ...reported, ...afterColon].toSorted(
    (a, b) => a.start - b.start || b.end - a.end,
  );
}

interface Memory {
  lastSpeaker: Speaker | null;
  lastEnd: number;
}

function readSpeech(
  sentences: readonly ReadSentence[],
  { language, spans }: { language: QuoteLanguage; spans: readonly QuotedSpan[] },
): SpokenSentence[] {
  let firstSpan = 0;
  return sentences.map(({ span, words, actors }) => {
    const taken = new Uint8Array(words.length);
    for (const actor of actors) taken.fill(1, actor.first, actor.last + 1);
    while (firstSpan < spans.length && (spans[firstSpan]?.close ?? 0) <= span.start) firstSpan += 1;
    let inside = firstSpan;
    words.forEach((word, index) => {
      while (inside < spans.length && (spans[inside]?.close ?? 0) <= word.start) inside += 1;
      const quoted = spans[inside];
      if (quoted !== undefined && quoted.start <= word.start && word.end <= quoted.end) taken[index] = 1;
    });
    const cues = language.speech
      .find(words, (index) => taken[index] === 1)
      .filter(({ entry }) => entry.as !== 'none');
    const verbs = new Set(cues.flatMap(({ words: spoken }) => spoken));
    const view = readSentence(words, actors, {
      lookup: language.lookup,
      isVerb: (index) => verbs.has(index),
    });
    return { span, view, cues };
  });
}

/** Index of the first cue that starts at or after an offset (binary search). */
function cueIndexFrom({ cues, view }: SpokenSentence, offset: number): number {
  let [low, high] = [0, cues.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((view.words[cues[middle]?.first ?? 0]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function cueFrom(sentence: SpokenSentence, offset: number): CueMatch<SpeechCue> | undefined {
  return sentence.cues[cueIndexFrom(sentence, offset)];
}

function cueBefore(sentence: SpokenSentence, offset: number): CueMatch<SpeechCue> | undefined {
  return sentence.cues[cueIndexFrom(sentence, offset) - 1];
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
  const words = countWords(quoted);
  // A sentence with its own full stop is said, however short.
  const isLong = words >= 7 || /[.!?؟]\s/u.test(quoted.trim()) || (words >= 3 && /[.!?؟]$/u.test(quoted));
  if (!isLong && isName(span, quoted, reading)) return null;
  const found = attributionOf(span, reading);
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
  // “…,” said Lavrov. “…”: what follows in the same paragraph is still his.
  const sameBreath = gap.length < 4 || (isLong && gap.length < 80 && !gap.includes('\n'));
  const goesOn = memory.lastSpeaker !== null && memory.lastEnd >= 0 && (span.continues || sameBreath);
  if (goesOn)
    return quoteOf(span, text, { speaker: memory.lastSpeaker, cue: null, kind: 'direct', confidence: 0.6 });
  return isLong ? quoteOf(span, text, { speaker: null, cue: null, kind: 'direct', confidence: 0.4 }) : null;
}

function countWords(text: string): number {
  return text.split(/\s+/u).filter((word) => word !== '').length;
}

/** The few mentions around an offset (binary search). */
function mentionsFrom(mentions: readonly Mention[], offset: number): readonly Mention[] {
  let [low, high] = [0, mentions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((mentions[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return mentions.slice(low, low + 4);
}

/** «Талибан», “Channel 24”, ‘Moscow Format’: marks around a name are no quotation. */
function isName({ start, end }: QuotedSpan, quoted: string, { mentions }: Reading): boolean {
  const near = mentionsFrom(mentions, start);
  const covered = near.some(
    (mention) =>
      mention.start < end && mention.end > start && (mention.end - mention.start) * 2 > end - start,
  );
  if (covered) return true;
  const words = quoted.split(/\s+/u);
  return words.length <= 4 && words.every((word) => /^[\p{Lu}\p{N}]/u.test(word)) && !/[.,!?]$/u.test(quoted);
}

/** “a clumsy fake” and asked: a verb that follows at a distance yields to one before the quote. */
function attributionOf(span: QuotedSpan, reading: Reading): Attribution | null {
  const after = afterQuote(span, reading);
  if (after !== null && (after.adjacent || after.near)) return after;
  return beforeQuote(span, reading) ?? beforeColon(span, reading) ?? after;
}

/** “Karzai: “Let the girls study.””, "Peskov's answer was short: “…”": the one person named before a colon, where no verb says who. */
function beforeColon(span: QuotedSpan, { text, read, from }: Reading): Attribution | null {
  const colon = text.slice(0, span.open).trimEnd().length - 1;
  if (text[colon] !== ':') return null;
  const own = [read[from], read[from - 1]].find(
    (sentence) => sentence !== undefined && sentence.span.start <= colon && sentence.span.end >= colon,
  );
  const named = own?.view.actors.filter(({ mention }) => mention.end <= colon) ?? [];
  const people = named.filter(({ id }) => id.startsWith('person:'));
  const atColon = named.at(-1);
  const only = people.length === 1 ? people[0] : undefined;
  const speaker = text.slice(atColon?.mention.end, colon).trim() === '' ? atColon : only;
  if (speaker === undefined || speaker.id.startsWith('place:')) return null;
  const { surface, start, end } = speaker.mention;
  return {
    speaker: { text: surface, id: speaker.id, span: { start, end } },
    cue: null,
    adjacent: true,
    near: true,
  };
}

interface Attribution {
  readonly speaker: Speaker | null;
  readonly cue: string | null;
  readonly adjacent: boolean;
  /** Nothing stands between quote and verb. */
  readonly near: boolean;
}

/** “…,” said Kabulov. «…», — отметил Кабулов. */
function afterQuote(span: QuotedSpan, { text, read, from, memory, mentions }: Reading): Attribution | null {
  for (let index = from; index < Math.min(read.length, from + 40); index += 1) {
    const sentence = read[index];
    if (sentence === undefined || sentence.span.start > span.close + 3) return null;
    if (sentence.span.end <= span.close) continue;
    const cue = cueFrom(sentence, span.close);
    if (cue === undefined) return null;
    const at = sentence.view.words[cue.first]?.start ?? 0;
    const between = text.slice(span.close, at);
    if (/[.;:!?؛؟]\s|[«“„"\n]/u.test(between.replace(/^؛/u, '')) || countWords(between) > 9) return null;
    const closing = text.slice(Math.max(span.start, span.end - 1), span.close + 2);
    const adjacent = /[,،؛!?؟…—–-]/u.test(closing);
    if (!adjacent && countWords(between) > 4) return null;
    // «زاخارووا … را «جعل» خواند»: a verb-final clause goes around the words that it quotes.
    const embraces = !adjacent && sentence.view.grammar.grammar.order === 'sov';
    const speaker = findSpeaker(sentence, cue, {
      text,
      mentions,
      lastSpeaker: memory.lastSpeaker,
      after: embraces ? -1 : span.close,
    });
    const near = countWords(between) === 0;
    return { speaker, cue: cueText(text, sentence, cue), adjacent, near };
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
    const cue = cueBefore(sentence, span.open);
    if (cue === undefined) continue;
    const speaker = findSpeaker(sentence, cue, {
      text,
      mentions,
      lastSpeaker: memory.lastSpeaker,
      after: -1,
    });
    const adjacent = /[:,،—–]\s*$/u.test(opening);
    return { speaker, cue: cueText(text, sentence, cue), adjacent, near: adjacent };
  }
  return null;
}
