import { randomUUID } from 'node:crypto';

import { readSearchParams, type Search } from '@khabar/search';
import { openStore, type PostgresConnection, type Store } from '@khabar/store';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';

import { openRebuilder, reindexAll, rebuildUnderWay, stopReindex } from './rebuild-index.ts';
import { searchDocuments } from './stages/search-documents.ts';

const ARTICLES = 1200;
const NOW = new Date('2026-01-01T00:00:00.000Z');
const DEATH = new Promise<never>(() => {});
const indexer = { request: () => {}, close: async () => {} };
const logger = { info: () => {} };

async function fill(store: Store): Promise<void> {
  await sql`insert into outlets (id, name, country, language, kind, created_at) values ('site.example', 'Site', 'AF', 'en', 'agency', ${NOW.toISOString()}::timestamptz)`.execute(
    store.db,
  );
  await sql`insert into articles (id, url, outlet_id, title, authors, published_from, published_confidence, first_seen_at, updated_at, revision, language,
      language_confidence, text, blocks, tags, paywalled, word_count, content_hash, story_id, sample, extraction_method, extraction_confidence, extraction_version, tag_version)
    select 'a' || lpad(n::text, 5, '0'), 'https://site.example/' || n, 'site.example', 'Number ' || n, '{}', 'none', 0, ${NOW.toISOString()}::timestamptz, ${NOW.toISOString()}::timestamptz, 1, 'en',
      1, 'A text about apricots.', '[]', '{}', false, 4, n::text, 'a' || lpad(n::text, 5, '0'), false, 'test', 1, 'test', 'test'
    from generate_series(1, ${ARTICLES}::int) as n`.execute(store.db);
}

const idOf = (n: number): string => `a${String(n).padStart(5, '0')}`;

async function idsOf(search: Search, query: string): Promise<string[]> {
  const found: string[] = [];
  const { request } = readSearchParams({ q: query, from: '1900' }, NOW, () => undefined);
  for await (const page of search.ids({ query: request.query, filters: request.filters }))
    found.push(...page);
  return found.toSorted();
}

/** The search of a process that dies while, or just after, it writes a batch of the rebuild. */
function dying(
  search: Search,
  when: 'before' | 'after',
  batch: number,
): { search: Search; death: Promise<void> } {
  const { promise: death, resolve } = Promise.withResolvers<void>();
  let batches = 0;
  const die = (): Promise<never> => {
    resolve();
    return DEATH;
  };
  return {
    death,
    search: {
      ...search,
      async beginRebuild(id) {
        const rebuild = await search.beginRebuild(id);
        return {
          ...rebuild,
          async put(documents) {
            batches += 1;
            if (batches === batch && when === 'before') await die();
            await rebuild.put(documents.slice(0, batches === batch ? 200 : documents.length));
            if (batches === batch) await die();
          },
        };
      },
    },
  };
}

async function edit(n: number, title: string, given: { store: Store; search: Search }): Promise<void> {
  const { store, search } = given;
  await sql`update articles set title = ${title} where id = ${idOf(n)}`.execute(store.db);
  await search.put(await searchDocuments([idOf(n)], store));
}

async function remove(n: number, { store, search }: { store: Store; search: Search }): Promise<void> {
  await sql`delete from articles where id = ${idOf(n)}`.execute(store.db);
  await search.remove([idOf(n)]);
}

async function runs(search: Search, store: Store): Promise<void> {
  const rebuilder = openRebuilder({ store, search, logger, now: () => NOW });
  while (await rebuilder.someMore());
}

async function diesIn(given: { search: Search; death: Promise<void> }, store: Store): Promise<void> {
  void runs(given.search, store);
  await given.death;
}

/** What a rebuild of the index withstands, whatever store the index is in. `open` gives an empty index. */
export function rebuildKills(
  name: string,
  open: () => Promise<{ connection: PostgresConnection; search: (store: Store) => Promise<Search> }>,
): void {
  describe(`a rebuild of the index in ${name}`, () => {
    test('killed twice in the middle and run again, while articles come, change and go, ends as the record is', async () => {
      const opened = await open();
      const schema = `rebuild_${randomUUID().slice(0, 8)}`;
      const store = await openStore(opened.connection, { schema });
      const search = await opened.search(store);
      await fill(store);
      // Garbage that the record does not know: a rebuild takes it away.
      const [sample] = await searchDocuments([idOf(1)], store);
      if (sample === undefined) throw new Error('the record is empty');
      await search.put([
        { ...sample, id: 'garbage' },
        ...(await searchDocuments(
          Array.from({ length: 100 }, (_, n) => idOf(n + 1)),
          store,
        )),
      ]);

      expect(await reindexAll({ store, indexer })).toBe(ARTICLES);
      await diesIn(dying(search, 'after', 1), store);
      await edit(3, 'Edited early', { store, search });
      await remove(5, { store, search });
      await edit(900, 'Edited ahead', { store, search });
      expect((await idsOf(search, '')).length).toBeGreaterThan(100);

      expect(await reindexAll({ store, indexer })).toBe(ARTICLES);
      await diesIn(dying(search, 'before', 2), store);
      expect((await rebuildUnderWay(store))?.done).toBe(500);
      await remove(901, { store, search });
      await edit(7, 'Edited behind', { store, search });

      expect(await reindexAll({ store, indexer })).toBe(ARTICLES - 500);
      await runs(search, store);
      expect(await rebuildUnderWay(store)).toBeNull();
      const expected = Array.from({ length: ARTICLES }, (_, n) => idOf(n + 1)).filter(
        (id) => id !== idOf(5) && id !== idOf(901),
      );
      expect(await idsOf(search, 'apricots')).toEqual(expected);
      expect(await idsOf(search, 'title:edited')).toEqual([idOf(3), idOf(7), idOf(900)]);
      expect((await search.size()).documents).toBe(expected.length);

      await reindexAll({ store, indexer });
      expect(await stopReindex({ store, search })).toBe(true);
      await runs(search, store);
      expect((await search.size()).documents).toBe(expected.length);
      await search.close();
      await store.pool.query(`drop schema ${schema} cascade`);
      await store.close();
    }, 120_000);
  });
}
