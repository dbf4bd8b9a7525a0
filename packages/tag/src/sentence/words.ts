import type { Mention } from '@khabar/article';
import { foldText, tokenSpans } from '@khabar/text';

import type { Grammar } from './grammar.ts';

/** A word, or one mark of punctuation that matters to structure (`mark`), with offsets into the source. */
export interface Word {
  readonly start: number;
  readonly end: number;
  readonly folded: string;
  /** The folded word and what remains of it without proclitics. */
  readonly forms: readonly string[];
  readonly mark: string;
}

/** A mention as the words of its sentence it covers. */
export interface Actor {
  readonly id: string;
  readonly mention: Mention;
  /** Index of its first and last word. */
  readonly first: number;
  readonly last: number;
  /** What is written together before it in the same word (Arabic ب in بطالبان). */
  readonly prefix: string;
}

const STRUCTURAL = new Set('.,;:!?…—–()[]«»“”„"‘’،؛؟‚‹›'.split(''));
const SHADDA_MARKS = /[\u064b-\u0652\u0670]/gu;
const LETTER = /[\p{L}\p{N}]/u;

/** Words and structural marks of a text in order. The grammar tells what may be written together with a word. */
export function readWords(text: string, grammar: Grammar, folded = foldText(text)): Word[] {
  const words: Word[] = [];
  let from = 0;
  for (const token of tokenSpans(text, folded)) {
    pushMarks(words, text, { from, to: token.start });
    words.push({
      start: token.start,
      end: token.end,
      folded: token.folded,
      forms: formsOf(token.folded.replace(SHADDA_MARKS, ''), grammar),
      mark: '',
    });
    from = token.end;
  }
  pushMarks(words, text, { from, to: text.length });
  return words;
}

function pushMarks(words: Word[], text: string, { from, to }: { from: number; to: number }): void {
  for (let at = from; at < to; at += 1) {
    const mark = text[at] ?? '';
    if (!STRUCTURAL.has(mark)) continue;
    // An apostrophe or full stop inside a word (don’t, U.S) is no structure.
    const inside = LETTER.test(text[at - 1] ?? ' ') && LETTER.test(text[at + 1] ?? ' ');
    if (inside && '.’‘–'.includes(mark)) continue;
    words.push({ start: at, end: at + 1, folded: '', forms: [], mark });
  }
}

function formsOf(folded: string, grammar: Grammar): string[] {
  const { prefixes } = grammar;
  const forms = [folded];
  if (isNegatedVerb(folded, grammar)) forms.push(folded.slice(grammar.negativePrefix?.length ?? 0));
  for (let at = 0; at < forms.length && forms.length < 6; at += 1) {
    const form = forms[at] ?? '';
    for (const prefix of prefixes) {
      const rest = form.slice(prefix.length);
      if (form.startsWith(prefix) && rest.length >= 3 && !forms.includes(rest)) forms.push(rest);
    }
  }
  return forms;
}

/** «نکرد», «نمی‌کند»: a verb with its negation written before it. */
export function isNegatedVerb(folded: string, { negativePrefix, verbStems }: Grammar): boolean {
  if (negativePrefix === undefined || !folded.startsWith(negativePrefix)) return false;
  const rest = folded.slice(negativePrefix.length);
  return verbStems.some((stem) => rest.startsWith(stem));
}

/** The mentions that lie within the words, in order; of overlapping ones the longer. */
export function readActors(words: readonly Word[], mentions: readonly Mention[], text: string): Actor[] {
  const actors: Actor[] = [];
  let at = 0;
  for (const mention of mentions) {
    while (at < words.length && (words[at]?.end ?? 0) <= mention.start) at += 1;
    const firstWord = words[at];
    if (firstWord === undefined || firstWord.start >= mention.end) continue;
    let last = at;
    while (last + 1 < words.length && (words[last + 1]?.start ?? 0) < mention.end) last += 1;
    const before = actors.at(-1);
    if (before !== undefined && before.last >= at) continue;
    const prefix = text
      .slice(Math.min(firstWord.start, mention.start), mention.start)
      .replaceAll('\u0640', '');
    // "Moscow" and "Russia" are one actor where the city stands for the state.
    const isPlace = mention.entityId.startsWith('place:');
    const id = isPlace ? (mention.actingFor ?? mention.entityId) : mention.entityId;
    actors.push({ id, mention, first: at, last, prefix });
  }
  return actors;
}

/** Whether an English name carries «’s»: the tokenizer leaves it out, so that the next word begins three characters behind the name. */
export function isPossessive(words: readonly Word[], { last, mention }: Actor): boolean {
  return (words[last + 1]?.start ?? 0) - mention.end === 3;
}
