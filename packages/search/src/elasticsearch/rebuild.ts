import { KhabarError } from '@khabar/article';

import { documentHash } from '../document-hash.ts';
import type { Rebuild, SearchDocument } from '../port.ts';
import { bulk, type Refused, type Write } from './bulk.ts';
import { onServer, type Connection } from './connection.ts';
import { createOnce, generationsOf } from './ensure-indices.ts';
import { articlePrefix, rebuildAlias, rebuiltIndex } from './mapping.ts';
import { patiently } from './patience.ts';
import { analysed, inParts, refresh, refusal } from './put-documents.ts';
import { putWords, type KnownWords } from './vocabulary.ts';

const AT_ONCE = 250;
/** A rebuilt index does not roll over (an article must have one place); what it will hold is spread over shards of this size. */
const SHARD_BYTES = 30_000_000_000;
const MOST_SHARDS = 64;

async function shardsNeeded({ client, index }: Connection): Promise<number> {
  const stats = await client.indices.stats({ index, metric: ['store'] });
  const bytes = stats._all.primaries?.store?.size_in_bytes ?? 0;
  return Math.min(MOST_SHARDS, Math.max(1, Math.ceil(bytes / SHARD_BYTES)));
}

/** Deletes indices that nothing points to: left where a rebuild was ended between the switch and its end. */
export async function removeLeftovers({ client, index }: Connection): Promise<void> {
  const isOurs = (name: string): boolean =>
    /^(?:[a-z0-9]+-)?\d{6}$/.test(name.slice(articlePrefix(index).length));
  const all = await client.indices.get({ index: `${articlePrefix(index)}*`, features: ['aliases'] });
  const left = Object.entries(all).flatMap(([name, { aliases }]) =>
    isOurs(name) && Object.keys(aliases ?? {}).length === 0 ? [name] : [],
  );
  if (left.length > 0) await client.indices.delete({ index: left, ignore_unavailable: true });
}

async function begin(id: string, connection: Connection): Promise<Rebuild['state']> {
  const { client, index } = connection;
  const name = rebuiltIndex(index, id);
  const { live, rebuilt } = await generationsOf(connection);
  if (live.includes(name)) return 'finished';
  if (rebuilt === name) return 'resumed';
  if (rebuilt !== null) await client.indices.delete({ index: rebuilt, ignore_unavailable: true });
  await createOnce(async () =>
    client.indices.create({
      index: name,
      aliases: { [rebuildAlias(index)]: {} },
      // Nobody searches it yet.
      settings: { number_of_shards: await shardsNeeded(connection), refresh_interval: '-1' },
    }),
  );
  return 'begun';
}

async function putSome(
  documents: readonly SearchDocument[],
  given: { name: string; connection: Connection; known: KnownWords },
): Promise<Refused[]> {
  const sources = await analysed(documents.map((document) => ({ document, hash: documentHash(document) })));
  await putWords(sources, given.connection, given.known);
  return bulk(
    // `create`: what was written since the rebuild began is newer than what it brings.
    sources.map((source): Write => ({
      action: 'create',
      index: given.name,
      id: source.id,
      source: source.source,
    })),
    given.connection,
  );
}

function gone(id: string): KhabarError {
  return new KhabarError('SEARCH_UNAVAILABLE', `Elasticsearch: rebuild ${id} was given up or replaced`, {
    retry: 'later',
  });
}

async function switchTo(id: string, connection: Connection): Promise<readonly string[]> {
  const { client, index } = connection;
  const name = rebuiltIndex(index, id);
  const { live, rebuilt } = await generationsOf(connection);
  if (live.includes(name)) return [];
  if (rebuilt !== name) throw gone(id);
  await client.indices.putSettings({ index: name, settings: { refresh_interval: '30s' } });
  await refresh([name], connection);
  // One step: a search sees either all of the old or all of the new, and writes to the alias go with it.
  await client.indices.updateAliases({
    actions: [
      ...live.map((old) => ({ remove: { index: old, alias: index } })),
      { remove: { index: name, alias: rebuildAlias(index) } },
      { add: { index: name, alias: index, is_write_index: true } },
    ],
  });
  return live;
}

/** Begins a rebuild beside what is searched, or goes on with it. `afterSwitch` hears of the indices that are no longer needed. */
export async function beginRebuild(
  id: string,
  connection: Connection,
  afterSwitch: () => void,
): Promise<Rebuild> {
  if (!/^[a-z0-9]{1,40}$/.test(id))
    throw new KhabarError(
      'INPUT_INVALID',
      `rebuild: "${id}" is not an id of up to 40 small letters and digits`,
    );
  const state = await onServer(() => patiently(connection, () => begin(id, connection)));
  const name = rebuiltIndex(connection.index, id);
  // Its own: words that the vocabulary has lost are put again.
  const known: KnownWords = new Set();
  return {
    state,
    put: async (documents) => {
      if (state === 'finished') throw gone(id);
      const refused: Refused[] = [];
      await onServer(() =>
        inParts(documents, AT_ONCE, async (some) => {
          refused.push(...(await putSome(some, { name, connection, known })));
        }),
      );
      if (refused.some(({ isGone }) => isGone === true)) throw gone(id);
      if (refused.length > 0) throw refusal(refused, documents.length);
    },
    remove: async (ids) => {
      await onServer(() =>
        bulk(
          ids.map((one): Write => ({ action: 'delete', index: name, id: one })),
          connection,
        ),
      );
    },
    finish: async () => {
      await onServer(() => switchTo(id, connection));
      afterSwitch();
    },
    abandon: async () => {
      await onServer(async () => {
        const { rebuilt } = await generationsOf(connection);
        if (rebuilt === name)
          await connection.client.indices.delete({ index: name, ignore_unavailable: true });
      });
    },
  };
}
