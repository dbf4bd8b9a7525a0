import { KhabarError } from '@khabar/article';
import { z } from 'zod';

import { writing, type SqlClient, type SqlPool } from './sql-pool.ts';

/** Raised with every change of the tables, of the analysis or of the lexemes: an index of another version is emptied, to be filled again from the record. */
const VERSION = '4';

const TABLES = ['statements', 'passages', 'texts', 'docs', 'names', 'vocabulary'] as const;

// Narrow rows: what is counted, sorted and grouped; words and texts lie outside (TOAST, other tables).
function tables(schema: string): string {
  return `
create table ${schema}.docs (
  n int generated always as identity primary key,
  id text collate "C" not null unique,
  hash text not null,
  story text collate "C" not null,
  story_key bigint not null,
  outlet text collate "C" not null,
  language text collate "C" not null,
  country text collate "C",
  kind text collate "C" not null,
  genre text collate "C",
  dated boolean not null,
  sort_ms bigint not null,
  entities int[] not null,
  topics int[] not null,
  subjects int[] not null,
  stances int[] not null,
  words tsvector not null
);
create index docs_words on ${schema}.docs using gin (words);
create index docs_time on ${schema}.docs (sort_ms, id);
create table ${schema}.texts (
  n int primary key references ${schema}.docs on delete cascade,
  title text not null,
  body text not null
);
create table ${schema}.passages (
  n int not null references ${schema}.docs on delete cascade,
  words tsvector not null
);
create index passages_n on ${schema}.passages (n);
create index passages_words on ${schema}.passages using gin (words);
create table ${schema}.statements (
  n int not null references ${schema}.docs on delete cascade,
  holder text collate "C" not null,
  target text collate "C" not null,
  label text collate "C" not null,
  confidence float8 not null
);
create index statements_n on ${schema}.statements (n);
create index statements_pair on ${schema}.statements (holder, target, confidence);
create index statements_confidence on ${schema}.statements (confidence);
create table ${schema}.names (
  k int generated always as identity primary key,
  value text collate "C" not null unique
);
create table ${schema}.vocabulary (
  word text collate "C" primary key,
  letters int not null,
  folded boolean not null
);
create index vocabulary_spelling on ${schema}.vocabulary (substr(word, 1, 1), letters);
`;
}

const VersionRow = z.object({ value: z.string() });

async function ensure(client: SqlClient, schema: string): Promise<void> {
  await client.query(`select pg_advisory_xact_lock(hashtext($1))`, [`khabar search ${schema}`]);
  await client.query(`create schema if not exists ${schema}`);
  await client.query(`create table if not exists ${schema}.meta (key text primary key, value text not null)`);
  // Ids written or removed since a rebuild began.
  await client.query(`create table if not exists ${schema}.seen (id text collate "C" primary key)`);
  const { rows } = await client.query(`select value from ${schema}.meta where key = 'version'`);
  const [row] = rows;
  if (row !== undefined && VersionRow.parse(row).value === VERSION) return;
  await client.query(`delete from ${schema}.meta`);
  await client.query(`truncate ${schema}.seen`);
  for (const table of TABLES) await client.query(`drop table if exists ${schema}.${table} cascade`);
  for (const statement of tables(schema)
    .split(';\n')
    .filter((text) => text.trim() !== ''))
    await client.query(statement);
  await client.query(
    `insert into ${schema}.meta values ('version', $1) on conflict (key) do update set value = excluded.value`,
    [VERSION],
  );
}

/** Creates the index's tables, or empties those of another version. Throws KhabarError CONFIG_INVALID for a bad schema name. */
export async function ensureSchema(pool: SqlPool, schema: string): Promise<void> {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new KhabarError(
      'CONFIG_INVALID',
      `search: "${schema}" is not a schema name of lower-case letters, digits and _`,
    );
  await writing(pool, (client) => ensure(client, schema));
}
