import { monthOf } from './month-names.ts';

interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

interface TimeParts {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Longer texts are no dates; the limit keeps every pattern below cheap. */
const MAX_LENGTH = 100;

/** Zone abbreviations in feeds, minutes east of UTC. Ambiguous ones as RFC 822 and most feeds mean them. */
const ZONE_TABLE: readonly (readonly [number, string])[] = [
  [-600, 'hst'],
  [-540, 'akst'],
  [-480, 'pt pst akdt'],
  [-420, 'mt mst pdt'],
  [-360, 'ct cst mdt'],
  [-300, 'et est cdt'],
  [-240, 'at ast edt'],
  [-180, 'adt brt art'],
  [0, 'z ut utc gmt wet'],
  [60, 'west bst cet met mez wat'],
  [120, 'cest mest mesz eet cat sast'],
  [180, 'eest msk trt eat'],
  [210, 'irst'],
  [240, 'msd samt'],
  [270, 'aft irdt'],
  [300, 'pkt uzt tjt tmt yekt'],
  [330, 'ist'],
  [420, 'novt'],
  [480, 'sgt hkt awst'],
  [540, 'kst jst'],
  [600, 'aest'],
  [660, 'aedt'],
  [720, 'nzst'],
  [780, 'nzdt'],
];

const ZONES: ReadonlyMap<string, number> = new Map(
  ZONE_TABLE.flatMap(([minutes, names]) => names.split(' ').map((name): [string, number] => [name, minutes])),
);

const WESTERN_ZERO = 0x30;

/** Lower case, ASCII digits, single spaces. */
function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) =>
      String.fromCharCode((digit.charCodeAt(0) & 0xf) + WESTERN_ZERO),
    )
    .replace(/[\u200B-\u200F\u202A-\u202E\u2066-\u2069]/g, '')
    .replace(/[\u2012-\u2015\u2212]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length > 2) return year;
  return year < 69 ? 2000 + year : 1900 + year;
}

const TIME =
  /(오전|오후)?\s*(?<![\d:+-])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?!\d)(?::\d{2}(?!\d))?\s*(am|pm|a\.m\.?|p\.m\.?)?(?![a-z]*m\b)/g;

interface Found {
  readonly time: TimeParts;
  readonly before: string;
  readonly after: string;
}

/** The last time of day in the text and what stands around it; undefined: none; null: one that cannot be. */
function takeTime(text: string): Found | null | undefined {
  const all = Array.from(text.matchAll(TIME));
  const match = all.at(-1);
  if (!match) return undefined;
  const [whole, koreanHalf, hourText = '', minuteText = '', secondText = '0', half = ''] = match;
  let hour = Number(hourText);
  const afternoon = half.startsWith('p') || koreanHalf === '오후';
  const morning = half.startsWith('a') || koreanHalf === '오전';
  if (afternoon && hour < 12) hour += 12;
  if (morning && hour === 12) hour = 0;
  const [minute, second] = [Number(minuteText), Number(secondText)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  let before = text.slice(0, match.index);
  for (const other of all.slice(0, -1)) before = before.replace(other[0], ' ');
  return { time: { hour, minute, second }, before, after: text.slice(match.index + whole.length) };
}

/** Offset of a named region at a moment, from the machine's zone tables. */
function regionOffset(name: string, at: number): number | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    const zone = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const [, sign, hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(zone) ?? [];
    return (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  } catch {
    return undefined;
  }
}

interface Zone {
  /** Minutes east of UTC, or a region whose offset depends on the moment. */
  readonly offset: number | string;
  readonly rest: string;
}

const OFFSET =
  /^\s*:?\s*(?:[a-z]{1,5}\s*)?(-{1,2}|\+{1,2})(\d{1,2})(?::?(\d{2}))?(?::?\d{2})?(?!\d)\s*(?:z|gmt|utc)?/;
const LATE_OFFSET = /\s(-{1,2}|\+{1,2})(\d{2}):?(\d{2})(?!\d)\s*(?:z|gmt|utc)?/;

function offsetFrom(match: RegExpExecArray): number | null {
  const [, sign = '+', hours = '0', minutes = '0'] = match;
  const total = Number(hours) * 60 + Number(minutes);
  if (total > 15 * 60 || Number(minutes) > 59) return null;
  return sign.startsWith('-') ? -total : total;
}

/** The zone in what follows the time (or the whole date where there is no time). null: a zone that cannot be. */
function takeZone(text: string, afterTime: boolean): Zone | null {
  const tail = text.replace(/\([^)]*\)/g, ' ');
  const numeric = (afterTime ? OFFSET.exec(tail) : null) ?? LATE_OFFSET.exec(tail);
  if (numeric) {
    const offset = offsetFrom(numeric);
    return offset === null ? null : { offset, rest: tail.replace(numeric[0], ' ') };
  }
  if (afterTime && /^\s*[-+]\s*[a-z]/.test(tail)) return null;
  const region = /\b([a-z]+\/[a-z_]+)\b/.exec(tail);
  if (region?.[1] !== undefined) return { offset: region[1], rest: tail.replace(region[0], ' ') };
  for (const [word] of tail.matchAll(/[a-z]+/g)) {
    const offset = ZONES.get(word);
    if (offset !== undefined) return { offset, rest: tail.replace(word, ' ') };
  }
  return { offset: 0, rest: tail };
}

function byMonthName(text: string): DateParts | null {
  let month: number | undefined;
  for (const [word] of text.matchAll(/\p{L}[\p{L}\p{M}]*/gu)) {
    month = monthOf(word);
    if (month !== undefined) break;
  }
  if (month === undefined) return null;
  const numbers = Array.from(text.matchAll(/\d+/g), ([digits]) => digits).filter(
    (digits) => digits.length <= 4,
  );
  const yearAt = numbers.findIndex((digits) => digits.length === 4);
  if (yearAt >= 0) {
    const day = numbers.find((digits, index) => index !== yearAt && digits.length <= 2);
    return { year: Number(numbers[yearAt]), month, day: Number(day ?? 1) };
  }
  const [day, year] = numbers;
  return day === undefined || year === undefined ? null : { year: fullYear(year), month, day: Number(day) };
}

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

function byNumbers(text: string, american: boolean): DateParts | null {
  const ymd = /(?<!\d)(\d{4})\s?[-/.년]\s?(\d{1,3})\s?[-/.월]\s?(\d{1,2})(?!\d)/.exec(text);
  if (ymd) return { year: Number(ymd[1]), month: Number(ymd[2]), day: Number(ymd[3]) };
  const slashes = bySlashes(text, american);
  if (slashes) return slashes;
  const bare = text.replace(/[^\d-]/g, '');
  const ordinal = /^(\d{4})-?(\d{3})$/.exec(bare) ?? /^(\d{2})(\d{3})$/.exec(bare);
  if (ordinal) return ordinalDate(fullYear(ordinal[1] ?? ''), Number(ordinal[2]));
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(bare) ?? /^(\d{2})(\d{2})(\d{2})$/.exec(bare);
  if (compact)
    return { year: fullYear(compact[1] ?? ''), month: Number(compact[2]), day: Number(compact[3]) };
  const yearMonth = /^-?(\d{4}|\d{2})-(\d{1,2})$/.exec(bare);
  if (yearMonth) return { year: fullYear(yearMonth[1] ?? ''), month: Number(yearMonth[2]), day: 1 };
  return /^\d{4}$/.test(bare) ? { year: Number(bare), month: 1, day: 1 } : null;
}

function toIso(date: DateParts, time: TimeParts, offset: number | string): string | null {
  const { year, month, day } = date;
  if (year < 1000 || year > 2200 || month < 1 || month > 12 || day < 1) return null;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  const local = Date.UTC(year, month - 1, day, time.hour, time.minute, time.second);
  const minutes = typeof offset === 'string' ? regionOffset(offset, local) : offset;
  if (minutes === undefined) return null;
  return new Date(local - minutes * 60_000).toISOString().replace('.000Z', 'Z');
}

function fromEpoch(text: string): string | null {
  const value = Number(text);
  return new Date(text.length > 10 ? value : value * 1000).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/**
 * Reads a date as feeds write them (RFC 822 and 3339, their misspellings, other languages' months, epoch seconds): UTC ISO 8601, to the second.
 * Without a zone it is taken as UTC; without a day or time as the first. null where it says no date, or one that cannot be. Never throws.
 */
export function readFeedDate(input: string): string | null {
  if (input.length > MAX_LENGTH * 2) return null;
  const text = tidy(input);
  if (text === '' || text.length > MAX_LENGTH) return null;
  if (/^\d{9,10}$|^\d{13}$/.test(text)) return fromEpoch(text);
  const spaced = text.replace(/(\d|\p{L})t(?=\d)/u, '$1 ').replace(/(?<=-)(\p{L}+)(?=-)/u, ' $1 ');
  const found = takeTime(spaced);
  if (found === null) return null;
  // A broken time ("09:xx:00") is no date at midnight.
  if (found === undefined && /\d:\p{L}|\d:\d/u.test(spaced)) return null;
  const korean = /[오년]/.test(text);
  const zone = takeZone(found ? found.after : spaced, found !== undefined);
  if (!zone) return null;
  const dateText = found ? `${found.before} ${zone.rest}` : zone.rest;
  if (found && /:\p{L}/u.test(zone.rest)) return null;
  const american =
    /\d\s*[ap]\.?m\b/.test(text) ||
    (found !== undefined && /[a-z]{2,}/.test(found.after.replace(/[ap]m/, '')));
  const date = byMonthName(dateText) ?? byNumbers(dateText, american);
  if (!date) return null;
  const time = found?.time ?? { hour: 0, minute: 0, second: 0 };
  return toIso(date, time, korean && zone.offset === 0 ? 540 : zone.offset);
}
