import { randomBytes } from 'node:crypto';

import type { Kysely, Selectable } from 'kysely';

import { json } from './json.ts';
import type { SavedSearchesTable, Tables } from './tables.ts';

export type SavedSearchRow = Selectable<SavedSearchesTable>;

export function newId(): string {
  return randomBytes(9)
    .toString('base64url')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, 'x');
}

/** Searches that people keep. A feed address is a secret of its search, so that a reader of the feed needs no account. */
export function savedSearchesIn(db: Kysely<Tables>) {
  return {
    async add(
      search: {
        ownerId: string;
        name: string;
        query: string;
        params: Record<string, string>;
        sample?: boolean;
      },
      now: string,
    ): Promise<SavedSearchRow> {
      return db
        .insertInto('saved_searches')
        .values({
          id: newId(),
          owner_id: search.ownerId,
          name: search.name,
          query: search.query,
          params: json(search.params),
          created_at: now,
          looked_at: now,
          feed_token: randomBytes(18).toString('base64url'),
          sample: search.sample ?? false,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
    },
    async update(
      id: string,
      change: { name?: string; query?: string; params?: Record<string, string> },
    ): Promise<SavedSearchRow | undefined> {
      return db
        .updateTable('saved_searches')
        .set((eb) => ({
          name: change.name ?? eb.ref('name'),
          query: change.query ?? eb.ref('query'),
          ...(change.params === undefined ? {} : { params: json(change.params) }),
        }))
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst();
    },
    async get(id: string): Promise<SavedSearchRow | undefined> {
      return db.selectFrom('saved_searches').selectAll().where('id', '=', id).executeTakeFirst();
    },
    async findByToken(token: string): Promise<SavedSearchRow | undefined> {
      return db.selectFrom('saved_searches').selectAll().where('feed_token', '=', token).executeTakeFirst();
    },
    async list(): Promise<SavedSearchRow[]> {
      return db.selectFrom('saved_searches').selectAll().orderBy('name').execute();
    },
    async looked(id: string, now: string): Promise<void> {
      await db.updateTable('saved_searches').set({ looked_at: now }).where('id', '=', id).execute();
    },
    async remove(id: string): Promise<boolean> {
      const result = await db.deleteFrom('saved_searches').where('id', '=', id).executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}

export type SavedSearches = ReturnType<typeof savedSearchesIn>;
