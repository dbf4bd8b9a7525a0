import { stemsOf } from './analysis.ts';
import { joined, type QueryNode, type TextScope } from './query-node.ts';
import { plainText } from './read-text.ts';

// A name has a few spellings a script; more would only slow the search.
const MOST_NAMES = 12;
/** Most spellings added to one query, whatever it names. */
const MOST_ADDED = 120;

interface Widening {
  readonly namesOf: (text: string) => readonly string[];
  left: number;
}

function withNames(
  node: Extract<QueryNode, { type: 'term' | 'phrase' }>,
  widening: Widening,
  scope: TextScope,
): QueryNode {
  const byStems = new Map<string, QueryNode>([[stemsOf(node.text).join(' '), node]]);
  for (const name of widening.namesOf(node.text).slice(0, MOST_NAMES)) {
    const key = stemsOf(name).join(' ');
    const read = plainText(name, scope);
    if (read === null || byStems.has(key) || widening.left === 0) continue;
    byStems.set(key, read);
    widening.left -= 1;
  }
  return joined('or', Array.from(byStems.values())) ?? node;
}

/**
 * The query with each word or phrase that is a name joined by that name's spellings (`namesOf`: none where it is no name), so that
 * Kabulov finds Кабулов and کابلوف. Fields, patterns, spellings and `exact:` stay as typed.
 */
export function acrossScripts(node: QueryNode, namesOf: (text: string) => readonly string[]): QueryNode {
  return widened(node, { namesOf, left: MOST_ADDED });
}

function widened(node: QueryNode, widening: Widening): QueryNode {
  switch (node.type) {
    case 'and':
    case 'or':
      return (
        joined(
          node.type,
          node.items.map((item) => widened(item, widening)),
        ) ?? node
      );
    case 'not':
    case 'boost':
      return { ...node, item: widened(node.item, widening) };
    case 'term':
      return withNames(node, widening, node.scope);
    case 'phrase':
      return node.slop === 0 ? withNames(node, widening, node.scope) : node;
    case 'all':
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
      return node;
  }
}
