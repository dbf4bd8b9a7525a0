import { tokens, type Token } from '@khabar/text';

import { fitsWildcard, formsOf, isSpelling, stemsOf } from './analysis.ts';
import type { QueryNode } from './query-node.ts';

/** A text analysed for matching. A word stands under its folded form and its stem, as in the index. */
export interface AnalysedText {
  readonly source: string;
  readonly words: readonly Token[];
  readonly positions: ReadonlyMap<string, readonly number[]>;
}

/** First and last word of one match, as positions in `words`. */
export interface Occurrence {
  readonly first: number;
  readonly last: number;
}

/** The text clauses of a query. */
export type TextNode = Extract<QueryNode, { type: 'term' | 'phrase' | 'wildcard' | 'fuzzy' | 'exact' }>;

/** Analyses a title or a body. */
export function analyseText(source: string): AnalysedText {
  const words = tokens(source);
  const positions = new Map<string, number[]>();
  for (const [position, word] of words.entries()) {
    for (const form of new Set([word.folded, word.stem])) {
      const known = positions.get(form);
      if (known) known.push(position);
      else positions.set(form, [position]);
    }
  }
  return { source, words, positions };
}

function single(positions: readonly number[]): Occurrence[] {
  return positions.map((position) => ({ first: position, last: position }));
}

function sideBySide(text: AnalysedText, words: readonly string[]): Occurrence[] {
  const [head, ...rest] = words.map((word) => new Set(text.positions.get(word)));
  return Array.from(head ?? [])
    .filter((first) => rest.every((set, index) => set.has(first + index + 1)))
    .map((first) => ({ first, last: first + rest.length }));
}

/** Every word at most `slop` words away from the first one, pair by pair. */
function near(text: AnalysedText, words: readonly string[], slop: number): Occurrence[] {
  const [head = '', ...others] = words;
  const heads = text.positions.get(head) ?? [];
  const pairs = others.map((other) => {
    const places = text.positions.get(other) ?? [];
    return heads.flatMap((first) =>
      places
        .filter((place) => place !== first && Math.abs(place - first) <= slop + 1)
        .map((place) => ({ first: Math.min(first, place), last: Math.max(first, place) })),
    );
  });
  return pairs.every((pair) => pair.length > 0) ? pairs.flat() : [];
}

function byForm(text: AnalysedText, fits: (form: string) => boolean): Occurrence[] {
  const found = Array.from(text.positions.entries()).flatMap(([form, places]) => (fits(form) ? places : []));
  return single([...new Set(found)].toSorted((a, b) => a - b));
}

/** Where a text clause matches in one text, its scope aside. */
export function occurrences(node: TextNode, text: AnalysedText): Occurrence[] {
  switch (node.type) {
    case 'term':
      return single(text.positions.get(stemsOf(node.text)[0] ?? '') ?? []);
    case 'phrase': {
      const words = stemsOf(node.text);
      return node.slop === 0 || words.length < 2 ? sideBySide(text, words) : near(text, words, node.slop);
    }
    case 'wildcard':
      return byForm(text, (form) => fitsWildcard(node.pattern, form));
    case 'fuzzy': {
      const word = formsOf(node.text)[0] ?? '';
      return byForm(text, (form) => isSpelling(word, form, node.distance));
    }
    case 'exact':
      return text.source.includes(node.text) ? sideBySide(text, formsOf(node.text)) : [];
  }
}
