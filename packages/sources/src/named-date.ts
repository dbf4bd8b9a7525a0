import {
  calendarOfYear,
  type CalendarName,
  fullYear,
  gregorianDay,
  type WrittenDate,
} from './calendar-day.ts';
import { monthOf, type MonthName } from './month-names.ts';

interface Word {
  readonly text: string;
  readonly isNumber: boolean;
}

interface NamedMonth {
  readonly name: MonthName;
  /** Places of its first word and of the one behind it. */
  readonly at: number;
  readonly end: number;
}

function monthsIn(words: readonly Word[]): readonly NamedMonth[] {
  const months: NamedMonth[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [word, next] = [words[at], words[at + 1]];
    if (!word || word.isNumber) continue;
    const pair = next && !next.isNumber ? monthOf(`${word.text} ${next.text}`) : undefined;
    const name = pair ?? monthOf(word.text);
    if (!name) continue;
    months.push({ name, at, end: at + (pair ? 2 : 1) });
    if (pair) at += 1;
  }
  // "mar, 04 feb": a weekday's short form may be a month of another language, and stands before it.
  return months.toReversed();
}

function fitsCalendar(year: number, calendar: CalendarName): boolean {
  return calendar === 'gregory' ? calendarOfYear(year) === 'gregory' : calendarOfYear(year) !== 'gregory';
}

/** Day and year beside a named month; the year that the text leaves out is null. */
function aroundMonth(words: readonly Word[], month: NamedMonth): { day: number; year: number | null } | null {
  const distance = (at: number): number => (at < month.at ? month.at - at : at - month.end + 1.5);
  const numbers = words
    .map(({ text, isNumber }, at) => ({ text, isNumber, at }))
    .filter(({ text, isNumber }) => isNumber && text.length <= 4);
  const near = numbers.toSorted((one, other) => distance(one.at) - distance(other.at));
  const year = near.find(({ text }) => text.length === 4 && fitsCalendar(Number(text), month.name.calendar));
  if (year) {
    const day = near.find(({ text }) => text.length <= 3);
    return { day: Number(day?.text ?? 1), year: Number(year.text) };
  }
  const [day, short] = numbers.filter(({ text }) => text.length <= 2);
  if (day === undefined) return null;
  return { day: Number(day.text), year: short === undefined ? null : fullYear(short.text) };
}

const CENTURY = { gregory: 0, persian: -600, islamic: -600 } as const;

/** The last such day before `now`, for a date without its year. */
function lastSuchDay(month: MonthName, day: number, now: Date): WrittenDate | null {
  const thisYear = { gregory: 0, persian: -621, islamic: -578 }[month.calendar] + now.getUTCFullYear();
  for (const year of [thisYear + 1, thisYear, thisYear - 1, thisYear - 2]) {
    const parts = { year, month: month.month, day };
    const found = gregorianDay(month.calendar, parts);
    if (found && Date.UTC(found.year, found.month - 1, found.day) <= now.getTime())
      return { calendar: month.calendar, parts };
  }
  return null;
}

/** A day with its month by name, in any calendar; a year left out is the last such before `now`, with no `now` it is no date. */
export function byMonthName(text: string, now: Date | undefined): WrittenDate | null {
  const words = Array.from(text.matchAll(/\d+|\p{L}[\p{L}\p{M}]*/gu), ([word]) => ({
    text: word,
    isNumber: /^\d/.test(word),
  }));
  for (const month of monthsIn(words)) {
    const { calendar } = month.name;
    const beside = aroundMonth(words, month);
    if (beside && beside.year !== null) {
      const year = beside.year + (fitsCalendar(beside.year, calendar) ? 0 : CENTURY[calendar]);
      return { calendar, parts: { year, month: month.name.month, day: beside.day } };
    }
    if (beside && now) return lastSuchDay(month.name, beside.day, now);
  }
  return null;
}
