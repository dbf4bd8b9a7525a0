import { calendarOfYear, type Day, dayIn, gregorianDay, isoDay, offsetMinutes } from './calendar-day.ts';
import { foldMonth, monthOf, type MonthName } from './month-names.ts';
import { readRelative } from './relative-date.ts';

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
const CLOCK_SKEW_MS = 15 * 60_000;
const FARTHEST_ZONE_MS = 14 * 3_600_000;

const ARABIC_DIGITS = /[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F\uFF10-\uFF19]/g;

/** Digits to ASCII, letter variants folded, marks and direction controls dropped. */
export function foldDateText(text: string): string {
  return text
    .replaceAll(ARABIC_DIGITS, (digit) => {
      const code = digit.codePointAt(0) ?? 0;
      const zero = [0x06_60, 0x06_f0, 0x09_66, 0xff_10].find((start) => code >= start && code <= start + 9) ?? code;
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

interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly offset: number | null;
}

/** Day and clock time as ISO, unless it lies after now. */
function settle(day: Day | null, clock: ClockTime | null, from: { options: PublishedOptions; confidence: number }): PublishedReading | null {
  if (day === null) return null;
  const { options, confidence } = from;
  const midnight = Date.UTC(day.year, day.month - 1, day.day);
  if (clock === null) {
    const today = dayIn(new Date(options.now.getTime() + (options.timeZone === undefined ? FARTHEST_ZONE_MS : 0)), options.timeZone);
    return midnight > Date.UTC(today.year, today.month - 1, today.day) ? null : { iso: isoDay(day), confidence };
  }
  const wall = midnight + ((clock.hour * 60 + clock.minute) * 60 + clock.second) * 1_000;
  const offset = clock.offset ?? (options.timeZone === undefined ? null : offsetMinutes(new Date(wall), options.timeZone));
  const latest = options.now.getTime() + (offset === null ? FARTHEST_ZONE_MS : CLOCK_SKEW_MS);
  if (wall - (offset ?? 0) * 60_000 > latest) return null;
  const two = (value: number): string => String(value).padStart(2, '0');
  const time = `${two(clock.hour)}:${two(clock.minute)}:${two(clock.second)}`;
  return { iso: `${isoDay(day)}T${time}${offset === null ? '' : offsetText(offset)}`, confidence };
}

function offsetText(minutes: number): string {
  if (minutes === 0) return 'Z';
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

function readTimestamp(text: string, options: PublishedOptions): PublishedReading | null {
  if (!/^\d{10}(?:\d{3})?$/.test(text)) return null;
  const date = new Date(Number(text) * (text.length === 10 ? 1_000 : 1));
  if (date.getTime() > options.now.getTime() + CLOCK_SKEW_MS) return null;
  return { iso: date.toISOString().replace(/\.\d+Z$/, 'Z'), confidence: 0.9 };
}

const ISO = /(?<!\d)(\d{4})[-/.٫، ]{1,3}(\d{1,2})[-/. ]{1,3}(\d{1,2})(?!\d)|(?<!\d)((?:19|20)\d{2})([01]\d)([0-3]\d)(?=T?\d{4,6}|\b)/;

/** Year first: ISO 8601 and its looser relatives; a year of 13xx or 14xx is a Hijri year. */
function readIso(text: string, options: PublishedOptions): PublishedReading | null {
  const match = ISO.exec(text) ?? /(?<!\d)(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]?/.exec(text);
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

const ZONES: Readonly<Record<string, number>> = {
  z: 0, utc: 0, gmt: 0, est: -300, edt: -240, cst: -360, cdt: -300, mst: -420, mdt: -360, pst: -480, pdt: -420, bst: 60, cet: 60, cest: 120, eet: 120, eest: 180, msk: 180, мск: 180, aft: 270, ist: 330, pkt: 300, jst: 540, kst: 540, et: -300, pt: -480,
};

const CLOCK =
  /(?<![\d.:])(\d{1,2})[:：٫](\d{2})(?:[:](\d{2})(?:[.,]\d+)?)?(?!\d)\s*(a\.?m\b\.?|p\.?m\b\.?|ق\.? ?ظ|ب\.? ?ظ|صباحا|مساء|ص(?!\p{L})|م(?!\p{L}))?\s*(?:\(?(z\b|utc|gmt|[ecmp][sd]t|bst|cest|cet|eest|eet|msk|мск|aft|pkt|jst|kst)?\s*([+-]\d{1,2}:?(?:\d{2})?)?)?/iu;
const COMPACT = /^T?(\d{2})(\d{2})(\d{2})?\s*(z|[+-]\d{2}:?\d{2})?/i;
const WORD_CLOCK = /(?:T| |,|at|um|ساعت|الساعة|в|в)\s*(\d{1,2})(?:h|[.](?=\d{2}(?!\.?\d)))(\d{2})?(?!\d)\s*(?:uhr)?/iu;

/** Clock time after the date, else anywhere in the text. */
function clockIn(rest: string, whole: string): ClockTime | null {
  const compact = /^T?\d{4,6}(?!\d|[:.]\d)/.test(rest) ? COMPACT.exec(rest) : null;
  if (compact !== null) return clockOf({ hour: compact[1], minute: compact[2], second: compact[3], half: undefined, zone: undefined, offset: compact[4] });
  const match = CLOCK.exec(rest) ?? CLOCK.exec(whole);
  if (match !== null) return clockOf({ hour: match[1], minute: match[2], second: match[3], half: match[4], zone: match[5], offset: match[6] });
  const meridiem = /(?<![\d.:])(\d{1,2})\s*([ap])\.?m\b/i.exec(rest);
  if (meridiem !== null) return clockOf({ hour: meridiem[1], minute: '00', second: undefined, half: `${meridiem[2] ?? ''}m`, zone: undefined, offset: undefined });
  const words = WORD_CLOCK.exec(rest);
  if (words !== null) return clockOf({ hour: words[1], minute: words[2] ?? '00', second: undefined, half: undefined, zone: undefined, offset: undefined });
  return null;
}

function clockOf(parts: Record<'hour' | 'minute' | 'second' | 'half' | 'zone' | 'offset', string | undefined>): ClockTime | null {
  const half = parts.half?.toLowerCase() ?? '';
  let hour = Number(parts.hour);
  const minute = Number(parts.minute);
  const second = Number(parts.second ?? 0);
  const afternoon = /^p|^ب|^م/.test(half);
  const morning = /^a|^ق|^ص/.test(half);
  if (afternoon && hour < 12) hour += 12;
  if (morning && hour === 12) hour = 0;
  if (hour === 24 && minute === 0) hour = 0;
  if (hour > 23 || minute > 59 || second > 59) return null;
  return { hour, minute, second, offset: offsetOf(parts.zone, parts.offset) };
}

function offsetOf(zone: string | undefined, offset: string | undefined): number | null {
  if (offset !== undefined && /^z$/i.test(offset)) return 0;
  const match = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(offset ?? '');
  if (match !== null) {
    const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
    return minutes > 14 * 60 ? null : (match[1] === '-' ? -1 : 1) * minutes;
  }
  return zone === undefined ? null : (ZONES[zone.toLowerCase()] ?? null);
}

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SHORT_YEAR = /^['’]?\d{2}$/;

/** A month by name with a day beside it, in any language and calendar; the year where it is given, else the last such day. */
function readNamed(text: string, options: PublishedOptions): PublishedReading | null {
  const tokens: Token[] = Array.from(text.matchAll(/\d+|[\p{L}\p{M}’']+/gu), (match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
  for (let at = 0; at < tokens.length; at += 1) {
    for (const span of [2, 1]) {
      const words = tokens.slice(at, at + span);
      if (words.length < span || words.some((word) => /^\d/.test(word.text))) continue;
      const month = monthOf(words.map((word) => foldMonth(word.text)).join(' '), options.language);
      const reading = month === null ? null : aroundMonth({ tokens, at, after: at + span, month, text }, options);
      if (reading !== null) return reading;
    }
  }
  return null;
}

const FILLER = /^(?:de|del|of|the|д[оі]|г|года|року|سنه|سال|ماه|د|st|nd|rd|th|er|º|го|е|کال|کې|مه|مې|يوم|عام|هـ|ه|م)$/iu;

function aroundMonth(
  place: { tokens: readonly Token[]; at: number; after: number; month: MonthName; text: string },
  options: PublishedOptions,
): PublishedReading | null {
  const { tokens, at, after, month, text } = place;
  const before = numberNear(tokens, at - 1, -1);
  const next = numberNear(tokens, after, 1, options.language);
  const isDay = (token: Token | null): token is Token => token !== null && /^\d{1,2}$/.test(token.text) && Number(token.text) <= 31 && Number(token.text) >= 1;
  const clockAt = (token: Token | null): boolean => token !== null && /^[:：]\d/.test(text.slice(token.end, token.end + 2));
  const dayToken = isDay(before) && !/[:：]$/.test(text.slice(0, before.start)) ? before : next;
  if (!isDay(dayToken) || clockAt(dayToken)) return null;
  const dayFirst = dayToken === before;
  const yearSource = dayFirst ? next : numberNear(tokens, tokens.indexOf(dayToken) + 1, 1);
  const earlierYear = dayFirst ? numberNear(tokens, tokens.indexOf(dayToken) - 1, -1) : before;
  const written = [yearSource, earlierYear].find((token) => token !== null && /^\d{4}$/.test(token.text));
  const year = written === null || written === undefined ? shortYear(yearSource, clockAt(yearSource)) : Number(written.text);
  const day = Number(dayToken.text);
  const rest = text.slice(Math.max(written?.end ?? 0, dayToken.end, tokens[after - 1]?.end ?? 0));
  const clock = clockIn(rest, text);
  if (year !== null) return settle(gregorianDay(month.calendar, { year, month: month.month, day }), clock, { options, confidence: 0.85 });
  return lastSuchDay({ month, day }, clock, options);
}

function shortYear(token: Token | null, isClock: boolean): number | null {
  if (token === null || isClock || !SHORT_YEAR.test(token.text)) return null;
  const year = 2000 + Number(token.text);
  return year >= 2000 && year <= 2069 ? year : null;
}

/** The next number within three words of fillers. */
function numberNear(tokens: readonly Token[], from: number, step: 1 | -1, language = ''): Token | null {
  for (let at = from, passed = 0; passed <= 2; at += step, passed += 1) {
    const token = tokens[at];
    if (token === undefined) return null;
    if (/^\d/.test(token.text)) return token;
    const isOtherName = language !== '' && monthOf(foldMonth(token.text), language) !== null;
    if (!FILLER.test(token.text) && !isOtherName) return null;
  }
  return null;
}

/** "23 September" without a year: the last one that is not in the future. */
function lastSuchDay(written: { month: MonthName; day: number }, clock: ClockTime | null, options: PublishedOptions): PublishedReading | null {
  const thisYear = options.now.getUTCFullYear();
  const base = { gregory: thisYear, persian: thisYear - 621, islamic: thisYear - 578 }[written.month.calendar];
  for (const year of [base + 1, base, base - 1, base - 2]) {
    const day = gregorianDay(written.month.calendar, { year, month: written.month.month, day: written.day });
    const reading = settle(day, clock, { options, confidence: 0.5 });
    if (reading !== null) return reading;
  }
  return null;
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
  const monthFirst = options.dayFirst === undefined ? MONTH_FIRST.test(options.language) && separator !== '.' && calendar === 'gregory' : !options.dayFirst;
  const readings = [
    { month: second, day: first, preferred: !monthFirst },
    { month: first, day: second, preferred: monthFirst },
  ].toSorted((one, other) => Number(other.preferred) - Number(one.preferred));
  // Only where the month comes first by custom is the order in doubt.
  const ambiguous = first <= 12 && second <= 12 && first !== second && separator !== '.' && /^en/.test(options.language);
  const clock = clockIn(text.slice(match.index + match[0].length), text.slice(0, match.index));
  for (const { month, day } of readings) {
    const reading = settle(gregorianDay(calendar, { year, month, day }), clock, { options, confidence: ambiguous && options.dayFirst === undefined ? 0.6 : 0.8 });
    if (reading !== null) return reading;
  }
  return null;
}

function readRelativeDate(text: string, options: PublishedOptions): PublishedReading | null {
  const relative = readRelative(text);
  if (relative === null) return null;
  const at = new Date(options.now.getTime() - relative.agoMs);
  const day = dayIn(at, options.timeZone);
  if (relative.unit === 'minute' || relative.unit === 'hour') return { iso: at.toISOString().replace(/:\d\d\.\d+Z$/, ':00Z'), confidence: 0.6 };
  const clock = relative.unit === 'named-day' ? clockIn(text, text) : null;
  return settle(day, clock, { options, confidence: 0.5 });
}
