import type { Fetched, Outlet } from '@khabar/article';
import { freshForMs } from '@khabar/fetch';
import type { ChannelVisit } from '@khabar/sources';
import type { OutletRow, OutletVisit, Rhythm } from '@khabar/store';

import type { ChannelMemory } from '../health/channel-memory.ts';
import type { ChannelAnswer } from '../health/channel-sight.ts';
import { minutesToNextVisit } from '../health/rhythm.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What a visit saw of one channel. */
export interface SeenChannel {
  readonly visit: ChannelVisit;
  readonly answer: ChannelAnswer | undefined;
  readonly memory: ChannelMemory;
}

/** A visit, as far as the next one depends on it. */
export interface MadeVisit {
  readonly row: OutletRow;
  readonly outlet: Outlet;
  readonly startedAt: Date;
  readonly now: Date;
  readonly seen: readonly SeenChannel[];
}

/** What went wrong, and when to look again: by the rhythm of the outlet, not before its answers are old, later and later while it fails. */
export function nextVisit(
  { row, outlet, startedAt, now, seen }: MadeVisit,
  context: { ok: boolean; rhythm: Rhythm | null },
): Pick<OutletVisit, 'trouble' | 'nextVisitAt'> {
  const { ok, rhythm } = context;
  const failed = seen.find(({ visit }) => visit.outcome !== 'ok' && visit.outcome !== 'not-modified');
  const blocked = seen.some(({ memory }) => isBlockedNow(memory)) && !ok;
  const everyMs = outlet.everyMinutes * MINUTE_MS;
  // A source that fails is asked less and less often, up to a day apart.
  const wantedMs = ok
    ? Math.max(minutesToNextVisit(outlet.everyMinutes, rhythm, now) * MINUTE_MS, freshMs(outlet, seen, now))
    : Math.min(everyMs * 2 ** Math.min(row.failures + 1, 6), DAY_MS);
  const waitMs = seen.length === 0 ? DAY_MS : Math.max(wantedMs, restMs(seen));
  return {
    trouble:
      ok || failed === undefined
        ? null
        : { kind: blocked ? 'blocked' : 'failing', reason: failed.visit.reason ?? failed.visit.outcome },
    // From the beginning of this one, so that visits do not drift.
    nextVisitAt: new Date(startedAt.getTime() + waitMs).toISOString(),
  };
}

function isBlockedNow({ trouble }: ChannelMemory): boolean {
  const code = trouble?.code;
  return (
    code === 'robots-forbidden' || code === 'http-forbidden' || code === 'challenge' || code === 'login-wall'
  );
}

/** As long as every channel says that its answer holds, at most an hour or the outlet's own setting. */
function freshMs(outlet: Outlet, seen: readonly SeenChannel[], now: Date): number {
  const fresh = seen.map(({ answer }) => {
    const headers = answer === undefined ? undefined : headersOf(answer.fetched);
    return headers === undefined ? 0 : freshForMs(headers, now);
  });
  return Math.min(Math.min(...fresh), Math.max(HOUR_MS, outlet.everyMinutes * MINUTE_MS));
}

function headersOf(fetched: Fetched): Readonly<Record<string, string>> | undefined {
  switch (fetched.kind) {
    case 'page':
      return fetched.page.headers;
    case 'not-modified':
      return fetched.headers;
    case 'refused':
      return undefined;
  }
}

/** What a host asked for (Retry-After), at most a day. */
function restMs(seen: readonly SeenChannel[]): number {
  const asked = seen.map(({ visit }) => visit.retryAfterMs ?? 0);
  return Math.min(Math.max(0, ...asked), DAY_MS);
}
