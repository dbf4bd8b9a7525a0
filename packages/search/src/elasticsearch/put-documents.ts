import { setImmediate as otherWork } from 'node:timers/promises';

import { KhabarError } from '@khabar/article';

import { documentHash } from '../document-hash.ts';
import type { SearchDocument } from '../port.ts';
import { bulk, type Refused, type Write } from './bulk.ts';
import { onServer, type Connection } from './connection.ts';
import { documentSource, type DocumentSource } from './document-source.ts';
import { generationsOf, type Generations } from './ensure-indices.ts';
import { locate, type Place } from './locate.ts';
import { vocabularyName } from './mapping.ts';
import { patiently } from './patience.ts';
import { putWords, type KnownWords } from './vocabulary.ts';

/** Documents analysed and written together: one to three megabytes. */
const AT_ONCE = 250;
/** Requests under way: while the server writes one, the next is analysed. */
const REQUESTS = 3;
/** Documents analysed before other work gets a turn. */
const TURN = 25;
/** How often a write follows an index that a rebuild replaces under its hands. */
const ATTEMPTS = 3;

/** Runs work on parts of a list, a few at a time. */
export async function inParts<T>(
  list: readonly T[],
  atOnce: number,
  work: (part: readonly T[]) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for (let start = 0; start < list.length; start += atOnce) {
    if (running.size >= REQUESTS) await Promise.race(running);
    const one = work(list.slice(start, start + atOnce)).finally(() => running.delete(one));
    // Failures are met by the race or by the last line.
    one.catch(() => {});
    running.add(one);
  }
  await Promise.all(running);
}

/** Analyses documents, giving other work its turn in between. */
export async function analysed(
  documents: readonly { document: SearchDocument; hash: string }[],
): Promise<DocumentSource[]> {
  const sources: DocumentSource[] = [];
  for (const { document, hash } of documents) {
    if (sources.length % TURN === TURN - 1) await otherWork();
    sources.push(documentSource(document, hash));
  }
  return sources;
}

function liveWrites({ id, source }: DocumentSource, places: readonly Place[], alias: string): Write[] {
  const [first, ...copies] = places;
  return [
    { action: 'index', index: first?.index ?? alias, isAlias: first === undefined, id, source },
    ...copies.map(({ index }): Write => ({ action: 'delete', index, id })),
  ];
}

interface Writing {
  readonly connection: Connection;
  readonly known: KnownWords;
  readonly generations: Generations;
}

async function putSome(
  documents: readonly SearchDocument[],
  { connection, known, generations }: Writing,
): Promise<Refused[]> {
  const { live, rebuilt } = generations;
  const places = await locate(
    documents.map(({ id }) => id),
    live,
    connection,
  );
  const hashed = documents.map((document) => ({ document, hash: documentHash(document) }));
  const isSame = ({ document, hash }: (typeof hashed)[number]): boolean => {
    const at = places.get(document.id) ?? [];
    return at.length === 1 && at[0]?.hash === hash;
  };
  // A rebuild must get all that is written meanwhile: what it reads from the record may be older.
  const sources = await analysed(rebuilt === null ? hashed.filter((one) => !isSame(one)) : hashed);
  if (sources.length === 0) return [];
  await putWords(sources, connection, known);
  return bulk(
    sources.flatMap((source) => [
      ...liveWrites(source, places.get(source.id) ?? [], connection.index),
      ...(rebuilt === null
        ? []
        : [{ action: 'index', index: rebuilt, id: source.id, source: source.source } as const]),
    ]),
    connection,
  );
}

/**
 * Two processes that put the same new article while the alias rolls over put it into two indices. Whoever writes later sees both:
 * of each such article the newest index keeps one, with what this writer has, and the others lose it.
 */
async function mendCopies(
  documents: readonly SearchDocument[],
  live: readonly string[],
  connection: Connection,
): Promise<boolean> {
  const places = await locate(
    documents.map(({ id }) => id),
    live,
    connection,
  );
  const copied = documents.filter(({ id }) => (places.get(id)?.length ?? 0) > 1);
  if (copied.length === 0) return false;
  const sources = await analysed(copied.map((document) => ({ document, hash: documentHash(document) })));
  await bulk(
    sources.flatMap((source) => liveWrites(source, places.get(source.id) ?? [], connection.index)),
    connection,
  );
  return true;
}

/** What was written is found from here on. */
export async function refresh(indices: readonly string[], connection: Connection): Promise<void> {
  await patiently(connection, () => connection.client.indices.refresh({ index: [...indices] }));
}

function sameIndices(a: Generations, b: Generations): boolean {
  return a.live.join(' ') === b.live.join(' ');
}

/** Writes until the indices that were written are those that are searched. */
async function putAll(
  documents: readonly SearchDocument[],
  connection: Connection,
  known: KnownWords,
): Promise<Refused[]> {
  const refused = new Map<string, Refused>();
  let generations = await generationsOf(connection);
  for (let tried = 0; tried < ATTEMPTS; tried += 1) {
    const writing = { connection, known, generations };
    refused.clear();
    await inParts(documents, AT_ONCE, async (some) => {
      for (const one of await putSome(some, writing)) refused.set(one.id, one);
    });
    const written = [connection.index, vocabularyName(connection.index)];
    await refresh(written, connection);
    const after = await generationsOf(connection);
    if (after.live.length > 1) {
      let mended = false;
      await inParts(documents, AT_ONCE, async (some) => {
        if (await mendCopies(some, after.live, connection)) mended = true;
      });
      if (mended) await refresh([connection.index], connection);
    }
    const isMoved = Array.from(refused.values()).some(({ isGone }) => isGone === true);
    // Rolled over is not moved: the older indices are still there.
    const isReplaced = !sameIndices(after, generations) && !after.live.includes(generations.live[0] ?? '');
    const gotAll = after.live.length === 1 && after.live[0] === generations.rebuilt;
    if (!isMoved && (!isReplaced || gotAll)) break;
    generations = after;
  }
  return Array.from(refused.values());
}

/** What to throw where the server refused documents for good, after all others are written. */
export function refusal(refused: readonly Refused[], given: number): KhabarError {
  const reasons = refused.slice(0, 5).map(({ id, reason }) => `${id}: ${reason}`);
  return new KhabarError(
    'INPUT_INVALID',
    `Elasticsearch refused ${refused.length} of ${given} documents, the others are indexed. ${reasons.join('; ')}`,
    { cause: refused },
  );
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
  const refused = await onServer(() => putAll(latest, connection, known));
  if (refused.length > 0) throw refusal(refused, latest.length);
}

/** Removes documents from all indices, those of a rebuild too; unknown ids are no error. */
export async function removeDocuments(ids: readonly string[], connection: Connection): Promise<void> {
  if (ids.length === 0) return;
  await onServer(async () => {
    const { live, rebuilt } = await generationsOf(connection);
    const indices = rebuilt === null ? live : [...live, rebuilt];
    await bulk(
      ids.flatMap((id) => indices.map((index): Write => ({ action: 'delete', index, id }))),
      connection,
    );
    await refresh([connection.index], connection);
  });
}
