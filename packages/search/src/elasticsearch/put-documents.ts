import { KhabarError } from '@khabar/article';
import { z } from 'zod';

import { documentHash } from '../document-hash.ts';
import type { SearchDocument } from '../port.ts';
import { bulk, type Refused, type Write } from './bulk.ts';
import { onServer, type Connection } from './connection.ts';
import { documentSource, type DocumentSource } from './document-source.ts';
import { indicesBehind } from './ensure-indices.ts';
import { vocabularyName } from './mapping.ts';

/** Words already in the vocabulary, so that most documents need not ask; emptied when large. */
export type KnownWords = Set<string>;
const MOST_KNOWN = 400_000;
// Longer ones are found as words and by their beginning; nobody completes or misspells them.
const LONGEST_KNOWN = 100;
/** Documents analysed and written together. */
const AT_ONCE = 500;

const Located = z.object({
  _id: z.string(),
  _index: z.string().optional(),
  _source: z.object({ hash: z.string().optional() }).optional(),
});
const LocatedAnswer = z.object({ hits: z.object({ hits: z.array(Located) }) });

interface Place {
  readonly index: string;
  readonly hash: string | undefined;
}

/** Where documents live: after a rollover an article may stand in an older index, and must be replaced there. */
async function locate(ids: readonly string[], { client, index }: Connection): Promise<Map<string, Place[]>> {
  const answer = await client.search({
    index,
    // Room for copies that two writers made while a rollover went on.
    size: Math.min(ids.length * 2, 10_000),
    query: { ids: { values: [...ids] } },
    _source: ['hash'],
  });
  const places = new Map<string, Place[]>();
  for (const { _id: id, _index: at = index, _source } of LocatedAnswer.parse(answer).hits.hits)
    places.set(id, [...(places.get(id) ?? []), { index: at, hash: _source?.hash }]);
  return places;
}

function writesOf(source: DocumentSource, places: readonly Place[], alias: string): Write[] {
  const [first, ...copies] = places.toSorted((a, b) => (a.index < b.index ? 1 : -1));
  const { id } = source;
  const target = first?.index ?? alias;
  return [
    { action: 'index', index: target, isAlias: target === alias, id, source: source.source },
    ...copies.map((copy): Write => ({ action: 'delete', index: copy.index, id })),
  ];
}

function newWords(sources: readonly DocumentSource[], known: KnownWords): Map<string, boolean> {
  const words = new Map<string, boolean>();
  for (const { folded, stems } of sources) {
    for (const word of folded) if (word.length <= LONGEST_KNOWN && !known.has(word)) words.set(word, true);
    for (const stem of stems)
      if (stem.length <= LONGEST_KNOWN && !known.has(stem) && !words.has(stem)) words.set(stem, false);
  }
  return words;
}

async function putWords(words: ReadonlyMap<string, boolean>, connection: Connection): Promise<void> {
  if (words.size === 0) return;
  const index = vocabularyName(connection.index);
  const writes = Array.from(words, ([word, folded]): Write => ({
    // A stem must not take the mark from a word that stands so in a text.
    action: folded ? 'index' : 'create',
    index,
    id: word,
    source: { word, letters: Array.from(word).length, folded },
  }));
  await bulk(writes, connection);
  await connection.client.indices.refresh({ index });
}

function remember(words: ReadonlyMap<string, boolean>, known: KnownWords): void {
  if (known.size > MOST_KNOWN) known.clear();
  for (const word of words.keys()) known.add(word);
}

async function putSome(
  documents: readonly SearchDocument[],
  connection: Connection,
  known: KnownWords,
): Promise<Refused[]> {
  const places = await locate(
    documents.map(({ id }) => id),
    connection,
  );
  const sources = documents.flatMap((document) => {
    const hash = documentHash(document);
    const at = places.get(document.id) ?? [];
    return at.length === 1 && at[0]?.hash === hash ? [] : [documentSource(document, hash)];
  });
  if (sources.length === 0) return [];
  const words = newWords(sources, known);
  await putWords(words, connection);
  remember(words, known);
  const writes = sources.flatMap((source) => writesOf(source, places.get(source.id) ?? [], connection.index));
  return bulk(writes, connection);
}

/** Removes what a rollover in the midst of writing let two writers put into two indices. */
async function removeCopies(ids: readonly string[], connection: Connection): Promise<void> {
  const places = await locate(ids, connection);
  const writes = Array.from(places, ([id, at]) =>
    at
      .toSorted((a, b) => (a.index < b.index ? 1 : -1))
      .slice(1)
      .map(({ index }): Write => ({ action: 'delete', index, id })),
  ).flat();
  if (writes.length === 0) return;
  await bulk(writes, connection);
  await connection.client.indices.refresh({ index: connection.index });
}

/**
 * Writes or replaces documents; those that have not changed are left alone. Throws KhabarError SEARCH_UNAVAILABLE, and
 * INPUT_INVALID, after all others are written, for documents that the server will never take.
 */
export async function putDocuments(
  documents: readonly SearchDocument[],
  connection: Connection,
  known: KnownWords,
): Promise<void> {
  if (documents.length === 0) return;
  const latest = Array.from(new Map(documents.map((document) => [document.id, document])).values());
  const refused = await onServer(async () => {
    const before = await indicesBehind(connection);
    const found: Refused[] = [];
    for (let start = 0; start < latest.length; start += AT_ONCE)
      found.push(...(await putSome(latest.slice(start, start + AT_ONCE), connection, known)));
    await connection.client.indices.refresh({ index: connection.index });
    const after = await indicesBehind(connection);
    if (after.length !== before.length) {
      for (let start = 0; start < latest.length; start += AT_ONCE)
        await removeCopies(
          latest.slice(start, start + AT_ONCE).map(({ id }) => id),
          connection,
        );
    }
    return found;
  });
  if (refused.length === 0) return;
  const reasons = refused.slice(0, 5).map(({ id, reason }) => `${id}: ${reason}`);
  throw new KhabarError(
    'INPUT_INVALID',
    `Elasticsearch refused ${refused.length} of ${latest.length} documents, the others are indexed. ${reasons.join('; ')}`,
    { cause: refused },
  );
}

/** Removes documents; unknown ids are no error. */
export async function removeDocuments(ids: readonly string[], connection: Connection): Promise<void> {
  await onServer(async () => {
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const places = await locate(ids.slice(start, start + AT_ONCE), connection);
      const writes = Array.from(places, ([id, at]) =>
        at.map(({ index }): Write => ({ action: 'delete', index, id })),
      ).flat();
      await bulk(writes, connection);
    }
    if (ids.length > 0) await connection.client.indices.refresh({ index: connection.index });
  });
}
