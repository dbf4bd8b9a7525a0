import {
  CalendarDate,
  GregorianCalendar,
  IslamicUmalquraCalendar,
  PersianCalendar,
  toCalendar,
} from '@internationalized/date';

export type CalendarName = 'gregory' | 'persian' | 'islamic';

export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** A date as written, in its own calendar. */
export interface WrittenDate {
  readonly calendar: CalendarName;
  readonly parts: DateParts;
}

const CALENDARS = {
  gregory: new GregorianCalendar(),
  persian: new PersianCalendar(),
  islamic: new IslamicUmalquraCalendar(),
};

/** Calendar of a bare year: 1404 is Solar Hijri, 1446 lunar; no other reading of them lies in the time of the web. */
export function calendarOfYear(year: number): CalendarName {
  if (year >= 1300 && year <= 1410) return 'persian';
  return year > 1410 && year <= 1480 ? 'islamic' : 'gregory';
}

/** A day of one of the three calendars (lunar: Umm al-Qura) as a Gregorian day; null where there is no such day. */
export function gregorianDay(calendar: CalendarName, written: DateParts): DateParts | null {
  const { year, month, day } = written;
  if (year < 1000 || year > 2200 || month < 1 || month > 12 || day < 1 || day > 31) return null;
  const source = new CalendarDate(CALENDARS[calendar], year, month, day);
  // The library moves a day that the month has not to its last.
  if (source.month !== month || source.day !== day) return null;
  const target = toCalendar(source, CALENDARS.gregory);
  return { year: target.year, month: target.month, day: target.day };
}

/** Year of two digits as RFC 2822 and POSIX read it, or of more as it stands. */
export function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year < 69 ? 2000 + year : 1900 + year;
}
