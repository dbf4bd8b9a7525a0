import type { RawNode } from './grammar.ts';
import type { HintCode, Warning } from './hint.ts';

/** Most words and conditions of a query. */
export const MAX_CLAUSES = 256;

/** State of one reading: what was noticed and how many clauses there are. */
export interface Reading {
  readonly text: string;
  readonly warnings: Warning[];
  clauses: number;
}

/** Notes something about a span. */
export function note(
  reading: Reading,
  code: HintCode,
  span: { start: number; end: number; insert?: string },
): void {
  reading.warnings.push({ code, ...span });
}

/** The words a raw node holds when it is a single value; null: a group or a range. */
export function valueText(node: RawNode): string | null {
  switch (node.type) {
    case 'word':
    case 'quoted':
    case 'regex':
      return node.text;
    case 'boost':
      return valueText(node.item);
    case 'field': {
      // A colon inside a value: holder:person:zamir-kabulov within a group.
      const rest = valueText(node.value);
      return rest === null ? null : `${node.name}:${rest}`;
    }
    case 'empty':
    case 'and':
    case 'or':
    case 'not':
    case 'range':
      return null;
  }
}
