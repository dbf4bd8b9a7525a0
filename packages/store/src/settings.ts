import type { Kysely } from 'kysely';

import { json } from './json.ts';
import type { Tables } from './tables.ts';

/** Facts about this installation: which sample was loaded, which version tagged last. */
export function settingsIn(db: Kysely<Tables>) {
  return {
    async get(key: string): Promise<unknown> {
      const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
      return row?.value;
    },
    async put(key: string, value: unknown): Promise<void> {
      await db
        .insertInto('settings')
        .values({ key, value: json(value) })
        .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: json(value) }))
        .execute();
    },
    async remove(key: string): Promise<void> {
      await db.deleteFrom('settings').where('key', '=', key).execute();
    },
  };
}

export type Settings = ReturnType<typeof settingsIn>;
