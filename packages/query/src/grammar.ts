import { readFileSync } from 'node:fs';

import peggy from 'peggy';

import type { Warning } from './hint.ts';

/** One end of a range as typed. */
export interface RawBound {
  readonly text: string;
  readonly inclusive: boolean;
}

/** What the grammar says, before fields have a meaning. Offsets are into the cleaned text. */
export type RawNode = { readonly start: number; readonly end: number } & (
  | { readonly type: 'and' | 'or'; readonly items: readonly RawNode[] }
  | { readonly type: 'not'; readonly item: RawNode }
  | { readonly type: 'boost'; readonly by: number; readonly item: RawNode }
  | { readonly type: 'field'; readonly name: string; readonly value: RawNode }
  | { readonly type: 'word'; readonly text: string; readonly raw: string; readonly fuzzy: number | null }
  | { readonly type: 'quoted'; readonly text: string; readonly slop: number }
  | { readonly type: 'regex'; readonly text: string }
  | { readonly type: 'range'; readonly from: RawBound | null; readonly to: RawBound | null }
  | { readonly type: 'empty' }
);

// Compiled at load (some 30 ms): no generated file to keep in step. The cache makes reading linear whatever is typed.
const parser = peggy.generate(readFileSync(new URL('query.peggy', import.meta.url), 'utf8'), { cache: true });

/** Reads cleaned text; null: nothing in it. Adds to `warnings`. */
export function readGrammar(text: string, warnings: Warning[]): RawNode | null {
  const node: RawNode | null = parser.parse(text, { warnings });
  return node;
}
