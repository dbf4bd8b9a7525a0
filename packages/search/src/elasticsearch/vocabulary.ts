import { z } from 'zod';

import { bulk, type Write } from './bulk.ts';
import type { Connection } from './connection.ts';
import type { DocumentSource } from './document-source.ts';
import { vocabularyName } from './mapping.ts';
import { patiently } from './patience.ts';

/** Words already in the vocabulary, so that most documents need not ask; emptied when large. */
export type KnownWords = Set<string>;
const MOST_KNOWN = 400_000;
/** Marks a word known as a stem only: where a text has it so later, the vocabulary must still learn that. */
const stemOnly = (word: string): string => `\0${word}`;
// Longer ones are found as words and by their beginning; nobody completes or misspells them.
const LONGEST_KNOWN = 100;
const LOOKED_UP_AT_ONCE = 10_000;

const Answer = z.object({
  hits: z
    .object({ hits: z.array(z.object({ fields: z.object({ word: z.tuple([z.string()]) }) })) })
    .default({ hits: [] }),
});

/** Words that are not known yet, with whether they stand so in a text (or are a stem). */
function newWords(sources: readonly DocumentSource[], known: KnownWords): Map<string, boolean> {
  const words = new Map<string, boolean>();
  for (const { folded } of sources)
    for (const set of folded)
      for (const word of set) if (!known.has(word) && word.length <= LONGEST_KNOWN) words.set(word, true);
  for (const { stems } of sources)
    for (const set of stems)
      for (const stem of set)
        if (
          stem.length <= LONGEST_KNOWN &&
          !known.has(stem) &&
          !known.has(stemOnly(stem)) &&
          !words.has(stem)
        )
          words.set(stem, false);
  return words;
}

/** Which of the words are there, as those that stand in a text. */
async function alreadyThere(words: readonly string[], connection: Connection): Promise<string[]> {
  const found: string[] = [];
  for (let start = 0; start < words.length; start += LOOKED_UP_AT_ONCE) {
    const answer = await patiently(connection, () =>
      connection.client.search({
        index: vocabularyName(connection.index),
        size: LOOKED_UP_AT_ONCE,
        query: {
          bool: {
            filter: [
              { terms: { word: words.slice(start, start + LOOKED_UP_AT_ONCE) } },
              { term: { folded: true } },
            ],
          },
        },
        stored_fields: ['_none_'],
        docvalue_fields: ['word'],
        track_total_hits: false,
        filter_path: ['hits.hits.fields'],
      }),
    );
    found.push(...Answer.parse(answer).hits.hits.map(({ fields }) => fields.word[0]));
  }
  return found;
}

/** Adds the words of documents that the vocabulary lacks; they are found after its next refresh. */
export async function putWords(
  sources: readonly DocumentSource[],
  connection: Connection,
  known: KnownWords,
): Promise<void> {
  const words = newWords(sources, known);
  if (words.size === 0) return;
  const given = Array.from(words);
  // A look-up is far cheaper than a write; another process, or this one before it was started again, may have put them.
  for (const word of await alreadyThere(Array.from(words.keys()), connection)) words.delete(word);
  const writes = Array.from(words, ([word, folded]): Write => ({
    // A stem must not take the mark from a word that stands so in a text.
    action: folded ? 'index' : 'create',
    index: vocabularyName(connection.index),
    id: word,
    source: { word, letters: Array.from(word).length, folded },
  }));
  await bulk(writes, connection);
  if (known.size > MOST_KNOWN) known.clear();
  for (const [word, folded] of given) known.add(folded ? word : stemOnly(word));
}
