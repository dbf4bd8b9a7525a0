import type { Settings } from '../settings/settings.ts';
import { isolated } from './direction.ts';

/** How numbers and dates are written under the settings. */
export interface Formats {
  /** BCP 47 tag with calendar and digits, for Intl and for calendars. */
  readonly locale: string;
  readonly timeZone: string;
  readonly number: (value: number) => string;
  /** 0 to 1 as percent, one decimal under ten percent. */
  readonly share: (value: number) => string;
  /** -1 to 1 with its sign, one decimal. */
  readonly signed: (value: number) => string;
  readonly decimal: (value: number) => string;
  /** A moment in the reader's time zone. */
  readonly time: (instant: string) => string;
  readonly date: (instant: string) => string;
  /** A bucket's begin: buckets are cut in UTC, so their labels are too. */
  readonly bucketLabel: (start: string, bucket: BucketSize) => string;
  readonly axisLabel: (start: string, bucket: BucketSize) => string;
  readonly languageName: (code: string) => string;
  readonly countryName: (code: string) => string;
  /** Names as one phrase, each isolated for direction. */
  readonly list: (names: readonly string[]) => string;
  readonly relative: (instant: string, now: Date) => string;
}

type BucketSize = 'hour' | 'day' | 'week' | 'month' | 'year';

/** Locale that carries the month names wanted: Dari and Afghan Pashto write Solar Hijri months their own way. */
function baseLocale(language: Settings['language']): string {
  return language === 'ps' ? 'ps-AF' : language;
}

function calendarFor(settings: Settings): string {
  if (settings.calendar !== 'auto') return settings.calendar;
  return settings.language === 'fa-AF' || settings.language === 'ps' ? 'persian' : 'gregory';
}

/** BCP 47 tag of the settings, with calendar and digits as extensions. */
function localeOf(settings: Settings): string {
  const digits = settings.digits === 'auto' ? '' : `-nu-${settings.digits}`;
  return `${baseLocale(settings.language)}-u-ca-${calendarFor(settings)}${digits}`;
}

const BUCKET_LABEL: Readonly<Record<BucketSize, Intl.DateTimeFormatOptions>> = {
  hour: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  week: { day: 'numeric', month: 'short', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  year: { year: 'numeric' },
};
const AXIS_LABEL: Readonly<Record<BucketSize, Intl.DateTimeFormatOptions>> = {
  hour: { hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short' },
  week: { day: 'numeric', month: 'short' },
  month: { month: 'short', year: '2-digit' },
  year: { year: 'numeric' },
};

function safely(read: () => string | undefined, otherwise: string): string {
  try {
    return read() ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Formatters of one set of settings; made once and kept while the settings stay. */
export function formatsOf(settings: Settings): Formats {
  const locale = localeOf(settings);
  const timeZone =
    settings.timeZone === 'system' ? new Intl.DateTimeFormat().resolvedOptions().timeZone : settings.timeZone;
  const whole = new Intl.NumberFormat(locale);
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1, minimumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
  const signed = new Intl.NumberFormat(locale, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const time = new Intl.DateTimeFormat(locale, {
    timeZone,
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const date = new Intl.DateTimeFormat(locale, { timeZone, year: 'numeric', month: 'short', day: 'numeric' });
  const languages = new Intl.DisplayNames(locale, { type: 'language' });
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const utc = (options: Intl.DateTimeFormatOptions, start: string): string =>
    new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC', hourCycle: 'h23' }).format(
      new Date(start),
    );
  // Month buckets are Gregorian months; under another calendar their begin is a day within a month.
  const monthly = (bucket: BucketSize): BucketSize =>
    bucket === 'month' && !locale.includes('-ca-gregory') ? 'day' : bucket;

  return {
    locale,
    timeZone,
    number: (value) => whole.format(value),
    share: (value) => percent.format(value),
    // A minus sign, not a hyphen: it is as wide as the plus above it.
    signed: (value) => signed.format(Math.abs(value) < 0.05 ? 0 : value).replace('-', '−'),
    decimal: (value) => decimal.format(value),
    time: (instant) => time.format(new Date(instant)),
    date: (instant) => date.format(new Date(instant)),
    bucketLabel: (start, bucket) => utc(BUCKET_LABEL[monthly(bucket)], start),
    axisLabel: (start, bucket) => utc(AXIS_LABEL[bucket], start),
    languageName: (code) => (code === 'und' ? '?' : safely(() => languages.of(code), code)),
    countryName: (code) => safely(() => countries.of(code), code),
    list: (names) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(names.map(isolated)),
    relative(instant, now) {
      const minutes = Math.round((new Date(instant).getTime() - now.getTime()) / 60_000);
      if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
      if (Math.abs(minutes) < 48 * 60) return relative.format(Math.round(minutes / 60), 'hour');
      return relative.format(Math.round(minutes / (24 * 60)), 'day');
    },
  };
}
