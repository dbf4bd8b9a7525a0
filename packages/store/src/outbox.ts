import { type Kysely, sql } from 'kysely';

import { json } from './json.ts';
import type { Tables } from './tables.ts';

export interface OutboxJob {
  readonly job: string;
  readonly payload: unknown;
}

/** Jobs decided inside a transaction. Nothing there may wait for the queue, so a relay hands them over after the commit. */
export function outboxIn(db: Kysely<Tables>) {
  return {
    async add(jobs: readonly OutboxJob[], now: string): Promise<void> {
      if (jobs.length === 0) return;
      await db
        .insertInto('outbox')
        .values(jobs.map(({ job, payload }) => ({ job, payload: json(payload), at: now })))
        .execute();
    },
    /**
     * Takes the oldest that nobody else took, for half a minute. They stay until `done`: after a crash they are handed over
     * again, which is harmless.
     */
    async next(limit: number): Promise<(OutboxJob & { id: number })[]> {
      const { rows } = await sql<OutboxJob & { id: number }>`
        update outbox set leased_until = now() + interval '30 seconds' where id in (
          select id from outbox where leased_until is null or leased_until < now() order by id limit ${limit} for update skip locked)
        returning id, job, payload`.execute(db);
      return rows.toSorted((a, b) => a.id - b.id);
    },
    /** Gives back what `next` took and could not be handed over. */
    async giveBack(ids: readonly number[]): Promise<void> {
      await sql`update outbox set leased_until = null where id = any(${[...ids]}::bigint[])`.execute(db);
    },
    async done(ids: readonly number[]): Promise<void> {
      await db
        .deleteFrom('outbox')
        .where('id', '=', sql<number>`any(${[...ids]}::bigint[])`)
        .execute();
    },
    async isEmpty(): Promise<boolean> {
      return (await db.selectFrom('outbox').select('id').limit(1).executeTakeFirst()) === undefined;
    },
  };
}

export type Outbox = ReturnType<typeof outboxIn>;
