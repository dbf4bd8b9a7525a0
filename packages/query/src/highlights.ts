import type { QueryNode } from './query-node.ts';
import { analyseText, occurrences, type TextNode } from './word-positions.ts';

type EntityNode = Extract<QueryNode, { type: 'entity' }>;

/** A span to mark: UTF-16 offsets into the original title or text, end exclusive. */
export interface Highlight {
  readonly field: 'title' | 'text';
  readonly start: number;
  readonly end: number;
}

/** Clauses of one word, phrase or entity that speak for a match: those under a NOT are left out. */
export function positiveClauses(node: QueryNode): (TextNode | EntityNode)[] {
  switch (node.type) {
    case 'and':
    case 'or':
      return node.items.flatMap(positiveClauses);
    case 'boost':
      return positiveClauses(node.item);
    case 'term':
    case 'phrase':
    case 'wildcard':
    case 'fuzzy':
    case 'exact':
    case 'entity':
      return [node];
    case 'not':
    case 'all':
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

/** The text clauses among them. */
export function positiveTexts(node: QueryNode): TextNode[] {
  return positiveClauses(node).filter((clause) => clause.type !== 'entity');
}

function merged(spans: readonly Highlight[]): Highlight[] {
  const found: Highlight[] = [];
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = found.at(-1);
    if (last && span.start < last.end)
      found[found.length - 1] = { ...last, end: Math.max(last.end, span.end) };
    else found.push(span);
  }
  return found;
}

function inField(nodes: readonly TextNode[], field: Highlight['field'], source: string): Highlight[] {
  if (nodes.length === 0) return [];
  const text = analyseText(source);
  const spans = nodes.flatMap((node) =>
    occurrences(node, text).flatMap(({ first, last }): Highlight[] => {
      const start = text.words[first]?.start;
      const end = text.words[last]?.end;
      return start === undefined || end === undefined ? [] : [{ field, start, end }];
    }),
  );
  return merged(spans);
}

/** Where a query's positive words stand in a title and a text, found by the analysis that matched them; in order, not overlapping. */
export function highlightsOf(
  ast: QueryNode,
  article: { readonly title: string; readonly text: string },
): Highlight[] {
  const nodes = positiveTexts(ast);
  return [
    ...inField(
      nodes.filter((node) => node.scope !== 'body'),
      'title',
      article.title,
    ),
    ...inField(
      nodes.filter((node) => node.scope !== 'title'),
      'text',
      article.text,
    ),
  ];
}
