import { randomUUID } from 'node:crypto';

import { KhabarError } from '@khabar/article';
import type { Logger } from '@khabar/observe';
import type { Rebuild, SearchDocument } from '@khabar/search';
import { json, type Store } from '@khabar/store';
import { sql } from 'kysely';
import { z } from 'zod';

import type { PipelineParts } from './pipeline-parts.ts';
import { searchDocuments } from './stages/search-documents.ts';
import { takeDocuments } from './stages/take-documents.ts';

/** A rebuild of the index as it stands in the record: whoever dies, another goes on from here. */
const Place = z.object({
  id: z.string(),
  /** The last article that the new index has; null: none yet. */
  after: z.string().nullable(),
  done: z.int(),
  /** Articles of the record when it began. */
  total: z.int(),
});
export type RebuildPlace = z.infer<typeof Place>;

const SETTING = 'index-rebuild';
const BATCH = 500;
/** One worker at a time, but for one that died. Two would do the same work twice, which changes nothing. */
const LEASE_SECONDS = 60;

/** The rebuild under way; null: none. */
export async function rebuildUnderWay(store: Store): Promise<RebuildPlace | null> {
  const value = await store.settings.get(SETTING);
  return value === undefined ? null : Place.parse(value);
}

/**
 * Begins to build the index anew from the record, or goes on with a rebuild that was not ended. The search answers from what is there
 * until the new index takes its place; no alert rule runs. Returns how many articles are left to put.
 */
export async function reindexAll(parts: Pick<PipelineParts, 'store' | 'indexer'>): Promise<number> {
  const { store } = parts;
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from articles where tag_version is not null`.execute(store.db);
  const place: RebuildPlace = { id: newId(), after: null, done: 0, total: rows[0]?.n ?? 0 };
  // A lease of somebody who died is not waited for: whoever asks wants it to go on.
  await sql`insert into settings (key, value) values (${SETTING}, ${json(place)})
    on conflict (key) do update set value = settings.value - 'leased'`.execute(store.db);
  parts.indexer.request();
  return leftOf(await rebuildUnderWay(store));
}

/** Gives the rebuild up; the index that is searched stays. False: none was under way. */
export async function stopReindex(parts: Pick<PipelineParts, 'store' | 'search'>): Promise<boolean> {
  const place = await rebuildUnderWay(parts.store);
  if (place === null) return false;
  await forget(place.id, parts.store);
  const rebuild = await parts.search.beginRebuild(place.id);
  await rebuild.abandon();
  return true;
}

/** Articles that a rebuild has yet to put, at least 1 until it has ended; 0 without one. */
export function leftOf(place: RebuildPlace | null): number {
  return place === null ? 0 : Math.max(1, place.total - place.done);
}

// In order of time, so that names of indices are too.
function newId(): string {
  return `${Date.now().toString(36)}${randomUUID().slice(0, 4)}`;
}

async function claim(store: Store): Promise<RebuildPlace | null> {
  const { rows } = await sql<{ value: unknown }>`
    update settings set value = value || jsonb_build_object('leased', extract(epoch from now()) + ${LEASE_SECONDS}::int)
    where key = ${SETTING} and coalesce((value->>'leased')::float8, 0) < extract(epoch from now())
    returning value`.execute(store.db);
  const [row] = rows;
  return row === undefined ? null : Place.parse(row.value);
}

/** Keeps the place and ends the lease. False: the rebuild was given up meanwhile. */
async function keep(place: RebuildPlace, store: Store): Promise<boolean> {
  const { rows } = await sql`
    update settings set value = ${json(place)} where key = ${SETTING} and value->>'id' = ${place.id} returning key`.execute(
    store.db,
  );
  return rows.length > 0;
}

async function forget(id: string, store: Store): Promise<void> {
  await sql`delete from settings where key = ${SETTING} and value->>'id' = ${id}`.execute(store.db);
}

async function idsAfter(after: string | null, store: Store): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from articles where tag_version is not null and id > ${after ?? ''} order by id limit ${BATCH}`.execute(
    store.db,
  );
  return rows.map(({ id }) => id);
}

/** Those of the ids that the record has no more. */
async function goneOf(ids: readonly string[], store: Store): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select given.id from unnest(${[...ids]}::text[]) as given (id) where not exists (select from articles where articles.id = given.id)`.execute(
    store.db,
  );
  return rows.map(({ id }) => id);
}

/** Puts a batch; gives the place after it, or null where the new index has taken over. */
async function putBatch(
  place: RebuildPlace,
  rebuild: Rebuild,
  parts: RebuildParts,
): Promise<RebuildPlace | null> {
  const { store } = parts;
  const ids = await idsAfter(place.after, store);
  const documents: SearchDocument[] = await searchDocuments(ids, store);
  await takeDocuments(documents, (some) => rebuild.put(some), parts);
  // Removed while it was on its way: whoever removed it took it out of the new index before it was there.
  const gone = await goneOf(ids, store);
  if (gone.length > 0) await rebuild.remove(gone);
  const last = ids.at(-1);
  if (last !== undefined) return { ...place, after: last, done: place.done + ids.length };
  await rebuild.finish();
  return null;
}

/** What a rebuild works with. */
export type RebuildParts = Pick<PipelineParts, 'store' | 'search' | 'now'> & {
  readonly logger: Pick<Logger, 'info'>;
};

/** Does one batch of the rebuild under way. */
export interface Rebuilder {
  /** False: there is nothing to do for this worker. */
  someMore(): Promise<boolean>;
}

/** Goes on with whatever rebuild is under way; keeps what it learned of the words from one batch to the next. */
export function openRebuilder(parts: RebuildParts): Rebuilder {
  const { store, search, logger } = parts;
  let current: { id: string; rebuild: Rebuild } | null = null;
  const begin = async (place: RebuildPlace): Promise<{ rebuild: Rebuild; from: RebuildPlace }> => {
    if (current?.id === place.id) return { rebuild: current.rebuild, from: place };
    const rebuild = await search.beginRebuild(place.id);
    current = { id: place.id, rebuild };
    // The index was lost (another server, another version of it): from the beginning.
    const isNew = rebuild.state === 'begun' && place.after !== null;
    return { rebuild, from: isNew ? { ...place, after: null, done: 0 } : place };
  };
  const batch = async (place: RebuildPlace): Promise<void> => {
    const { rebuild, from } = await begin(place);
    const next = rebuild.state === 'finished' ? null : await putBatch(from, rebuild, parts);
    if (next !== null) {
      // Given up just before this batch began it again.
      if (!(await keep(next, store))) await rebuild.abandon();
      return;
    }
    await forget(place.id, store);
    logger.info({ articles: place.done }, 'the index was built anew from the record');
  };
  return {
    async someMore() {
      const place = await claim(store);
      if (place === null) return false;
      try {
        await batch(place);
      } catch (error) {
        current = null;
        if ((await rebuildUnderWay(store))?.id !== place.id) return false;
        await keep(place, store);
        throw error instanceof KhabarError
          ? error
          : new KhabarError('SEARCH_UNAVAILABLE', 'rebuild of the index', { retry: 'later', cause: error });
      }
      return true;
    },
  };
}
