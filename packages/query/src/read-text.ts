import { foldText, tokens } from '@khabar/text';

import type { RawNode } from './grammar.ts';
import { joined, type QueryNode, type TextScope } from './query-node.ts';
import { note, type Reading } from './reading.ts';

/** Widest distance of a proximity search, in words. */
const MAX_SLOP = 50;
const FIXED_LETTERS = 2;
const OPERATORS_IN_LOWER_CASE = new Set(['and', 'or', 'not']);

/** A word or several: one token is a term, several are a phrase, as AK-47 is. */
export function plainText(text: string, scope: TextScope): QueryNode | null {
  const found = tokens(text);
  const [first] = found;
  if (first === undefined) return null;
  return found.length === 1
    ? { type: 'term', text: text.slice(first.start, first.end), scope }
    : { type: 'phrase', text: text.trim(), slop: 0, scope };
}

/** Pattern as typed, escapes kept -> pieces between its wildcards' separators. */
function readWildcard(
  node: Extract<RawNode, { type: 'word' }>,
  scope: TextScope,
  reading: Reading,
): QueryNode | null {
  const folded = foldText(node.raw.replaceAll(/\\./g, ' ').replaceAll('**', '*')).text;
  // A separator parts words here as in texts: Russia-Talib* is Russia and Talib*.
  const parts = folded.match(/[\p{L}\p{N}\p{M}*?']+/gu) ?? [];
  const nodes = parts.map((part): QueryNode | null => {
    const pattern = part.replaceAll("'", '').replaceAll(/\*{2,}/g, '*');
    if (!/[*?]/.test(pattern)) return plainText(pattern, scope);
    const fixed = /^[^*?]*/.exec(pattern)?.[0] ?? '';
    if (fixed.length >= FIXED_LETTERS) return { type: 'wildcard', pattern, scope };
    if (pattern === '*') return { type: 'all' };
    note(reading, 'wildcard-too-short', node);
    return plainText(pattern.replaceAll(/[*?]/g, ' ').trim(), scope);
  });
  return joined('and', nodes);
}

function readFuzzy(
  node: Extract<RawNode, { type: 'word' }>,
  scope: TextScope,
  reading: Reading,
): QueryNode | null {
  const found = tokens(node.text);
  const [first] = found;
  const asked = node.fuzzy ?? 0;
  if (first === undefined || found.length > 1 || asked === 0) return plainText(node.text, scope);
  if (asked > 2) note(reading, 'distance-too-large', node);
  const { length } = first.folded;
  if (length <= 2 || (length <= 4 && asked > 1)) note(reading, 'fuzzy-too-short', node);
  const text = node.text.slice(first.start, first.end);
  if (length <= 2) return { type: 'term', text, scope };
  return { type: 'fuzzy', text, distance: length <= 4 || asked === 1 ? 1 : 2, scope };
}

function readWord(
  node: Extract<RawNode, { type: 'word' }>,
  scope: TextScope,
  reading: Reading,
): QueryNode | null {
  // The question mark that ends a question is no wildcard.
  const endsQuestion =
    node.raw.endsWith('?') &&
    node.end >= reading.text.trimEnd().length &&
    !/[*?]/.test(node.raw.slice(0, -1));
  if (/(?<!\\)[*?]/.test(node.raw) && !endsQuestion) return readWildcard(node, scope, reading);
  if (/^https?:\/\//i.test(node.text)) return { type: 'url', text: node.text };
  if (OPERATORS_IN_LOWER_CASE.has(node.text))
    note(reading, 'lowercase-operator', {
      start: node.start,
      end: node.end,
      insert: node.text.toUpperCase(),
    });
  const read =
    node.fuzzy === null
      ? joined(
          'and',
          node.text.split('/').map((part) => plainText(part, scope)),
        )
      : readFuzzy(node, scope, reading);
  if (read === null && node.text !== '')
    note(reading, 'ignored-char', { start: node.start, end: node.end, insert: '' });
  return read;
}

/** A word, phrase or pattern in a scope. */
export function readText(
  node: Extract<RawNode, { type: 'word' | 'quoted' | 'regex' }>,
  scope: TextScope,
  reading: Reading,
): QueryNode | null {
  switch (node.type) {
    case 'word':
      return readWord(node, scope, reading);
    case 'quoted': {
      const read = plainText(node.text, scope);
      if (read === null) note(reading, 'ignored-char', { start: node.start, end: node.end, insert: '' });
      if (read?.type !== 'phrase') return read;
      if (node.slop > MAX_SLOP) note(reading, 'distance-too-large', node);
      return { ...read, slop: Math.min(node.slop, MAX_SLOP) };
    }
    case 'regex': {
      note(reading, 'regex-unsupported', node);
      const prefix = foldText(/^[\p{L}\p{N}]*/u.exec(node.text)?.[0] ?? '').text;
      const [only, ...more] = tokens(prefix);
      return only && more.length === 0 && only.folded.length >= FIXED_LETTERS
        ? { type: 'wildcard', pattern: `${only.folded}*`, scope }
        : null;
    }
  }
}
