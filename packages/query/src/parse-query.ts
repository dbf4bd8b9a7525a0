import { readGrammar } from './grammar.ts';
import { hintMessage, type Hint, type Warning } from './hint.ts';
import { limitDepth } from './limit-depth.ts';
import { MAX_QUERY_LENGTH, normaliseQuery, type NormalisedQuery } from './normalise-query.ts';
import type { QueryNode } from './query-node.ts';
import { readNode } from './read-node.ts';
import type { Reading } from './reading.ts';
import { understoodAs, type Chip } from './understood.ts';

/** A query read. */
export interface ParsedQuery {
  readonly ast: QueryNode;
  /** In order of place; empty: read exactly as typed. */
  readonly hints: readonly Hint[];
  /** The reading, for the line under the box. */
  readonly understood: readonly Chip[];
}

function onlyExcludes(node: QueryNode): boolean {
  if (node.type === 'and' || node.type === 'or') return node.items.every(onlyExcludes);
  if (node.type === 'boost') return onlyExcludes(node.item);
  return node.type === 'not';
}

function toHint(warning: Warning, typed: string, query: NormalisedQuery): Hint {
  const { code, insert } = warning;
  const start = query.original[warning.start] ?? query.original.at(-1) ?? 0;
  const end = Math.max(start, query.original[warning.end] ?? typed.length);
  const fragment =
    code === 'unknown-field' ? typed.slice(start, end).replace(/:$/, '') : typed.slice(start, end);
  const hint = { code, start, end, message: hintMessage(code, fragment), fragment };
  return insert === undefined ? hint : { ...hint, repair: { start, end, insert } };
}

function distinct(warnings: readonly Warning[]): Warning[] {
  const seen = new Map(warnings.map((warning) => [`${warning.code}@${warning.start}`, warning]));
  return Array.from(seen.values()).toSorted((a, b) => a.start - b.start);
}

/** Reads what a user typed. Never throws: what cannot be read as typed is read as well as possible and hinted at. */
export function parseQuery(typed: string): ParsedQuery {
  const query = normaliseQuery(typed);
  const warnings: Warning[] = [];
  const text = limitDepth(query.text, warnings);
  const reading: Reading = { text, warnings, clauses: 0 };
  const raw = readGrammar(text, warnings);
  const ast = (raw && readNode(raw, { reading, scope: 'any', exact: false, field: null })) ?? { type: 'all' };
  if (onlyExcludes(ast)) warnings.push({ code: 'only-negative', start: 0, end: text.length });
  const hints = distinct(warnings).map((warning) => toHint(warning, typed, query));
  if (query.cut) {
    const cut = { start: MAX_QUERY_LENGTH, end: typed.length };
    hints.push({
      code: 'too-long',
      ...cut,
      message: hintMessage('too-long', ''),
      fragment: '',
      repair: { ...cut, insert: '' },
    });
  }
  return { ast, hints, understood: understoodAs(ast) };
}
