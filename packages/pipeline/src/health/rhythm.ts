import type { Rhythm } from '@khabar/store';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const WEEK_HOURS = 168;
/** What lies longer back says little about today. */
export const RHYTHM_DAYS = 56;
/** Below this a rhythm is a guess: the outlet's own setting counts. */
const LEAST_DAYS_TO_POLL = 3;
const LEAST_DAYS_TO_JUDGE = 14;
const LONGEST_MINUTES = 60;

/** Hour of the week, 0 for Monday 00:00 to 01:00 UTC. */
export function hourOfWeek(ms: number): number {
  const date = new Date(ms);
  return ((date.getUTCDay() + 6) % 7) * 24 + date.getUTCHours();
}

/** Start of the hour, UTC ISO 8601. */
export function hourStart(ms: number): string {
  return new Date(Math.floor(ms / HOUR_MS) * HOUR_MS).toISOString();
}

/** How often an outlet publishes, by hour of the week, from what was found in each hour; null where nothing was. */
export function rhythmOf(
  hours: readonly { readonly hour: string; readonly found: number }[],
  watchedSince: string,
  now: Date,
): Rhythm | null {
  const [first] = hours;
  if (first === undefined) return null;
  const end = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS + HOUR_MS;
  const begin = Math.max(
    Math.min(Date.parse(watchedSince), Date.parse(first.hour)),
    end - RHYTHM_DAYS * 24 * HOUR_MS,
  );
  const from = Math.floor(begin / HOUR_MS) * HOUR_MS;
  const times = Array.from({ length: WEEK_HOURS }, () => 0);
  for (let at = from; at < end; at += HOUR_MS) times[hourOfWeek(at)] = (times[hourOfWeek(at)] ?? 0) + 1;
  const sums = Array.from({ length: WEEK_HOURS }, () => 0);
  let longestHours = 0;
  let last = from;
  for (const { hour, found } of hours) {
    const at = Date.parse(hour);
    if (at < from) continue;
    sums[hourOfWeek(at)] = (sums[hourOfWeek(at)] ?? 0) + found;
    longestHours = Math.max(longestHours, (at - last) / HOUR_MS);
    last = at;
  }
  return {
    from: new Date(from).toISOString(),
    at: now.toISOString(),
    perHour: sums.map((sum, hour) => Math.round((sum / Math.max(1, times[hour] ?? 0)) * 1000) / 1000),
    longestHours,
  };
}

function watchedDays(rhythm: Rhythm, now: Date): number {
  return (now.getTime() - Date.parse(rhythm.from)) / (24 * HOUR_MS);
}

/** Enough weeks to say what is unusual. */
export function isJudgeable(rhythm: Rhythm | null, now: Date): rhythm is Rhythm {
  return rhythm !== null && watchedDays(rhythm, now) >= LEAST_DAYS_TO_JUDGE;
}

/** Articles to be expected between two instants (milliseconds), by the hours of the week that lie there. */
export function expectedBetween(rhythm: Rhythm, fromMs: number, toMs: number): number {
  let sum = 0;
  for (let at = fromMs; at < toMs;) {
    const next = Math.min(toMs, Math.floor(at / HOUR_MS) * HOUR_MS + HOUR_MS);
    sum += (rhythm.perHour[hourOfWeek(at)] ?? 0) * ((next - at) / HOUR_MS);
    at = next;
  }
  return sum;
}

/** Articles an hour at an instant, smoothed: with few weeks one hour of the week alone says little. */
function rateAt(rhythm: Rhythm, ms: number): number {
  const at = (shift: number): number => rhythm.perHour[hourOfWeek(ms + shift * HOUR_MS)] ?? 0;
  const near = (at(-1) + 2 * at(0) + at(1)) / 4;
  const sameHour =
    Array.from({ length: 7 }, (_, day) => at(day * 24)).reduce((sum, rate) => sum + rate, 0) / 7;
  return 0.75 * near + 0.25 * sameHour;
}

/**
 * Minutes until the next visit: about until the next article is to be expected, between 1 and 60. `everyMinutes` of the outlet sets the
 * range: at most twice that long, and the setting itself where it is above an hour or nothing is known yet.
 */
export function minutesToNextVisit(everyMinutes: number, rhythm: Rhythm | null, now: Date): number {
  if (everyMinutes > LONGEST_MINUTES) return everyMinutes;
  if (rhythm === null || watchedDays(rhythm, now) < LEAST_DAYS_TO_POLL) return everyMinutes;
  const longest = Math.min(LONGEST_MINUTES, everyMinutes * 2);
  let expected = 0;
  for (let minute = 1; minute < longest; minute += 1) {
    expected += rateAt(rhythm, now.getTime() + minute * MINUTE_MS) / 60;
    if (expected >= 1) return minute;
  }
  return longest;
}
