import {
  entityIds,
  isPrefixPattern,
  stemsOf,
  wildcardPrefix,
  type QueryContext,
  type QueryNode,
} from '@khabar/query';

import { PREFIXES, quotedLexeme } from './lexemes.ts';
import { oftenLexeme } from './word-vector.ts';

/** A tsquery whose matches score `weight` more. */
export interface Boost {
  readonly tsquery: string;
  readonly weight: number;
}

// A score is the sum over the words of a query: 4 in the title, 2 where the text has it three times, 1 more from nine times; the
// same for entities without the title. Whole index entries are added up, so that ranking half the index costs a few look-ups
// and no text is read; equal scores are sorted by date. Weights are thousandths, to be whole numbers.
const TITLE = 4000;
const OFTEN = 2000;
const VERY_OFTEN = 1000;
/** Words of a query that are ranked by; the rest only filter. */
const MOST_WORDS = 8;

function often(lexeme: string, by: number): Boost[] {
  return [
    { tsquery: quotedLexeme(oftenLexeme(lexeme, 1)), weight: OFTEN * by },
    { tsquery: quotedLexeme(oftenLexeme(lexeme, 2)), weight: VERY_OFTEN * by },
  ];
}

function wordBoosts(stem: string, by: number): Boost[] {
  return [{ tsquery: quotedLexeme(PREFIXES.title + stem), weight: TITLE * by }, ...often(stem, by)];
}

function boostsOf(node: QueryNode, by: number, context: QueryContext): Boost[][] {
  switch (node.type) {
    case 'and':
    case 'or':
      return node.items.flatMap((item) => boostsOf(item, by, context));
    case 'boost':
      return boostsOf(node.item, by * node.by, context);
    case 'term':
    case 'phrase':
    case 'exact':
    case 'fuzzy':
      return stemsOf(node.text).map((stem) => wordBoosts(stem, by));
    case 'wildcard':
      return isPrefixPattern(node.pattern)
        ? [
            [
              {
                tsquery: `${quotedLexeme(PREFIXES.title + wildcardPrefix(node.pattern))}:*`,
                weight: TITLE * by,
              },
            ],
          ]
        : [];
    case 'entity':
      return entityIds(node.name, context).map((id) => often(PREFIXES.entity + id, by));
    case 'all':
    case 'not':
    case 'author':
    case 'url':
    case 'keyword':
    case 'stance':
    case 'published':
    case 'score':
    case 'saved':
      return [];
  }
}

/** What raises an article in the order by relevance. */
export function relevanceBoosts(query: QueryNode, context: QueryContext): Boost[] {
  const distinct = new Map(
    boostsOf(query, 1, context)
      .slice(0, MOST_WORDS)
      .flat()
      .map((boost) => [boost.tsquery, boost]),
  );
  return Array.from(distinct.values(), ({ tsquery, weight }) => ({ tsquery, weight: Math.round(weight) }));
}
