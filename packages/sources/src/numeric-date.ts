import { calendarOfYear, type DateParts, fullYear, type WrittenDate } from './calendar-day.ts';

function ordinalDate(year: number, dayOfYear: number): DateParts | null {
  if (dayOfYear < 1 || dayOfYear > 366) return null;
  const date = new Date(Date.UTC(year, 0, dayOfYear));
  return { year, month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Day and month with slashes: Americans write the month first, and they are the ones who leave out zeros and write AM. */
function bySlashes(text: string, american: boolean): DateParts | null {
  const match = /(?<!\d)(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{1,2})(?!\d)/.exec(text);
  if (!match) return null;
  const [, first = '', separator, second = '', yearText = ''] = match;
  // 23-3-7: three short numbers with hyphens are year, month, day, as in ISO 8601.
  if (separator === '-' && yearText.length <= 2) {
    return { year: fullYear(first), month: Number(second), day: Number(yearText) };
  }
  const year = fullYear(yearText);
  const [one, two] = [Number(first), Number(second)];
  const monthFirst =
    one <= 12 && (two > 12 || (separator === '/' && (american || first.length === 1 || second.length === 1)));
  return monthFirst ? { year, month: one, day: two } : { year, month: two, day: one };
}

function partsOf(text: string, american: boolean): DateParts | null {
  const ymd = /(?<!\d)(\d{4})\s?[-/.년]\s?(\d{1,3})\s?[-/.월]\s?(\d{1,2})(?!\d)/.exec(text);
  if (ymd) return { year: Number(ymd[1]), month: Number(ymd[2]), day: Number(ymd[3]) };
  const slashes = bySlashes(text, american);
  if (slashes) return slashes;
  const numbers = Array.from(text.matchAll(/(?:(?<!\d)-)?\d[\d-]*/g), ([number]) => number);
  const bare = numbers.length === 1 ? (numbers[0] ?? '') : '';
  const ordinal = /^(\d{4})-?(\d{3})$/.exec(bare) ?? /^(\d{2})(\d{3})$/.exec(bare);
  if (ordinal) return ordinalDate(fullYear(ordinal[1] ?? ''), Number(ordinal[2]));
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(bare) ?? /^(\d{2})(\d{2})(\d{2})$/.exec(bare);
  if (compact)
    return { year: fullYear(compact[1] ?? ''), month: Number(compact[2]), day: Number(compact[3]) };
  const yearMonth = /^-?(\d{4}|\d{2})-(\d{1,2})$/.exec(bare);
  if (yearMonth) return { year: fullYear(yearMonth[1] ?? ''), month: Number(yearMonth[2]), day: 1 };
  return /^\d{4}$/.test(bare) ? { year: Number(bare), month: 1, day: 1 } : null;
}

/** A date in numbers alone, in the calendar that its year belongs to; `american`: the month may stand first. */
export function byNumbers(text: string, american: boolean): WrittenDate | null {
  const parts = partsOf(text, american);
  return parts && { calendar: calendarOfYear(parts.year), parts };
}
