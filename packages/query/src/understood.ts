import { formatQuery } from './format-query.ts';
import type { QueryNode } from './query-node.ts';

/** One piece of the reading. `clause` stands for a word or condition; `query` finds what it matches alone. */
export type Chip =
  | { readonly kind: 'clause'; readonly text: string; readonly query: string }
  | { readonly kind: 'operator'; readonly text: 'and' | 'or' | 'not' }
  | { readonly kind: 'bracket'; readonly text: '(' | ')' };

function clause(node: QueryNode): Chip {
  const query = formatQuery(node);
  const isPlainTerm = node.type === 'term' && node.scope === 'any';
  return { kind: 'clause', text: isPlainTerm ? node.text : query, query };
}

function inner(node: QueryNode): Chip[] {
  const chips = understoodAs(node);
  return node.type === 'and' || node.type === 'or'
    ? [{ kind: 'bracket', text: '(' }, ...chips, { kind: 'bracket', text: ')' }]
    : chips;
}

/** The reading of a query as chips, in order: `( Russia or Россия ) and not cricket`. */
export function understoodAs(node: QueryNode): Chip[] {
  switch (node.type) {
    case 'and':
    case 'or': {
      const operator = node.type;
      return node.items.flatMap((item, index): Chip[] =>
        index === 0 ? inner(item) : [{ kind: 'operator', text: operator }, ...inner(item)],
      );
    }
    case 'not':
      return [{ kind: 'operator', text: 'not' }, ...inner(node.item)];
    case 'all':
    case 'boost':
    case 'term':
    case 'phrase':
    case 'wildcard':
    case 'fuzzy':
    case 'exact':
    case 'author':
    case 'url':
    case 'keyword':
    case 'entity':
    case 'stance':
    case 'published':
    case 'score':
    case 'saved':
      return [clause(node)];
  }
}
