import { fitsWildcard, formsOf, isPrefixPattern, isSpelling, type QueryNode } from '@khabar/query';

/** What stands for words of the index that must be looked up. */
export type Pattern = Extract<QueryNode, { type: 'wildcard' | 'fuzzy' }>;

/** Words of the index that a pattern or a spelling stands for, by `patternKey`. */
export type Expansions = ReadonlyMap<string, readonly string[]>;

/** Most words that one pattern stands for; the shortest are taken. */
export const MOST_WORDS = 2000;

/** Names a pattern, so that the same one is looked up once. */
export function patternKey(node: Pattern): string {
  return node.type === 'wildcard' ? `*${node.pattern}` : `~${node.distance}${formsOf(node.text)[0] ?? ''}`;
}

/** Patterns and spellings of a query, but those that are a beginning alone. */
export function patternsOf(node: QueryNode): Pattern[] {
  switch (node.type) {
    case 'and':
    case 'or':
      return node.items.flatMap(patternsOf);
    case 'not':
    case 'boost':
      return patternsOf(node.item);
    case 'wildcard':
      // A beginning alone is looked up in the index itself.
      return isPrefixPattern(node.pattern) ? [] : [node];
    case 'fuzzy':
      return [node];
    case 'all':
    case 'term':
    case 'phrase':
    case 'exact':
    case 'author':
    case 'url':
    case 'keyword':
    case 'entity':
    case 'stance':
    case 'published':
    case 'score':
    case 'saved':
      return [];
  }
}

/** Of words sorted by length, those that a pattern or a spelling stands for. */
export function fitting(node: Pattern, words: readonly string[]): string[] {
  const query = node.type === 'fuzzy' ? (formsOf(node.text)[0] ?? '') : '';
  return words.filter((word) =>
    node.type === 'wildcard' ? fitsWildcard(node.pattern, word) : isSpelling(query, word, node.distance),
  );
}
