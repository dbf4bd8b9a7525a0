import { stemsOf } from './analysis.ts';
import type { QueryNode } from './query-node.ts';

/**
 * Stems without which nothing can match: of each group a matching article holds at least one, in its title or text.
 * No group: nothing can be said. For rejecting a query quickly where a batch holds none of a group's words.
 */
export function requiredTerms(node: QueryNode): readonly (readonly string[])[] {
  switch (node.type) {
    case 'and':
      return node.items.flatMap((item) => requiredTerms(item));
    case 'or': {
      // The shortest group of each branch: a match holds one of them.
      const groups = node.items.map((item) => requiredTerms(item).toSorted((a, b) => a.length - b.length)[0]);
      const known = groups.filter((group) => group !== undefined);
      return known.length === groups.length ? [[...new Set(known.flat())]] : [];
    }
    case 'boost':
      return requiredTerms(node.item);
    case 'term':
    case 'phrase':
    case 'exact':
      return stemsOf(node.text).map((stem) => [stem]);
    case 'not':
    case 'all':
    case 'wildcard':
    case 'fuzzy':
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
