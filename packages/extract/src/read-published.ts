import { calendarOfYear, dayIn, gregorianDay } from './calendar-day.ts';
import { clockIn } from './clock-time.ts';
import { readNamed } from './named-date.ts';
import { CLOCK_SKEW_MS, type PublishedOptions, type PublishedReading, settle } from './published-reading.ts';
import { readRelative } from './relative-date.ts';

const ARABIC_DIGITS = /[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\uFF10-\uFF19]/g;

/** Digits to ASCII, letter variants folded, marks and direction controls dropped. */
export function foldDateText(text: string): string {
  return text
    .replaceAll(ARABIC_DIGITS, (digit) => {
      const code = digit.codePointAt(0) ?? 0;
      const zero =
        [0x06_60, 0x06_f0, 0x09_66, 0xff_10].find((start) => code >= start && code <= start + 9) ?? code;
      return String(code - zero);
    })
    .replaceAll(/[\u200B-\u200F\u202A-\u202E\u2066-\u2069\u061C\uFEFF]/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** Reads the date of publication from a piece of text. Null: none, none that exists, or only one after `now`. */
export function readPublished(text: string, options: PublishedOptions): PublishedReading | null {
  const folded = foldDateText(text.slice(0, 400));
  if (folded === '') return null;
  for (const read of [readTimestamp, readIso, readNamed, readNumeric, readRelativeDate]) {
    const reading = read(folded, options);
    if (reading !== null) return reading;
  }
  return null;
}

function readTimestamp(text: string, options: PublishedOptions): PublishedReading | null {
  if (!/^\d{10}(?:\d{3})?$/.test(text)) return null;
  const date = new Date(Number(text) * (text.length === 10 ? 1_000 : 1));
  if (date.getTime() > options.now.getTime() + CLOCK_SKEW_MS) return null;
  return { iso: date.toISOString().replace(/\.\d+Z$/, 'Z'), confidence: 0.9 };
}

const ISO =
  /(?<!\d)(\d{4})[-/.٫، ]{1,3}(\d{1,2})[-/. ]{1,3}(\d{1,2})(?!\d)|(?<!\d)((?:19|20)\d{2})([01]\d)([0-3]\d)(?=T?\d{4,6}|\b)/;

/** Year first: ISO 8601 and its looser relatives; a year of 13xx or 14xx is a Hijri year. */
function readIso(text: string, options: PublishedOptions): PublishedReading | null {
  const match =
    ISO.exec(text) ?? /(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?/.exec(text);
  if (match === null) return null;
  const [year, month, day] = [match[1] ?? match[4], match[2] ?? match[5], match[3] ?? match[6]].map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const calendar = calendarOfYear(year, options.language);
  if (calendar === null) return null;
  const rest = text.slice(match.index + match[0].length);
  return settle(gregorianDay(calendar, { year, month, day }), clockIn(rest, text), {
    options,
    confidence: calendar === 'gregory' ? 0.95 : 0.9,
  });
}

// Month first: the United States, and the Philippines by their language.
const MONTH_FIRST = /^(?:en(?:-US|-PH)?|fil|tl)$/i;

/** 03.04.2025, 3/4/25, and 15/07/1404 with a Hijri year. */
function readNumeric(text: string, options: PublishedOptions): PublishedReading | null {
  const match = /(?<![\d.])(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4}|\d{2})(?!\d)/.exec(text);
  if (match === null) return null;
  const [first, second, last] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const year = match[3]?.length === 2 ? 2000 + last : last;
  const calendar = calendarOfYear(year, options.language);
  if (calendar === null) return null;
  const separator = /[./-]/.exec(match[0])?.[0] ?? '/';
  const monthFirst =
    options.dayFirst === undefined
      ? MONTH_FIRST.test(options.language) && separator !== '.' && calendar === 'gregory'
      : !options.dayFirst;
  const readings = [
    { month: second, day: first, preferred: !monthFirst },
    { month: first, day: second, preferred: monthFirst },
  ].toSorted((one, other) => Number(other.preferred) - Number(one.preferred));
  // Only where the month comes first by custom is the order in doubt.
  const ambiguous =
    first <= 12 && second <= 12 && first !== second && separator !== '.' && options.language.startsWith('en');
  const clock = clockIn(text.slice(match.index + match[0].length), text.slice(0, match.index));
  for (const { month, day } of readings) {
    const reading = settle(gregorianDay(calendar, { year, month, day }), clock, {
      options,
      confidence: ambiguous && options.dayFirst === undefined ? 0.6 : 0.8,
    });
    if (reading !== null) return reading;
  }
  return null;
}

function readRelativeDate(text: string, options: PublishedOptions): PublishedReading | null {
  const relative = readRelative(text);
  if (relative === null) return null;
  const at = new Date(options.now.getTime() - relative.agoMs);
  const day = dayIn(at, options.timeZone);
  if (relative.unit === 'minute' || relative.unit === 'hour')
    return { iso: at.toISOString().replace(/:\d\d\.\d+Z$/, ':00Z'), confidence: 0.6 };
  const clock = relative.unit === 'named-day' ? clockIn(text, text) : null;
  return settle(day, clock, { options, confidence: 0.5 });
}
