import { z } from 'zod';

import { documentHash } from '../document-hash.ts';
import type { SearchDocument } from '../port.ts';
import { documentRow, type DocumentRow } from './document-row.ts';
import { writing, type SqlClient, type SqlPool } from './sql-pool.ts';

const HashRow = z.object({ id: z.string(), hash: z.string() });
const NameRow = z.object({ k: z.number(), value: z.string() });
const KeyRow = z.object({ n: z.number(), id: z.string() });

/** Words already in the vocabulary, so that most documents need not ask; emptied when large. */
export type KnownWords = Set<string>;
const MOST_KNOWN = 400_000;
// Longer ones are found as words and by their beginning; nobody completes or misspells them.
const LONGEST_WORD = 100;

interface Target {
  readonly client: SqlClient;
  readonly schema: string;
}

async function changedRows(
  latest: ReadonlyMap<string, SearchDocument>,
  { client, schema }: Target,
): Promise<DocumentRow[]> {
  const { rows } = await client.query(`select id, hash from ${schema}.docs where id = any($1::text[])`, [
    Array.from(latest.keys()),
  ]);
  const hashes = new Map(
    z
      .array(HashRow)
      .parse(rows)
      .map((row) => [row.id, row.hash]),
  );
  return Array.from(latest.values()).flatMap((document) => {
    const hash = documentHash(document);
    return hashes.get(document.id) === hash ? [] : [documentRow(document, hash)];
  });
}

const SeenRow = z.object({ id: z.string() });

/** Rows of what a rebuild has yet to bring: not of what was written or removed since it began. */
async function unseenRows(
  latest: ReadonlyMap<string, SearchDocument>,
  { client, schema }: Target,
): Promise<DocumentRow[]> {
  const { rows } = await client.query(`select id from ${schema}.seen where id = any($1::text[])`, [
    Array.from(latest.keys()),
  ]);
  const seen = new Set(
    z
      .array(SeenRow)
      .parse(rows)
      .map(({ id }) => id),
  );
  return Array.from(latest.values()).flatMap((document) =>
    seen.has(document.id) ? [] : [documentRow(document, documentHash(document))],
  );
}

/** Where a rebuild is under way, it leaves these alone from here on. */
async function markSeen(ids: readonly string[], { client, schema }: Target): Promise<void> {
  await client.query(
    `insert into ${schema}.seen select unnest($1::text[]) where exists (select from ${schema}.meta where key = 'rebuilding') on conflict do nothing`,
    [[...ids]],
  );
}

function stanceName({ holder, target, label }: SearchDocument['stances'][number]): string {
  return `${holder}>${target}>${label}`;
}

async function nameKeys(
  rows: readonly DocumentRow[],
  { client, schema }: Target,
): Promise<(names: readonly string[]) => string> {
  const wanted = new Set(
    rows.flatMap(({ document }) => [
      ...document.entities.map(({ id }) => id),
      ...document.topics,
      ...(document.subjects ?? []),
      ...document.stances.map(stanceName),
    ]),
  );
  const values = Array.from(wanted);
  await client.query(`insert into ${schema}.names (value) select unnest($1::text[]) on conflict do nothing`, [
    values,
  ]);
  const found = await client.query(`select k, value from ${schema}.names where value = any($1::text[])`, [
    values,
  ]);
  const keys = new Map(
    z
      .array(NameRow)
      .parse(found.rows)
      .map(({ k, value }) => [value, k]),
  );
  return (names) => `{${[...new Set(names.map((name) => keys.get(name) ?? 0))].join(',')}}`;
}

async function insertDocs(
  rows: readonly DocumentRow[],
  keysOf: (names: readonly string[]) => string,
  { client, schema }: Target,
): Promise<Map<string, number>> {
  const column = <T>(read: (row: DocumentRow) => T): T[] => rows.map(read);
  const inserted = await client.query(
    `insert into ${schema}.docs (id, hash, story, story_key, outlet, language, country, kind, genre, dated, sort_ms, entities, topics, subjects, stances, words)
     select id, hash, story, hashtextextended(story, 0), outlet, language, country, kind, genre, dated, sort_ms, entities::int[], topics::int[], subjects::int[], stances::int[], words::tsvector
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bool[], $10::float8[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[])
       as given (id, hash, story, outlet, language, country, kind, genre, dated, sort_ms, entities, topics, subjects, stances, words)
     returning n, id`,
    [
      column(({ document }) => document.id),
      column(({ hash }) => hash),
      column(({ document }) => document.storyId),
      column(({ document }) => document.outletId),
      column(({ document }) => document.language),
      column(({ document }) => document.country),
      column(({ document }) => document.kind),
      column(({ document }) => document.genre ?? null),
      column(({ document }) => document.publishedAt !== null),
      column(({ sortMs }) => sortMs),
      column(({ document }) => keysOf(document.entities.map(({ id }) => id))),
      column(({ document }) => keysOf(document.topics)),
      column(({ document }) => keysOf(document.subjects ?? [])),
      column(({ document }) => keysOf(document.stances.map(stanceName))),
      column(({ words }) => words),
    ],
  );
  return new Map(
    z
      .array(KeyRow)
      .parse(inserted.rows)
      .map(({ n, id }) => [id, n]),
  );
}

// PostgreSQL holds neither NUL nor lone surrogates; each is replaced by one unit, so that offsets stay.
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

async function insertParts(
  rows: readonly DocumentRow[],
  keys: ReadonlyMap<string, number>,
  { client, schema }: Target,
): Promise<void> {
  const n = ({ document }: DocumentRow): number => keys.get(document.id) ?? 0;
  await client.query(`insert into ${schema}.texts select * from unnest($1::int[], $2::text[], $3::text[])`, [
    rows.map(n),
    rows.map(({ document }) => storable(document.title)),
    rows.map(({ document }) => storable(document.text)),
  ]);
  const passages = rows.flatMap((row) => row.passages.map((words) => ({ n: n(row), words })));
  if (passages.length > 0) {
    await client.query(
      `insert into ${schema}.passages select n, words::tsvector from unnest($1::int[], $2::text[]) as given (n, words)`,
      [passages.map((passage) => passage.n), passages.map((passage) => passage.words)],
    );
  }
  const statements = rows.flatMap((row) => row.document.stances.map((stance) => ({ n: n(row), ...stance })));
  if (statements.length > 0) {
    await client.query(
      `insert into ${schema}.statements select * from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::float8[])`,
      [
        statements.map((statement) => statement.n),
        statements.map((statement) => statement.holder),
        statements.map((statement) => statement.target),
        statements.map((statement) => statement.label),
        statements.map((statement) => statement.confidence),
      ],
    );
  }
}

/** Words of the rows that the vocabulary may lack, with whether they stand so in a text (or are a stem). */
function newWords(rows: readonly DocumentRow[], known: KnownWords): Map<string, boolean> {
  const words = new Map<string, boolean>();
  for (const { folded, stems } of rows) {
    for (const word of folded) if (word.length <= LONGEST_WORD && !known.has(word)) words.set(word, true);
    for (const stem of stems)
      if (stem.length <= LONGEST_WORD && !known.has(stem) && !words.has(stem)) words.set(stem, false);
  }
  return words;
}

async function insertVocabulary(
  words: ReadonlyMap<string, boolean>,
  { client, schema }: Target,
): Promise<void> {
  if (words.size === 0) return;
  await client.query(
    `insert into ${schema}.vocabulary as known select word, char_length(word), folded from unnest($1::text[], $2::bool[]) as given (word, folded)
     on conflict (word) do update set folded = true where excluded.folded and not known.folded`,
    [Array.from(words.keys()), Array.from(words.values())],
  );
}

function remember(words: ReadonlyMap<string, boolean>, known: KnownWords): void {
  if (known.size > MOST_KNOWN) known.clear();
  for (const [word, folded] of words) if (folded) known.add(word);
}

/**
 * Writes or replaces documents; those that have not changed are left alone. Writers of one schema wait for each other. For a rebuild
 * (`rebuild` throws where it is no longer under way) all are written but those that were written since it began.
 */
export async function putDocuments(
  documents: readonly SearchDocument[],
  pool: SqlPool,
  options: { schema: string; known: KnownWords; rebuild?: (client: SqlClient) => Promise<void> },
): Promise<void> {
  const { schema, known, rebuild } = options;
  if (documents.length === 0) return;
  const words = await writing(pool, async (client) => {
    const target = { client, schema };
    await client.query(`select pg_advisory_xact_lock(hashtext($1))`, [`khabar search ${schema} put`]);
    await rebuild?.(client);
    const latest = new Map(documents.map((document) => [document.id, document]));
    const rows = await (rebuild === undefined ? changedRows : unseenRows)(latest, target);
    await markSeen(Array.from(latest.keys()), target);
    if (rows.length === 0) return new Map<string, boolean>();
    await client.query(`delete from ${schema}.docs where id = any($1::text[])`, [
      rows.map(({ document }) => document.id),
    ]);
    const keysOf = await nameKeys(rows, target);
    const keys = await insertDocs(rows, keysOf, target);
    await insertParts(rows, keys, target);
    const missing = newWords(rows, known);
    await insertVocabulary(missing, target);
    return missing;
  });
  // Only after the commit: words of a rolled-back batch are not there.
  remember(words, known);
}

/** Removes documents; unknown ids are no error. */
export async function removeDocuments(ids: readonly string[], pool: SqlPool, schema: string): Promise<void> {
  if (ids.length === 0) return;
  await writing(pool, async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtext($1))`, [`khabar search ${schema} put`]);
    await client.query(`delete from ${schema}.docs where id = any($1::text[])`, [[...ids]]);
    // What a rebuild read before it was removed must not come back.
    await markSeen(ids, { client, schema });
  });
}
