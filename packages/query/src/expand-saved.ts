import { joined, type QueryNode } from './query-node.ts';

/** Saved searches may name each other; deeper than this they match nothing. */
const MAX_EXPANSION = 8;

/** Puts saved searches in place of their names. An unknown one, or one that names itself, stays and matches nothing. */
export function expandSaved(node: QueryNode, find: (name: string) => QueryNode | null, depth = 0): QueryNode {
  switch (node.type) {
    case 'and':
    case 'or':
      return (
        joined(
          node.type,
          node.items.map((item) => expandSaved(item, find, depth)),
        ) ?? node
      );
    case 'not':
      return { type: 'not', item: expandSaved(node.item, find, depth) };
    case 'boost':
      return { ...node, item: expandSaved(node.item, find, depth) };
    case 'saved': {
      const found = depth < MAX_EXPANSION ? find(node.name) : null;
      return found === null ? node : expandSaved(found, find, depth + 1);
    }
    case 'all':
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
      return node;
  }
}
