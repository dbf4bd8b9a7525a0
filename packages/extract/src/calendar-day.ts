import {
  CalendarDate,
  GregorianCalendar,
  IslamicUmalquraCalendar,
  PersianCalendar,
  toCalendar,
} from '@internationalized/date';

import type { MonthName } from './month-names.ts';

/** A day of the Gregorian calendar. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const CALENDARS = {
  gregory: new GregorianCalendar(),
  persian: new PersianCalendar(),
  islamic: new IslamicUmalquraCalendar(),
};

// The days of a Hijri month are checked with these bounds before conversion, which would silently move an overflow.
const MAX_DAY = { gregory: 31, persian: 31, islamic: 30 } as const;

/** A day of any of the three calendars as a Gregorian day; null where there is no such day. */
export function gregorianDay(calendar: MonthName['calendar'], written: Day): Day | null {
  const { year, month, day } = written;
  if (month < 1 || month > 12 || day < 1 || day > MAX_DAY[calendar]) return null;
  const source = new CalendarDate(CALENDARS[calendar], year, month, day);
  if (source.month !== month || source.day !== day) return null;
  const target = toCalendar(source, CALENDARS.gregory);
  return target.year < 1900 || target.year > 2200
    ? null
    : { year: target.year, month: target.month, day: target.day };
}

/** Calendar of a bare year number: 1404 is Solar Hijri, 1446 lunar, by what can have been printed by newspapers. */
export function calendarOfYear(year: number, language: string): MonthName['calendar'] | null {
  if (year >= 1900 && year <= 2200) return 'gregory';
  if (year >= 1300 && year < 1410) return 'persian';
  if (year >= 1410 && year <= 1480) return /^(fa|ps|tg)/.test(language) ? 'persian' : 'islamic';
  return null;
}

/** `2025-07-04` */
export function isoDay({ year, month, day }: Day): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The day `date` falls on in a time zone (UTC without one). */
export function dayIn(date: Date, timeZone: string | undefined): Day {
  const shifted = new Date(date.getTime() + offsetMinutes(date, timeZone) * 60_000);
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1, day: shifted.getUTCDate() };
}

/** Minutes by which a time zone is ahead of UTC at an instant; 0 for an unknown zone. */
export function offsetMinutes(at: Date, timeZone: string | undefined): number {
  if (timeZone === undefined) return 0;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name);
    if (match === null) return 0;
    return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  } catch {
    // A catalogue entry with a mistyped zone must not cost the article.
    return 0;
  }
}
