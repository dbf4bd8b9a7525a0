import { KhabarError } from '@khabar/article';
import { z } from 'zod';

import type { Rebuild, SearchDocument } from '../port.ts';
import { putDocuments, type KnownWords } from './put-documents.ts';
import { writing, type SqlClient, type SqlPool } from './sql-pool.ts';

// In place: every batch replaces rows of the one set of tables, what was not seen goes at the end. A second set would need the room of
// the whole index twice, inside the same embedded folder, and copies of its words; a row replaced in one transaction is never missing
// to a search either way.

const ValueRow = z.object({ value: z.string() });

interface Place {
  readonly pool: SqlPool;
  readonly schema: string;
}

async function read(
  key: 'rebuilding' | 'rebuilt',
  client: SqlClient,
  schema: string,
): Promise<string | null> {
  const { rows } = await client.query(`select value from ${schema}.meta where key = $1`, [key]);
  const [row] = rows;
  return row === undefined ? null : ValueRow.parse(row).value;
}

async function write(
  key: 'rebuilding' | 'rebuilt',
  value: string,
  place: { client: SqlClient; schema: string },
): Promise<void> {
  await place.client.query(
    `insert into ${place.schema}.meta values ($1, $2) on conflict (key) do update set value = excluded.value`,
    [key, value],
  );
}

async function forget(client: SqlClient, schema: string): Promise<void> {
  await client.query(`delete from ${schema}.meta where key = 'rebuilding'`);
  await client.query(`truncate ${schema}.seen`);
}

/** Runs work while nobody writes to the index. */
function alone<T>({ pool, schema }: Place, work: (client: SqlClient) => Promise<T>): Promise<T> {
  return writing(pool, async (client) => {
    await client.query(`select pg_advisory_xact_lock(hashtext($1))`, [`khabar search ${schema} put`]);
    return work(client);
  });
}

function begin(id: string, place: Place): Promise<Rebuild['state']> {
  const { schema } = place;
  return alone(place, async (client) => {
    if ((await read('rebuilt', client, schema)) === id) return 'finished';
    if ((await read('rebuilding', client, schema)) === id) return 'resumed';
    await forget(client, schema);
    await write('rebuilding', id, { client, schema });
    return 'begun';
  });
}

async function mustRun(id: string, client: SqlClient, schema: string): Promise<void> {
  if ((await read('rebuilding', client, schema)) !== id)
    throw new KhabarError('SEARCH_UNAVAILABLE', `search index: rebuild ${id} was given up or replaced`, {
      retry: 'later',
    });
}

function finish(id: string, place: Place): Promise<void> {
  const { schema } = place;
  return alone(place, async (client) => {
    if ((await read('rebuilt', client, schema)) === id) return;
    await mustRun(id, client, schema);
    await client.query(
      `delete from ${schema}.docs d where not exists (select from ${schema}.seen s where s.id = d.id)`,
    );
    await forget(client, schema);
    await write('rebuilt', id, { client, schema });
  });
}

/** Begins to write every document anew in place, or goes on with it. */
export async function beginRebuild(id: string, place: Place): Promise<Rebuild> {
  if (!/^[a-z0-9]{1,40}$/.test(id))
    throw new KhabarError(
      'INPUT_INVALID',
      `rebuild: "${id}" is not an id of up to 40 small letters and digits`,
    );
  const { pool, schema } = place;
  const state = await begin(id, place);
  // Its own: words that the vocabulary has lost are put again.
  const known: KnownWords = new Set();
  return {
    state,
    put: (documents: readonly SearchDocument[]) =>
      putDocuments(documents, pool, {
        schema,
        known,
        rebuild: (client) => mustRun(id, client, schema),
      }),
    remove: async (ids) => {
      await writing(pool, (client) =>
        client.query(`delete from ${schema}.docs where id = any($1::text[])`, [[...ids]]),
      );
    },
    finish: () => finish(id, place),
    abandon: () =>
      alone(place, async (client) => {
        if ((await read('rebuilding', client, schema)) === id) await forget(client, schema);
      }),
  };
}
