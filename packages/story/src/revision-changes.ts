import { tokens } from '@khabar/text';

import { compareTexts } from './compare-texts.ts';
import { isNegation } from './quote-likeness.ts';

/** What a new version of an article changed. `typo` and `wording` stand for a change that is none of the others. */
export const REVISION_CHANGES = ['typo', 'wording', 'numbers', 'quote', 'entities', 'stance'] as const;
export type RevisionChange = (typeof REVISION_CHANGES)[number];

/** A version of an article. What is not known of both (`entities`, `stances`) is not compared. */
export interface ArticleVersion {
  readonly title: string;
  readonly text: string;
  /** Words of its quotes; absent: what stands between quotation marks. */
  readonly quotes?: readonly string[];
  /** Ids of the entities that it names. */
  readonly entities?: readonly string[];
  /** Who stands how to whom: one key for each holder, target and label. */
  readonly stances?: readonly string[];
}

const QUOTED = /«([^»]{3,2000})»|“([^”]{3,2000})”|„([^“”]{3,2000})[“”]|"([^"]{3,2000})"/gu;
const DIGITS = /\p{Nd}/u;
/** Words of a changed passage that are compared letter by letter; more of them are no typos. */
const MOST_TYPOS = 12;

/**
 * Kinds of what `after` changed against `before`, weightiest first: stance, quote, numbers, entities, else wording, or typo where each
 * changed word only differs in a letter or two from the one it replaces. Empty: nothing that is written changed.
 */
export function revisionChanges(before: ArticleVersion, after: ArticleVersion): RevisionChange[] {
  if (before.title === after.title && before.text === after.text) return [];
  const { lost, gained } = changedWords(before, after);
  const kinds: RevisionChange[] = [];
  if (differ(before.stances, after.stances)) kinds.push('stance');
  if (quotesChanged(before, after)) kinds.push('quote');
  if (differ(lost.filter(isNumber), gained.filter(isNumber))) kinds.push('numbers');
  if (differ(before.entities, after.entities)) kinds.push('entities');
  if (kinds.length > 0) return kinds;
  return [areTypos(lost, gained) ? 'typo' : 'wording'];
}

function isNumber(word: string): boolean {
  return DIGITS.test(word);
}

function differ(one: readonly string[] | undefined, other: readonly string[] | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const [left, right] = [new Set(one), new Set(other)];
  return left.size !== right.size || one.some((item) => !right.has(item));
}

/** Words that only one version has in its changed sentences, in their order; a word that stands more often counts as often. */
function changedWords(before: ArticleVersion, after: ArticleVersion): { lost: string[]; gained: string[] } {
  const { added, removed } = compareTexts(
    `${before.title}.\n\n${before.text}`,
    `${after.title}.\n\n${after.text}`,
  );
  const lost = words(removed.join('\n'));
  const gained = words(added.join('\n'));
  return { lost: without(lost, gained), gained: without(gained, lost) };
}

function words(text: string): string[] {
  return tokens(text).map(({ folded }) => folded);
}

function without(some: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const word of others) counts.set(word, (counts.get(word) ?? 0) + 1);
  return some.filter((word) => {
    const left = counts.get(word) ?? 0;
    if (left > 0) counts.set(word, left - 1);
    return left === 0;
  });
}

/** Whether each lost word became one of a letter or two of difference, or was joined or split; a "not" or a number is no typo. */
function areTypos(lost: readonly string[], gained: readonly string[]): boolean {
  if (lost.join('') === gained.join('')) return true;
  if (lost.length !== gained.length || lost.length > MOST_TYPOS) return false;
  return lost.every((word, at) => {
    const other = gained[at] ?? '';
    return !isNegation(word) && !isNegation(other) && isTypoOf(word, other);
  });
}

const SHORT_WORD = 4;

function isTypoOf(word: string, other: string): boolean {
  // Of a short word one letter is another word as often as a slip: only swapped neighbours are surely one.
  const longest = Math.max(word.length, other.length);
  if (longest < SHORT_WORD) return isSwap(word, other);
  return isSwap(word, other) || editDistance(word, other) <= (longest > 2 * SHORT_WORD ? 2 : 1);
}

function isSwap(word: string, other: string): boolean {
  return (
    word.length === other.length &&
    Array.from(word).toSorted().join('') === Array.from(other).toSorted().join('')
  );
}

/** Levenshtein distance. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row[other.length] ?? 0;
}

/** Whether a quote came, went or has other words than a corrected slip; the same words under other marks are the same. */
function quotesChanged(before: ArticleVersion, after: ArticleVersion): boolean {
  const one = quotesOf(before);
  const two = quotesOf(after);
  const lost = one.filter((quote) => !two.includes(quote));
  const gained = two.filter((quote) => !one.includes(quote));
  if (lost.length !== gained.length) return true;
  return lost.some((quote, at) => {
    const [left, right] = [quote.split(' '), (gained[at] ?? '').split(' ')];
    return !areTypos(without(left, right), without(right, left));
  });
}

function quotesOf(version: ArticleVersion): string[] {
  const found =
    version.quotes ??
    Array.from(
      version.text.matchAll(QUOTED),
      (match) => match.slice(1).find((part) => part !== undefined) ?? '',
    );
  return found.map((quote) => words(quote).join(' ')).filter((quote) => quote !== '');
}
