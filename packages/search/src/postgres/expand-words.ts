import { formsOf, wildcardPrefix, type QueryNode } from '@khabar/query';
import { z } from 'zod';

import { fitting, MOST_WORDS, patternKey, patternsOf, type Expansions, type Pattern } from '../patterns.ts';
import type { SqlClient } from './sql-pool.ts';

const WordRow = z.object({ word: z.string() });

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
  return fitting(node, words).slice(0, MOST_WORDS);
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
