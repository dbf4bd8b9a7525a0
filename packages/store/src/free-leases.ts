import { type Kysely, sql } from 'kysely';

import type { Tables } from './tables.ts';

/** Gives back whatever a process took to hand over. Only where no process of the installation runs. */
export async function freeLeases(db: Kysely<Tables>): Promise<void> {
  await sql`update outbox set leased_until = null where leased_until is not null`.execute(db);
  await sql`update pending_index set leased_until = null where leased_until is not null`.execute(db);
  await sql`update retag_runs set leased_until = null where leased_until is not null`.execute(db);
  await sql`update settings set value = value - 'leased' where key = 'index-rebuild'`.execute(db);
}
