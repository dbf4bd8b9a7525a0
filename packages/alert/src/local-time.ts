/** What a clock on the wall shows. */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31; `momentOf` takes any number and carries over. */
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 1 is Monday. */
  readonly weekday: number;
}

const DAY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** What the clocks of an IANA time zone show at this moment. Throws RangeError for a zone that there is not. */
export function localTime(at: Date, timeZone: string): LocalTime {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
  formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const year = parts.get('year') ?? 0;
  const month = parts.get('month') ?? 1;
  const day = parts.get('day') ?? 1;
  return {
    year,
    month,
    day,
    hour: parts.get('hour') ?? 0,
    minute: parts.get('minute') ?? 0,
    weekday: ((new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7) + 1,
  };
}

/** First moment at which the clocks of the zone show this time, or where a change of clocks leaves it out, the first one after it. */
export function momentOf(local: Omit<LocalTime, 'weekday'>, timeZone: string): Date {
  const shown = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute);
  // The offsets in force a day before and a day after are the only two that the day can have.
  const offsets = [shown - DAY_MS, shown + DAY_MS].map((at) => offsetAt(at, timeZone));
  const candidates = offsets.map((offset) => shown - offset).toSorted((a, b) => a - b);
  const exact = candidates.find((at) => at + offsetAt(at, timeZone) === shown);
  if (exact !== undefined) return new Date(exact);
  const [early = shown, late = shown] = candidates;
  return new Date(changeBetween(early, late, timeZone));
}

function offsetAt(at: number, timeZone: string): number {
  const { year, month, day, hour, minute } = localTime(new Date(at), timeZone);
  return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

/** The minute at which the clocks change, between two moments of different offsets. */
function changeBetween(early: number, late: number, timeZone: string): number {
  const before = offsetAt(early, timeZone);
  let low = early;
  let high = late;
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
    if (offsetAt(middle, timeZone) === before) low = middle;
    else high = middle;
  }
  return high;
}
