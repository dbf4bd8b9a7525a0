import {
  fitsWildcard,
  formsOf,
  isPrefixPattern,
  isSpelling,
  wildcardPrefix,
  type QueryNode,
} from '@khabar/query';
import { z } from 'zod';

import type { SqlClient } from './sql-pool.ts';

type Pattern = Extract<QueryNode, { type: 'wildcard' | 'fuzzy' }>;

/** Words of the index that a pattern or a spelling stands for, by `patternKey`. */
export type Expansions = ReadonlyMap<string, readonly string[]>;

/** Most words that one pattern stands for; the shortest are taken. */
const MOST_WORDS = 2000;
const WordRow = z.object({ word: z.string() });

/** Names a pattern, so that the same one is looked up once. */
export function patternKey(node: Pattern): string {
  return node.type === 'wildcard' ? `*${node.pattern}` : `~${node.distance}${formsOf(node.text)[0] ?? ''}`;
}

function patternsOf(node: QueryNode): Pattern[] {
  switch (node.type) {
    case 'and':
    case 'or':
      return node.items.flatMap(patternsOf);
    case 'not':
    case 'boost':
      return patternsOf(node.item);
    case 'wildcard':
      // A beginning alone is looked up in the index itself.
      return isPrefixPattern(node.pattern) ? [] : [node];
    case 'fuzzy':
      return [node];
    case 'all':
    case 'term':
    case 'phrase':
    case 'exact':
    case 'author':
    case 'url':
    case 'keyword':
    case 'entity':
    case 'stance':
    case 'published':
    case 'score':
    case 'saved':
      return [];
  }
}

/** First text that is greater than all that begin with `prefix`, by code points. */
export function afterPrefix(prefix: string): string {
  const letters = Array.from(prefix);
  const last = letters.pop()?.codePointAt(0) ?? 0;
  const next = last + 1 >= 0xd800 && last + 1 < 0xe000 ? 0xe000 : last + 1;
  return letters.join('') + String.fromCodePoint(Math.min(next, 0x10ffff));
}

async function candidates(node: Pattern, client: SqlClient, schema: string): Promise<string[]> {
  if (node.type === 'wildcard') {
    const prefix = wildcardPrefix(node.pattern);
    const { rows } = await client.query(
      `select word from ${schema}.vocabulary where word >= $1 and word < $2 order by letters, word`,
      [prefix, afterPrefix(prefix)],
    );
    return z
      .array(WordRow)
      .parse(rows)
      .map(({ word }) => word);
  }
  const letters = Array.from(formsOf(node.text)[0] ?? '');
  const { rows } = await client.query(
    `select word from ${schema}.vocabulary where substr(word, 1, 1) = $1 and letters between $2::int and $3::int order by letters, word`,
    [letters[0] ?? '', letters.length - node.distance, letters.length + node.distance],
  );
  return z
    .array(WordRow)
    .parse(rows)
    .map(({ word }) => word);
}

async function expand(node: Pattern, client: SqlClient, schema: string): Promise<string[]> {
  const words = await candidates(node, client, schema);
  const query = node.type === 'fuzzy' ? (formsOf(node.text)[0] ?? '') : '';
  const fits = words.filter((word) =>
    node.type === 'wildcard' ? fitsWildcard(node.pattern, word) : isSpelling(query, word, node.distance),
  );
  return fits.slice(0, MOST_WORDS);
}

/** Looks the patterns and spellings of a query up in the vocabulary; texts are never scanned. */
export async function expandWords(query: QueryNode, client: SqlClient, schema: string): Promise<Expansions> {
  const expansions = new Map<string, readonly string[]>();
  for (const node of patternsOf(query)) {
    const key = patternKey(node);
    if (!expansions.has(key)) expansions.set(key, await expand(node, client, schema));
  }
  return expansions;
}
