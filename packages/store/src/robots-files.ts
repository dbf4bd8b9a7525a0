import type { KeptRobots, RobotsRecord } from '@khabar/article';
import type { Kysely } from 'kysely';

import type { Tables } from './tables.ts';

/** robots.txt files in the record: asked for once by all processes together, and not again after a restart. */
export function robotsRecordIn(db: Kysely<Tables>): RobotsRecord {
  return {
    async get(origin) {
      const row = await db
        .selectFrom('robots_files')
        .selectAll()
        .where('origin', '=', origin)
        .executeTakeFirst();
      return row === undefined
        ? undefined
        : {
            state: row.state,
            body: row.body,
            detail: row.detail,
            fetchedAt: row.fetched_at,
            expiresAt: row.expires_at,
            unreachableSince: row.unreachable_since,
          };
    },
    async put(origin, kept: KeptRobots) {
      const row = {
        state: kept.state,
        body: kept.body,
        detail: kept.detail.toWellFormed().replaceAll('\0', ' '),
        fetched_at: kept.fetchedAt,
        expires_at: kept.expiresAt,
        unreachable_since: kept.unreachableSince,
      };
      await db
        .insertInto('robots_files')
        .values({ origin, ...row })
        .onConflict((conflict) => conflict.column('origin').doUpdateSet(row))
        .execute();
    },
  };
}
