import type { estypes } from '@elastic/elasticsearch';
import { formsOf, wildcardPrefix, type QueryNode } from '@khabar/query';
import { foldText } from '@khabar/text';
import { z } from 'zod';

import { fitting, MOST_WORDS, patternKey, patternsOf, type Expansions, type Pattern } from '../patterns.ts';
import type { FacetValue } from '../port.ts';
import type { Condition } from './compile-query.ts';
import type { Connection } from './connection.ts';
import { kept } from './document-source.ts';
import { vocabularyName } from './mapping.ts';

const PAGE = 10_000;
// Completion counts each word by a look-up of its own.
const MOST_COMPLETIONS = 30;
const Place = z.tuple([z.number(), z.string()]);
const Counts = z.object({
  words: z.object({ buckets: z.record(z.string(), z.object({ doc_count: z.int() })) }),
});

function escaped(text: string): string {
  return text.replaceAll(/[*?\\]/g, String.raw`\$&`);
}

/** What surely holds of every word that a pattern stands for, so that few words are read. */
function narrowing(node: Pattern): Condition[] {
  if (node.type === 'fuzzy') {
    const word = formsOf(node.text)[0] ?? '';
    return [
      {
        fuzzy: {
          word: {
            value: word,
            fuzziness: node.distance,
            prefix_length: 1,
            transpositions: true,
            rewrite: 'constant_score',
          },
        },
      },
    ];
  }
  const prefix = wildcardPrefix(node.pattern);
  // The longest run of letters; a pattern as a whole may be too intricate for the server's automaton.
  const run = node.pattern
    .slice(/^[^*?]*/.exec(node.pattern)?.[0].length ?? 0)
    .split(/[*?]+/)
    .reduce((longest, part) => (part.length > longest.length ? part : longest), '');
  return [{ wildcard: { word: { value: `${escaped(prefix)}*${run === '' ? '' : `${escaped(run)}*`}` } } }];
}

async function expand(node: Pattern, { client, index }: Connection): Promise<string[]> {
  if (node.type === 'fuzzy' && formsOf(node.text)[0] === undefined) return [];
  const found: string[] = [];
  let after: [number, string] | null = null;
  for (;;) {
    const answer: estypes.SearchResponse = await client.search({
      index: vocabularyName(index),
      size: PAGE,
      query: { bool: { filter: narrowing(node) } },
      sort: [{ letters: 'asc' }, { word: 'asc' }],
      track_total_hits: false,
      _source: false,
      ...(after === null ? {} : { search_after: after }),
    });
    const places = answer.hits.hits.map(({ sort }) => Place.parse(sort));
    found.push(
      ...fitting(
        node,
        places.map(([, word]) => word),
      ),
    );
    if (places.length < PAGE || found.length >= MOST_WORDS) return found.slice(0, MOST_WORDS);
    after = places.at(-1) ?? null;
  }
}

/** Looks the patterns and spellings of a query up in the vocabulary; texts are never scanned. */
export async function expandWords(query: QueryNode, connection: Connection): Promise<Expansions> {
  const expansions = new Map<string, readonly string[]>();
  for (const node of patternsOf(query)) {
    const key = patternKey(node);
    if (!expansions.has(key)) expansions.set(key, await expand(node, connection));
  }
  return expansions;
}

/** Words that stand in texts and begin so, with the number of articles, most first. */
export async function completions(
  prefix: string,
  limit: number,
  { client, index }: Connection,
): Promise<FacetValue[]> {
  const begin = foldText(prefix.trim()).text;
  if (begin === '') return [];
  const found = await client.search({
    index: vocabularyName(index),
    size: MOST_COMPLETIONS,
    query: { bool: { filter: [{ term: { folded: true } }, { prefix: { word: kept(begin) } }] } },
    sort: [{ letters: 'asc' }, { word: 'asc' }],
    _source: false,
  });
  const words = found.hits.hits.map(({ sort }) => Place.parse(sort)[1]);
  if (words.length === 0) return [];
  const counted = await client.search({
    index,
    size: 0,
    aggs: {
      words: {
        filters: {
          filters: Object.fromEntries(
            words.map((word) => [
              word,
              { bool: { should: [{ term: { title_forms: word } }, { term: { body_forms: word } }] } },
            ]),
          ),
        },
      },
    },
  });
  const { buckets } = Counts.parse(counted.aggregations).words;
  return words
    .map((word) => ({ value: word, count: buckets[word]?.doc_count ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    .slice(0, limit);
}
