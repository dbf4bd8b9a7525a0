import { type SourceState, type SourceTrouble, troubleInWords, type TroubleValues } from '@khabar/article';
import type { OutletRow } from '@khabar/store';

/** How a source fares. */
export interface OutletStatus {
  readonly status: SourceState;
  /** Stable code of the reason; null where nothing is wrong, or a person paused it. */
  readonly code: SourceTrouble | null;
  /** For the words of the code. */
  readonly values: TroubleValues;
  /** UTC ISO 8601. */
  readonly since: string | null;
  /** In English words. */
  readonly reason: string | null;
}

const PLAIN = { code: null, values: {}, since: null };

/** How a source fares, with the reason as a code and in words. */
export function outletStatus(outlet: OutletRow): OutletStatus {
  if (outlet.paused)
    return {
      ...PLAIN,
      status: 'paused',
      reason:
        outlet.definition === null
          ? 'Known from articles that were handed in; nothing is fetched.'
          : 'Paused by a person.',
    };
  if (outlet.last_tried_at === null) return { ...PLAIN, status: 'new', reason: 'Not visited yet.' };
  // Visited last by a version that told no health; the next visit does.
  if (outlet.health === null)
    return { ...PLAIN, status: outlet.failures > 0 ? 'failing' : 'ok', reason: outlet.trouble };
  const { state, code, values, since } = outlet.health;
  return { status: state, code, values, since, reason: troubleInWords(outlet.health) };
}
