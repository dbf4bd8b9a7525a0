import { gregorianDay } from './calendar-day.ts';
import { clockIn, type ClockTime } from './clock-time.ts';
import { foldMonth, type MonthName, monthOf } from './month-names.ts';
import { type PublishedOptions, type PublishedReading, settle } from './published-reading.ts';

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const SHORT_YEAR = /^['’]?\d{2}$/;

/** A month by name with a day beside it, in any language and calendar; the year where it is given, else the last such day. */
export function readNamed(text: string, options: PublishedOptions): PublishedReading | null {
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
      const reading =
        month === null ? null : aroundMonth({ tokens, at, after: at + span, month, text }, options);
      if (reading !== null) return reading;
    }
  }
  return null;
}

const FILLER =
  /^(?:de|del|of|the|д[оі]|г|года|року|سنه|سال|ماه|د|st|nd|rd|th|er|º|го|е|کال|کې|مه|مې|يوم|عام|هـ|ه|م)$/iu;

function aroundMonth(
  place: { tokens: readonly Token[]; at: number; after: number; month: MonthName; text: string },
  options: PublishedOptions,
): PublishedReading | null {
  const { tokens, at, after, month, text } = place;
  const before = numberNear({ tokens }, at - 1, -1);
  const next = numberNear({ tokens, language: options.language }, after, 1);
  const isDay = (token: Token | null): token is Token =>
    token !== null && /^\d{1,2}$/.test(token.text) && Number(token.text) <= 31 && Number(token.text) >= 1;
  const clockAt = (token: Token | null): boolean =>
    token !== null && /^[:：]\d/.test(text.slice(token.end, token.end + 2));
  const dayToken = isDay(before) && !/[:：]$/.test(text.slice(0, before.start)) ? before : next;
  if (!isDay(dayToken) || clockAt(dayToken)) return null;
  const dayFirst = dayToken === before;
  const yearSource = dayFirst ? next : numberNear({ tokens }, tokens.indexOf(dayToken) + 1, 1);
  const earlierYear = dayFirst ? numberNear({ tokens }, tokens.indexOf(dayToken) - 1, -1) : before;
  const written = [yearSource, earlierYear].find((token) => token !== null && /^\d{4}$/.test(token.text));
  const year =
    written === null || written === undefined
      ? shortYear(yearSource, clockAt(yearSource))
      : Number(written.text);
  const day = Number(dayToken.text);
  const rest = text.slice(Math.max(written?.end ?? 0, dayToken.end, tokens[after - 1]?.end ?? 0));
  const clock = clockIn(rest, text);
  if (year !== null)
    return settle(gregorianDay(month.calendar, { year, month: month.month, day }), clock, {
      options,
      confidence: 0.85,
    });
  return lastSuchDay({ month, day }, clock, options);
}

function shortYear(token: Token | null, isClock: boolean): number | null {
  if (token === null || isClock || !SHORT_YEAR.test(token.text)) return null;
  const year = 2000 + Number(token.text);
  return year >= 2000 && year <= 2069 ? year : null;
}

/** The next number within three words of fillers. */
function numberNear(
  among: { tokens: readonly Token[]; language?: string },
  from: number,
  step: 1 | -1,
): Token | null {
  for (let at = from, passed = 0; passed <= 2; at += step, passed += 1) {
    const token = among.tokens[at];
    if (token === undefined) return null;
    if (/^\d/.test(token.text)) return token;
    const isOtherName =
      among.language !== undefined && monthOf(foldMonth(token.text), among.language) !== null;
    if (!FILLER.test(token.text) && !isOtherName) return null;
  }
  return null;
}

/** "23 September" without a year: the last one that is not in the future. */
function lastSuchDay(
  written: { month: MonthName; day: number },
  clock: ClockTime | null,
  options: PublishedOptions,
): PublishedReading | null {
  const thisYear = options.now.getUTCFullYear();
  const base = { gregory: thisYear, persian: thisYear - 621, islamic: thisYear - 578 }[
    written.month.calendar
  ];
  for (const year of [base + 1, base, base - 1, base - 2]) {
    const day = gregorianDay(written.month.calendar, { year, month: written.month.month, day: written.day });
    const reading = settle(day, clock, { options, confidence: 0.5 });
    if (reading !== null) return reading;
  }
  return null;
}
