import type { Quote } from '@khabar/article';

import { findSpeaker } from './speaker.ts';
import { cueText, quoteOf, type Speaker, type SpokenSentence } from './spoken-sentence.ts';

const OPENING = /^[—–]\s/u;

/** Dialogue with dashes: «— Мы ждём решения, — сказал Кабулов. — Работа идёт.» */
export function dialogueTurns(
  text: string,
  read: readonly SpokenSentence[],
  quotes: readonly Quote[],
): Quote[] {
  const turns: Quote[] = [];
  let lineStart = 0;
  let from = 0;
  for (const line of text.split('\n')) {
    const lineEnd = lineStart + line.length;
    if (OPENING.test(line) && !quotes.some(({ start, end }) => start < lineEnd && end > lineStart)) {
      while (from < read.length && (read[from]?.span.end ?? 0) <= lineStart) from += 1;
      turns.push(...turnsOf(text, { start: lineStart, end: lineEnd }, read.slice(from, from + 40)));
    }
    lineStart = lineEnd + 1;
  }
  return turns;
}

function turnsOf(
  text: string,
  line: { start: number; end: number },
  read: readonly SpokenSentence[],
): Quote[] {
  const pieces = split(text, line);
  let speaker: Speaker | null = null;
  let cueWords: string | null = null;
  const said: { start: number; end: number }[] = [];
  for (const piece of pieces) {
    const spoken = said.length === 0 ? null : attributionIn(text, piece, read);
    if (spoken === null) said.push(piece);
    else ({ speaker, cue: cueWords } = spoken);
  }
  return said.map((piece) =>
    quoteOf(piece, text, {
      speaker,
      cue: cueWords,
      kind: 'direct',
      confidence: speaker === null ? 0.4 : 0.8,
    }),
  );
}

function attributionIn(
  text: string,
  piece: { start: number; end: number },
  read: readonly SpokenSentence[],
): { speaker: Speaker | null; cue: string } | null {
  for (const sentence of read) {
    const cue = sentence.cues.find(({ first }) => {
      const at = sentence.view.words[first]?.start ?? -1;
      return at >= piece.start && at < piece.start + 40 && at < piece.end;
    });
    if (cue === undefined) continue;
    const mentions = sentence.view.actors.map(({ mention }) => mention);
    const speaker = findSpeaker(sentence, cue, { text, mentions, lastSpeaker: null, after: piece.start });
    return { speaker, cue: cueText(text, sentence, cue) };
  }
  return null;
}

function split(
  text: string,
  { start, end }: { start: number; end: number },
): { start: number; end: number }[] {
  const pieces: { start: number; end: number }[] = [];
  let from = start;
  for (let at = start; at <= end; at += 1) {
    const isDash = at === end || ((text[at] === '—' || text[at] === '–') && text[at + 1] === ' ');
    if (!isDash) continue;
    const trimmed = trim(text, { start: from, end: at });
    if (trimmed.end > trimmed.start) pieces.push(trimmed);
    from = at + 1;
  }
  return pieces;
}

function trim(text: string, { start, end }: { start: number; end: number }): { start: number; end: number } {
  let [from, to] = [start, end];
  while (from < to && /\s/u.test(text[from] ?? '')) from += 1;
  while (to > from && /[\s,]/u.test(text[to - 1] ?? '')) to -= 1;
  return { start: from, end: to };
}
