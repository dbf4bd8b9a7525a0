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
    /** Oldest first. They stay until `done`: a crash between the two hands them over twice, which is harmless. */
    async next(limit: number): Promise<(OutboxJob & { id: number })[]> {
      return db.selectFrom('outbox').select(['id', 'job', 'payload']).orderBy('id').limit(limit).execute();
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
