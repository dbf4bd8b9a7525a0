import { RegistryChange, type RegistryEntry } from '@khabar/article';
import { type Kysely, sql } from 'kysely';

import { json } from './json.ts';
import type { Tables } from './tables.ts';

/** Who changes the registry, when, and why. */
export interface EditContext {
  readonly userId: string;
  /** UTC ISO 8601. */
  readonly now: string;
  readonly note?: string;
}

/** What analysts changed in the registry: a list that only grows. */
export function registryEditsIn(db: Kysely<Tables>) {
  return {
    /** Oldest first. A change of a kind that a newer Khabar wrote throws a ZodError. */
    async list(): Promise<RegistryEntry[]> {
      const rows = await db.selectFrom('registry_edits').selectAll().orderBy('number').execute();
      return rows.map((row) => ({
        number: row.number,
        at: row.at,
        userId: row.user_id,
        note: row.note,
        change: RegistryChange.parse(row.change),
      }));
    },

    /** Number of the newest change, 0 without one: cheap enough to be asked every few seconds. */
    async newest(): Promise<number> {
      const row = await db
        .selectFrom('registry_edits')
        .select('number')
        .orderBy('number', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.number ?? 0;
    },

    /** Nobody else adds a change before the transaction of the caller ends, so that what was checked still holds. */
    async lock(): Promise<void> {
      await sql`lock table registry_edits in exclusive mode`.execute(db);
    },

    /** Adds changes in their order; returns their numbers. */
    async add(changes: readonly RegistryChange[], { userId, now, note }: EditContext): Promise<number[]> {
      const numbers: number[] = [];
      for (const change of changes) {
        const row = await db
          .insertInto('registry_edits')
          .values({ at: now, user_id: userId, note: note ?? null, change: json<unknown>(change) })
          .returning('number')
          .executeTakeFirstOrThrow();
        numbers.push(row.number);
      }
      return numbers;
    },
  };
}

export type RegistryEdits = ReturnType<typeof registryEditsIn>;
