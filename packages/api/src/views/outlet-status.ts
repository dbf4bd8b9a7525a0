import type { OutletRow } from '@khabar/store';

import type { OutletHealth } from '../schemas.ts';

const FAILING_TRIES = 3;
const DAY_MS = 24 * 60 * 60_000;
/** Without an article of its own rhythm to go by, this long without anything new is quiet. */
const QUIET_MS = 7 * DAY_MS;

/** How a source fares, with the reason in words. */
export function outletStatus(outlet: OutletRow, now: Date): { status: OutletHealth; reason: string | null } {
  if (outlet.paused)
    return {
      status: 'paused',
      reason:
        outlet.definition === null
          ? 'Known from articles that were handed in; nothing is fetched.'
          : 'Paused by a person.',
    };
  if (outlet.last_tried_at === null) return { status: 'new', reason: 'Not visited yet.' };
  if (outlet.trouble_kind === 'blocked') return { status: 'blocked', reason: outlet.trouble };
  if (outlet.failures >= FAILING_TRIES) return { status: 'failing', reason: outlet.trouble };
  if (outlet.failures > 0)
    return { status: outlet.last_success_at === null ? 'failing' : 'ok', reason: outlet.trouble };
  const lastNew = Date.parse(outlet.last_new_at ?? outlet.created_at);
  if (now.getTime() - lastNew > QUIET_MS)
    return {
      status: 'quiet',
      reason: `Visits work; nothing new for ${Math.floor((now.getTime() - lastNew) / DAY_MS)} days.`,
    };
  return { status: 'ok', reason: null };
}
