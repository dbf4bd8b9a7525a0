import { KhabarError } from '@khabar/article';

// Zones had seconds before they were made by the hour: 1890-01-01 00:00:00+04:36:48.
const TIMESTAMP =
  /^(\d{4,6})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::(\d\d))?(?::(\d\d))?$/;

const number = (part: string | undefined): number => Number(part ?? '0');

/**
 * A `timestamptz` as PostgreSQL writes it (DateStyle ISO, any time zone) as UTC ISO 8601, to the millisecond.
 * Throws KhabarError INTERNAL for what is none: infinity, years before Christ, another DateStyle.
 */
export function readTimestamp(value: string): string {
  const parts = TIMESTAMP.exec(value);
  if (parts === null) throw new KhabarError('INTERNAL', `record: "${value}" is no time that Khabar reads`);
  const [
    ,
    year,
    month,
    day,
    hour,
    minute,
    second,
    fraction = '',
    sign,
    offsetHours,
    offsetMinutes,
    offsetSeconds,
  ] = parts;
  const offset = number(offsetHours) * 3600 + number(offsetMinutes) * 60 + number(offsetSeconds);
  const time = new Date(0);
  // Not Date.UTC, which takes the years before 100 for those of the last century.
  time.setUTCFullYear(number(year), number(month) - 1, number(day));
  time.setUTCHours(number(hour), number(minute), number(second), number(fraction.padEnd(3, '0').slice(0, 3)));
  return new Date(time.getTime() - (sign === '-' ? -offset : offset) * 1000).toISOString();
}
