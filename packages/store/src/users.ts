import type { Kysely, Selectable } from 'kysely';

import type { Tables, UsersTable } from './tables.ts';

export type UserRow = Selectable<UsersTable>;

/** The one user of an installation that listens on loopback only. */
export const LOCAL_USER = { id: 'local', name: 'Local user', role: 'admin' } as const;

export function usersIn(db: Kysely<Tables>) {
  return {
    async ensureLocal(now: string): Promise<void> {
      await db
        .insertInto('users')
        .values({ ...LOCAL_USER, created_at: now, last_visit_at: null })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
    async get(id: string): Promise<UserRow | undefined> {
      return db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
    },
    async visited(id: string, now: string): Promise<void> {
      await db.updateTable('users').set({ last_visit_at: now }).where('id', '=', id).execute();
    },
  };
}

export type Users = ReturnType<typeof usersIn>;
