import type { Kysely, Selectable } from 'kysely';

import { json } from './json.ts';
import type { DeadLettersTable, Tables } from './tables.ts';

export type DeadLetterRow = Selectable<DeadLettersTable>;

/** Work that failed for good, with its reason, until somebody replays or discards it. */
export function deadLettersIn(db: Kysely<Tables>) {
  return {
    async put(letter: Omit<DeadLetterRow, 'payload'> & { payload: unknown }): Promise<void> {
      await db
        .insertInto('dead_letters')
        .values({ ...letter, payload: json(letter.payload) })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet({
            error: letter.error,
            stack: letter.stack,
            attempts: letter.attempts,
            last_at: letter.last_at,
          }),
        )
        .execute();
    },
    async get(id: string): Promise<DeadLetterRow | undefined> {
      return db.selectFrom('dead_letters').selectAll().where('id', '=', id).executeTakeFirst();
    },
    async list(limit: number): Promise<DeadLetterRow[]> {
      return db.selectFrom('dead_letters').selectAll().orderBy('last_at', 'desc').limit(limit).execute();
    },
    async count(): Promise<number> {
      const row = await db
        .selectFrom('dead_letters')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow();
      return row.n;
    },
    async remove(id: string): Promise<boolean> {
      const result = await db.deleteFrom('dead_letters').where('id', '=', id).executeTakeFirst();
      return result.numDeletedRows > 0n;
    },
  };
}

export type DeadLetters = ReturnType<typeof deadLettersIn>;
