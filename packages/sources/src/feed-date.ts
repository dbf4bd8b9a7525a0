import { type DateParts, gregorianDay } from './calendar-day.ts';
import { byMonthName } from './named-date.ts';
import { byNumbers } from './numeric-date.ts';
import { elapsedBefore, relativeDate } from './relative-date.ts';
import { abbreviateZones, zoneOffset } from './zone-names.ts';

interface TimeParts {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Longer texts are no dates; the limit keeps every pattern below cheap. */
const MAX_LENGTH = 100;

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

const MORNING = /^(?:صباحا|صباحًا|ص|ق\.?\s?ظ\.?|قبل از ظهر|صبح|غرمې مخکې|öö)$/u;
// Times of day beside a clock time, as Arabic, Persian, Pashto, Urdu and Turkish write "a.m." and "p.m.".
const HALVES =
  /(?<=\d:\d{2}(?::\d{2})?)\s*(صباحا|صباحًا|مساء|مساءً|ص|م|ق\.?\s?ظ\.?|ب\.?\s?ظ\.?|قبل از ظهر|بعد از ظهر|صبح|عصر|غرمې مخکې|غرمې وروسته|شام|öö|ös)(?!\p{L})/gu;

/** Spoken forms of a time of day -> `9:30 pm`. Takes tidied text. */
function plainTimes(text: string): string {
  const clock = text
    // "1259:59:58": no time of day, but the day beside it is one.
    .replace(/(?<![\d:])\d{3,}:\d{2}(?::\d{2})?(?![\d:])/g, ' ')
    .replace(/(?<![\d.:])(\d{1,2})\s?h\s?(\d{2})(?!\d)/g, '$1:$2')
    .replace(/(?<=(?<!\d)\d{4},?\s(?:- )?)(\d{1,2})\.(\d{2})(?![\d.])/g, '$1:$2')
    .replace(/(?<=(?<!\d)\d{4} )(\d{2})(?= [+-]\d{4}$)/g, '$1:00');
  const hours = /\d:\d/.test(clock)
    ? clock
    : clock.replace(/(?<![\d.:])(\d{1,2})\s?(am|pm|a\.m\.|p\.m\.)(?!\w)/g, '$1:00 $2');
  return hours.replace(HALVES, (_, half: string) => (MORNING.test(half) ? ' am ' : ' pm '));
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
  // "17:45 -0500 (EST)" says its zone twice, "09:30 (MSK)" once.
  for (const [word] of `${tail} ${text}`.matchAll(/[a-z]+/g)) {
    const offset = zoneOffset(word);
    if (offset !== undefined) return { offset, rest: tail.replace(word, ' ') };
  }
  return { offset: 0, rest: tail };
}

function toIso(day: DateParts, time: TimeParts, offset: number | string): string | null {
  const local = Date.UTC(day.year, day.month - 1, day.day, time.hour, time.minute, time.second);
  const minutes = typeof offset === 'string' ? regionOffset(offset, local) : offset;
  if (minutes === undefined) return null;
  return isoOf(local - minutes * 60_000);
}

function fromEpoch(text: string): string | null {
  const value = Number(text);
  return new Date(text.length > 10 ? value : value * 1000).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export interface FeedDateOptions {
  /** When it was read: with it "2 hours ago", "yesterday 14:30" and dates without a year are read too, and nothing that lies more than a day after it. */
  readonly now?: Date | undefined;
}

/** Clocks and zones explain a day; a date further ahead is wrong. */
const MAX_AHEAD_MS = 24 * 3_600_000;

function readAbsolute(text: string, now: Date | undefined): string | null {
  const spaced = plainTimes(
    abbreviateZones(text.replace(/(\d|\p{L})t(?=\d)/u, '$1 ').replace(/(?<=-)(\p{L}+)(?=-)/u, ' $1 ')),
  );
  const found = takeTime(spaced);
  if (found === null) return null;
  // A broken time ("09:xx:00") is no date at midnight.
  if (found === undefined && /\d:\p{L}|\d:\d/u.test(spaced)) return null;
  const korean = /[오년]/.test(text);
  const zone = takeZone(found ? found.after : spaced, found !== undefined);
  if (!zone) return null;
  const time = found?.time ?? { hour: 0, minute: 0, second: 0 };
  const dateText = found ? `${found.before} ${zone.rest}` : zone.rest;
  if (found && /:\p{L}/u.test(zone.rest)) return null;
  const offset = korean && zone.offset === 0 ? 540 : zone.offset;
  const american =
    /\d\s*[ap]\.?m\b/.test(text) ||
    (found !== undefined && /[a-z]{2,}/.test(found.after.replace(/[ap]m/, '')));
  const date = byMonthName(dateText, now) ?? byNumbers(dateText, american);
  const day = date ? gregorianDay(date.calendar, date.parts) : null;
  return day && toIso(day, time, offset);
}

function isoOf(moment: number): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}

/** "Yesterday 14:30": the day of `now` in the zone of the text. */
function readRelative(text: string, now: Date): string | null {
  const relative = relativeDate(text);
  if (!relative) return null;
  if (relative.kind === 'elapsed') return isoOf(elapsedBefore(now, relative));
  const found = takeTime(plainTimes(abbreviateZones(text)));
  const zone = found ? takeZone(found.after, true) : { offset: 0, rest: '' };
  if (found === null || !zone) return null;
  const offset = typeof zone.offset === 'string' ? regionOffset(zone.offset, now.getTime()) : zone.offset;
  if (offset === undefined) return null;
  const local = new Date(now.getTime() + offset * 60_000);
  const { hour, minute, second } = found?.time ?? { hour: 0, minute: 0, second: 0 };
  const day = local.getUTCDate() - relative.daysAgo;
  const wall = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), day, hour, minute, second);
  return wall - offset * 60_000 > now.getTime() ? null : isoOf(wall - offset * 60_000);
}

/**
 * Reads a date as feeds write them (RFC 822 and 3339, their misspellings, months of other languages and of the Solar and lunar Hijri calendars, epoch
 * seconds): UTC ISO 8601, to the second. Without a zone it is taken as UTC; without a day or time as the first. null where it says no date, or one that
 * cannot be. Never throws.
 */
export function readFeedDate(input: string, options: FeedDateOptions = {}): string | null {
  if (input.length > MAX_LENGTH * 2) return null;
  const text = tidy(input);
  if (text === '' || text.length > MAX_LENGTH) return null;
  const { now } = options;
  const dated = /^\d{9,10}$|^\d{13}$/.test(text) ? fromEpoch(text) : readAbsolute(text, undefined);
  if (now === undefined) return dated;
  const iso = dated ?? readRelative(text, now) ?? readAbsolute(text, now);
  if (iso === null) return null;
  return Date.parse(iso) > now.getTime() + MAX_AHEAD_MS ? null : iso;
}
