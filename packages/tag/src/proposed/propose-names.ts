import { type Mention, primaryLanguage, type ProposedName, type Span } from '@khabar/article';
import { foldText, sentences } from '@khabar/text';
import { z } from 'zod';

import data from '../../data/proposed-names.json' with { type: 'json' };
import { words, type Word } from '../entities/words.ts';
import { soundOf } from './sound-of.ts';

const Rules = z.object({
  /** Words before names in scripts with capitals; a trailing `*` lets any ending follow. */
  titles: z.array(z.string()).default([]),
  /** Words right before a name in Arabic script. */
  honorifics: z.array(z.string()).default([]),
  /** Words that end a name there. */
  notNames: z.array(z.string()).default([]),
});
type Rules = z.infer<typeof Rules>;

const RULES: ReadonlyMap<string, Rules> = new Map(
  Object.entries(z.record(z.string(), Rules).parse(data)).map(([language, rules]) => [
    language,
    {
      titles: rules.titles.map(fold),
      honorifics: rules.honorifics.map(fold),
      notNames: rules.notNames.map(fold),
    },
  ]),
);

/** Between a title and its name: the office it is of. */
const MOST_BETWEEN = 7;
const MOST_WORDS = 4;
const CONFIDENCE = { capitals: 0.6, arabic: 0.4 } as const;

/** What is known of a proposed name before its sentence and its sound are. */
export interface FoundName extends Span {
  readonly field: 'title' | 'text';
  readonly type: ProposedName['type'];
  readonly foundBy: ProposedName['foundBy'];
  readonly confidence: number;
}

interface ReadText {
  readonly title: string;
  readonly text: string;
  readonly language: string;
}

/**
 * People whom the registry does not know, by rule: two to four capitalised words behind a title ("spokesman for the ministry X Y"),
 * in Arabic script two words behind an honorific. Names that `mentions` cover are left out.
 */
export function proposeNames(article: ReadText, mentions: readonly Mention[]): ProposedName[] {
  const rules = RULES.get(primaryLanguage(article.language));
  if (rules === undefined) return [];
  const found = (['title', 'text'] as const).flatMap((field) => {
    const known = mentions.filter((mention) => mention.field === field);
    return namesIn(article[field], rules, known).map((span): FoundName => ({
      ...span,
      field,
      type: 'PER',
      foundBy: 'rule',
      confidence: rules.titles.length > 0 ? CONFIDENCE.capitals : CONFIDENCE.arabic,
    }));
  });
  return describeNames(article, found);
}

/** Adds what an analyst needs to judge a name: its sentence, and its sound, by which its spellings are found. */
export function describeNames(article: ReadText, names: readonly FoundName[]): ProposedName[] {
  if (names.length === 0) return [];
  const inText = sentences(article.text);
  return names.flatMap(({ field, start, end, type, foundBy, confidence }) => {
    const surface = article[field].slice(start, end);
    const sound = soundOf(surface);
    if (sound === '') return [];
    const around = field === 'title' ? undefined : inText.find((one) => one.start <= start && one.end >= end);
    const sentence =
      around === undefined ? article.title : article.text.slice(around.start, around.end).trim();
    return [{ field, start, end, surface, type, foundBy, sound, sentence, confidence }];
  });
}

function namesIn(text: string, rules: Rules, known: readonly Mention[]): Span[] {
  const all = words(text);
  const isKnown = ({ start, end }: Span): boolean =>
    known.some((mention) => mention.start < end && mention.end > start);
  const names: Span[] = [];
  for (const [at, word] of all.entries()) {
    let name: Span | null = null;
    if (rules.honorifics.includes(word.folded)) name = behindHonorific(all, at, { text, rules, isKnown });
    else if (rules.titles.some((title) => fits(title, word.folded)))
      name = behindTitle(all, at, { text, rules, isKnown });
    if (name !== null && !names.some((other) => other.start === name.start)) names.push(name);
  }
  return names;
}

interface Looking {
  readonly text: string;
  readonly rules: Rules;
  readonly isKnown: (span: Span) => boolean;
}

function behindTitle(all: readonly Word[], title: number, { text, rules, isKnown }: Looking): Span | null {
  for (let at = title + 1; at <= title + 1 + MOST_BETWEEN; at += 1) {
    const word = all[at];
    const before = all[at - 1];
    if (word === undefined || before === undefined || isBroken(text, before, word)) return null;
    if (isKnown(word) || !isCapitalised(text, word) || rules.titles.some((one) => fits(one, word.folded)))
      continue;
    const run = [word];
    for (let next = all[at + run.length]; next !== undefined; next = all[at + run.length]) {
      const last = run.at(-1) ?? word;
      if (!isCapitalised(text, next) || !/^[ \u00A0-]$/.test(text.slice(last.end, next.start))) break;
      run.push(next);
    }
    const isName =
      run.length >= 2 &&
      run.length <= MOST_WORDS &&
      !run.some((one) => isKnown(one)) &&
      !isAllCapitals(text, run);
    if (isName) return { start: word.start, end: run.at(-1)?.end ?? word.end };
    at += run.length - 1;
  }
  return null;
}

function behindHonorific(
  all: readonly Word[],
  honorific: number,
  { text, rules, isKnown }: Looking,
): Span | null {
  const [before, first, second] = all.slice(honorific, honorific + 3);
  if (before === undefined || first === undefined || second === undefined) return null;
  if (isBroken(text, before, first) || isBroken(text, first, second)) return null;
  const isName = [first, second].every(
    (word) => word.folded.length > 1 && !isKnown(word) && !rules.notNames.includes(word.folded),
  );
  return isName ? { start: first.start, end: second.end } : null;
}

/** A sentence, a list or a clause ends between them. */
function isBroken(text: string, one: Span, other: Span): boolean {
  return /[.,;:!?،؛؟\n()«»"“”]/u.test(text.slice(one.end, other.start));
}

function isCapitalised(text: string, { start }: Span): boolean {
  return /^\p{Lu}/u.test(text.slice(start, start + 2));
}

/** Headlines and abbreviations. */
function isAllCapitals(text: string, run: readonly Span[]): boolean {
  return run.some(({ start, end }) => end - start > 1 && !/\p{Ll}/u.test(text.slice(start, end)));
}

function fits(title: string, folded: string): boolean {
  return title.endsWith('*') ? folded.startsWith(title.slice(0, -1)) : folded === title;
}

function fold(word: string): string {
  return word.endsWith('*') ? `${foldText(word.slice(0, -1)).text}*` : foldText(word).text;
}
