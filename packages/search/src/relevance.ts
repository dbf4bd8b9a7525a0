import {
  entityIds,
  isPrefixPattern,
  stemsOf,
  wildcardPrefix,
  type QueryContext,
  type QueryNode,
} from '@khabar/query';

/** What raises an article, by `weight` thousandths of a point. */
export interface Boost {
  /**
   * `title`: the stem stands in the title; `title-prefix`: a word of the title begins so; `often`, `very-often`: the stem stands so often
   * in the text; `entity-often`, `entity-very-often`: the entity is mentioned so often.
   */
  readonly kind: 'title' | 'title-prefix' | 'often' | 'very-often' | 'entity-often' | 'entity-very-often';
  readonly value: string;
  readonly weight: number;
}

/** How often a word stands in a text, or an entity is mentioned, to count as often. */
export const OFTEN_TIMES = 3;
/** The same for very often. */
export const VERY_OFTEN_TIMES = 9;

// A score is the sum over the words of a query: 4 in the title, 2 where the text has it three times, 1 more from nine times; the
// same for entities without the title. Whole index entries are added up, so that ranking half the index costs a few look-ups
// and no text is read; equal scores are sorted by date. Weights are thousandths, to be whole numbers.
const TITLE = 4000;
const OFTEN = 2000;
const VERY_OFTEN = 1000;
/** Words of a query that are ranked by; the rest only filter. */
const MOST_WORDS = 8;

function wordBoosts(stem: string, by: number): Boost[] {
  return [
    { kind: 'title', value: stem, weight: TITLE * by },
    { kind: 'often', value: stem, weight: OFTEN * by },
    { kind: 'very-often', value: stem, weight: VERY_OFTEN * by },
  ];
}

function entityBoosts(id: string, by: number): Boost[] {
  return [
    { kind: 'entity-often', value: id, weight: OFTEN * by },
    { kind: 'entity-very-often', value: id, weight: VERY_OFTEN * by },
  ];
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
        ? [[{ kind: 'title-prefix', value: wildcardPrefix(node.pattern), weight: TITLE * by }]]
        : [];
    case 'entity':
      return entityIds(node.name, context).map((id) => entityBoosts(id, by));
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

/** What raises an article in the order by relevance, each once. */
export function relevanceBoosts(query: QueryNode, context: QueryContext): Boost[] {
  const distinct = new Map(
    boostsOf(query, 1, context)
      .slice(0, MOST_WORDS)
      .flat()
      .map((boost) => [`${boost.kind} ${boost.value}`, boost]),
  );
  return Array.from(distinct.values(), (boost) => ({ ...boost, weight: Math.round(boost.weight) }));
}
