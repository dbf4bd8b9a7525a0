import { KhabarError } from '@khabar/article';

import { connect } from '../connect.ts';
import { MOVE_SETTING } from '../moving.ts';
import type { PostgresConnection } from '../open-pool.ts';

/**
 * Looks whether a record may be moved to this PostgreSQL, before anything there is changed (opening brings it to the newest form).
 * Throws KhabarError CONFLICT where an installation lives there that was not moved to it.
 */
export async function refuseUsedTarget(connection: PostgresConnection): Promise<void> {
  const pool = await connect(connection, { schema: 'khabar', max: 1 });
  try {
    const made = await pool.query<{ made: boolean }>(
      `select to_regclass('khabar.settings') is not null as made`,
    );
    if (made.rows[0]?.made !== true) return;
    const { rows } = await pool.query<{ used: boolean; moved: boolean }>(
      `select exists (select from users) or exists (select from outlets) or exists (select from articles) as used,
         exists (select from settings where key = $1) as moved`,
      [MOVE_SETTING],
    );
    if (rows[0]?.used !== true || rows[0].moved) return;
  } finally {
    await pool.end();
  }
  throw new KhabarError('CONFLICT', 'move: the target holds an installation already; give an empty one');
}
