import { tokens } from '@khabar/text';

import type { RawNode } from './grammar.ts';
import { joined, type QueryNode, type TextScope } from './query-node.ts';
import { FIELDS, readFieldValue, type Field } from './read-field.ts';
import { plainText, readText } from './read-text.ts';
import { MAX_CLAUSES, note, type Reading } from './reading.ts';
import { isWithinDistance } from './spelling-distance.ts';

/** The field whose group a node stands in. */
interface Context {
  readonly reading: Reading;
  readonly scope: TextScope;
  readonly exact: boolean;
  /** Name of a value field around a group: `lang:(ru OR fa)`. */
  readonly field: string | null;
}

// What a clause costs a search backend, in words: patterns are looked up in the vocabulary, distances compared word by word.
const PATTERN_COST = 8;
const DISTANCE_COST = 16;

function cost(node: RawNode): number {
  if (node.type === 'quoted' && node.slop > 0) return DISTANCE_COST;
  return node.type === 'word' && (node.fuzzy !== null || /[*?]/.test(node.raw)) ? PATTERN_COST : 1;
}

function leaf(node: RawNode, context: Context, read: () => QueryNode | null): QueryNode | null {
  const { reading } = context;
  const before = reading.clauses;
  reading.clauses += cost(node);
  if (reading.clauses <= MAX_CLAUSES) return read();
  if (before <= MAX_CLAUSES)
    note(reading, 'too-many-clauses', { start: node.start, end: reading.text.length });
  return null;
}

function readUnknownField(node: Extract<RawNode, { type: 'field' }>, context: Context): QueryNode | null {
  const { reading } = context;
  const end = node.start + node.name.length + 1;
  const name = node.name.toLowerCase();
  const meant = Array.from(FIELDS.keys()).find(
    (field) => field[0] === name[0] && isWithinDistance(field, name, name.length > 4 ? 2 : 1),
  );
  note(reading, 'unknown-field', {
    start: node.start,
    end,
    insert: meant === undefined ? `"${node.name}" ` : `${meant}:`,
  });
  const words = leaf(node, context, () => plainText(node.name, context.scope));
  return joined('and', [words, readNode(node.value, context)]);
}

function readField(node: Extract<RawNode, { type: 'field' }>, context: Context): QueryNode | null {
  const { reading } = context;
  const name = node.name.toLowerCase();
  const field: Field | undefined = FIELDS.get(name);
  if (field === undefined) return readUnknownField(node, context);
  const { value } = node;
  if (value.type === 'empty') {
    note(reading, 'empty-field', node);
    return null;
  }
  if (field === 'title' || field === 'body')
    return readNode(value, { ...context, scope: field, field: null });
  if (field === 'exact') return readNode(value, { ...context, exact: true, field: null });
  const isGroup = value.type === 'and' || value.type === 'or' || value.type === 'not';
  if (isGroup && field !== 'stance') return readNode(value, { ...context, field: node.name });
  return leaf(node, context, () => readFieldValue(field, node, reading));
}

function readLeaf(
  node: Extract<RawNode, { type: 'word' | 'quoted' | 'regex' }>,
  context: Context,
): QueryNode | null {
  const { reading, scope } = context;
  if (context.exact)
    return tokens(node.text).length === 0 ? null : { type: 'exact', text: node.text.trim(), scope };
  return readText(node, scope, reading);
}

/** Gives raw nodes their meaning; null: nothing was left of it. */
export function readNode(node: RawNode, context: Context): QueryNode | null {
  switch (node.type) {
    case 'and':
    case 'or':
      return joined(
        node.type,
        node.items.map((item) => readNode(item, context)),
      );
    case 'not': {
      const item = readNode(node.item, context);
      if (item === null) return null;
      return item.type === 'not' ? item.item : { type: 'not', item };
    }
    case 'boost': {
      const item = readNode(node.item, context);
      if (item === null || item.type === 'all' || node.by === 1) return item;
      return { type: 'boost', by: node.by, item };
    }
    case 'field':
      return readField(node, context);
    case 'empty':
      return null;
    case 'range':
      if (context.field !== null)
        return readField({ ...node, type: 'field', name: context.field, value: node }, context);
      note(context.reading, 'ignored-char', { start: node.start, end: node.end, insert: '' });
      return null;
    case 'word':
    case 'quoted':
    case 'regex':
      if (context.field !== null)
        return readField(
          { start: node.start, end: node.end, type: 'field', name: context.field, value: node },
          { ...context, field: null },
        );
      return leaf(node, context, () => readLeaf(node, context));
  }
}
