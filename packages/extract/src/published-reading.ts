import { type Day, dayIn, isoDay, offsetMinutes } from './calendar-day.ts';
import type { ClockTime } from './clock-time.ts';

export interface PublishedOptions {
  /** Language of the words around the date: decides month names, calendar and day/month order. */
  readonly language: string;
  /** When the page was fetched: nothing is published later, and relative dates count from it. */
  readonly now: Date;
  /** IANA zone of the outlet, for times printed without one. */
  readonly timeZone?: string | undefined;
  /** Day before month in 03/04/2025; by language where not given. */
  readonly dayFirst?: boolean | undefined;
}

export interface PublishedReading {
  /** ISO 8601: a day, a local time, or a time with offset, as much as the text gives. */
  readonly iso: string;
  /** 0 to 1. */
  readonly confidence: number;
}

// Clocks of servers run ahead; a time without zone may be up to 14 hours ahead of UTC.
export const CLOCK_SKEW_MS = 15 * 60_000;
const FARTHEST_ZONE_MS = 14 * 3_600_000;

/** Day and clock time as ISO, unless it lies after now. */
export function settle(
  day: Day | null,
  clock: ClockTime | null,
  from: { options: PublishedOptions; confidence: number },
): PublishedReading | null {
  if (day === null) return null;
  const { options, confidence } = from;
  const midnight = Date.UTC(day.year, day.month - 1, day.day);
  if (clock === null) {
    const today = dayIn(
      new Date(options.now.getTime() + (options.timeZone === undefined ? FARTHEST_ZONE_MS : 0)),
      options.timeZone,
    );
    return midnight > Date.UTC(today.year, today.month - 1, today.day)
      ? null
      : { iso: isoDay(day), confidence };
  }
  const wall = midnight + ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000;
  const offset =
    clock.offset ?? (options.timeZone === undefined ? null : offsetMinutes(new Date(wall), options.timeZone));
  const latest = options.now.getTime() + (offset === null ? FARTHEST_ZONE_MS : CLOCK_SKEW_MS);
  if (wall - (offset ?? 0) * 60_000 > latest) return null;
  const time = `${two(clock.hour)}:${two(clock.minute)}:${two(clock.second)}`;
  return { iso: `${isoDay(day)}T${time}${offset === null ? '' : offsetText(offset)}`, confidence };
}

const two = (value: number): string => String(value).padStart(2, '0');

function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z';
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
