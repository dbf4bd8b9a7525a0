import type { NumberRange, QueryNode, TextScope } from './query-node.ts';

const OPERATOR = /^(?:AND|OR|NOT|И|ИЛИ|НЕ)$/;
const BARE_VALUE = /^[\p{L}\p{N}._-]+$/u;

function escaped(text: string): string {
  const safe = text.replaceAll(/[^\p{L}\p{N}\p{M}\u200c\u200d]/gu, String.raw`\$&`);
  return OPERATOR.test(safe) ? `\\${safe}` : safe;
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function value(text: string): string {
  return BARE_VALUE.test(text) && !OPERATOR.test(text) ? text : quoted(text);
}

function scoped(scope: TextScope, text: string): string {
  return scope === 'any' ? text : `${scope}:${text}`;
}

interface Bound {
  readonly text: string;
  readonly inclusive: boolean;
}

function range(from: Bound | null, to: Bound | null): string {
  const open = from === null || from.inclusive ? '[' : '{';
  const close = to === null || to.inclusive ? ']' : '}';
  return `${open}${from?.text ?? '*'} TO ${to?.text ?? '*'}${close}`;
}

function numberBound(bound: NumberRange['from']): Bound | null {
  return bound === null ? null : { text: String(bound.value), inclusive: bound.inclusive };
}

const KEYWORD_NAMES = {
  language: 'lang',
  source: 'source',
  country: 'country',
  kind: 'type',
  genre: 'genre',
  subject: 'subject',
  topic: 'topic',
} as const;

function stance(node: Extract<QueryNode, { type: 'stance' }>): string {
  const parts = [
    node.holder === null ? [] : [`holder:${value(node.holder)}`],
    node.target === null ? [] : [`target:${value(node.target)}`],
    node.label === null ? [] : [`polarity:${node.label}`],
    node.score === null ? [] : [`score:${range(numberBound(node.score.from), numberBound(node.score.to))}`],
  ];
  return `stance:(${parts.flat().join(' ')})`;
}

function grouped(node: QueryNode): string {
  return node.type === 'and' || node.type === 'or' ? `(${formatQuery(node)})` : formatQuery(node);
}

/** Canonical text of a query: reading it gives the same query. */
export function formatQuery(node: QueryNode): string {
  switch (node.type) {
    case 'all':
      return '*';
    case 'and':
      return node.items.map(grouped).join(' AND ');
    case 'or':
      return node.items.map(grouped).join(' OR ');
    case 'not':
      return `NOT ${grouped(node.item)}`;
    case 'boost':
      return `${node.item.type === 'not' || node.item.type === 'boost' ? `(${formatQuery(node.item)})` : grouped(node.item)}^${node.by}`;
    case 'term':
      return scoped(node.scope, escaped(node.text));
    case 'phrase':
      return scoped(node.scope, quoted(node.text) + (node.slop > 0 ? `~${node.slop}` : ''));
    case 'wildcard':
      // A question mark at the very end would be read as that of a question.
      return scoped(node.scope, node.pattern.endsWith('?') ? `(${node.pattern})` : node.pattern);
    case 'fuzzy':
      return scoped(node.scope, `${escaped(node.text)}~${node.distance}`);
    case 'exact':
      return scoped(
        node.scope,
        node.scope === 'any' ? `exact:${quoted(node.text)}` : `(exact:${quoted(node.text)})`,
      );
    case 'author':
    case 'url':
      return `${node.type}:${quoted(node.text)}`;
    case 'keyword':
      return `${KEYWORD_NAMES[node.field]}:${node.prefix ? `${escaped(node.value)}*` : value(node.value)}`;
    case 'entity':
    case 'saved':
      return `${node.type}:${value(node.name)}`;
    case 'stance':
      return stance(node);
    case 'published':
      return `published:${range(node.from, node.to)}`;
    case 'score':
      return `score:${range(numberBound(node.range.from), numberBound(node.range.to))}`;
  }
}
