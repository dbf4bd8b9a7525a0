const DARI_MONTHS = 'حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت'.split(' ');
const PASHTO_MONTHS = 'وری غویی غبرګولی چنګاښ زمری وږی تله لړم لیندۍ مرغومی سلواغه کب'.split(' ');
const DARI_WEEKDAYS = ['یک‌شنبه', 'دوشنبه', 'سه‌شنبه', 'چهارشنبه', 'پنج‌شنبه', 'جمعه', 'شنبه'];

type SolarHijriForm = 'weekday' | 'day-time' | 'day' | 'pashto-long';

/** How and for whom a date is written. */
interface DateStyle {
  /** BCP 47 language of the page. */
  readonly language: string;
  /** IANA zone of the newsroom. */
  readonly timeZone: string;
  readonly form: SolarHijriForm;
}

/** A Solar Hijri date with Afghan month names and Persian digits: «۱۲ سرطان ۱۴۰۴», in Pashto «۱۲ چنګاښ ۱۴۰۴». */
export function solarHijriDate(instant: string, style: DateStyle): string {
  const date = new Date(instant);
  const parts = new Intl.DateTimeFormat('en-u-ca-persian-nu-latn', {
    timeZone: style.timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
  }).formatToParts(date);
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value ?? 0);
  const months = style.language.startsWith('ps') ? PASHTO_MONTHS : DARI_MONTHS;
  const month = months[part('month') - 1] ?? '';
  const day = persianDigits(String(part('day')));
  const year = persianDigits(String(part('year')));
  const forms: Readonly<Record<SolarHijriForm, string>> = {
    day: `${day} ${month} ${year}`,
    'day-time': `${day} ${month} ${year} - ${persianDigits(clock(date, style.timeZone))}`,
    weekday: `${DARI_WEEKDAYS[weekday(date, style.timeZone)] ?? ''}، ${day} ${month} ${year}`,
    'pashto-long': `د ${year} کال د ${month} ${day}مه`,
  };
  return forms[style.form];
}

/** A date and time in the words of the page's language and the newsroom's time: «3 июля 2025 г., 19:20». */
export function gregorianDate(instant: string, style: DateStyle): string {
  const locale = style.language === 'en' ? 'en-GB' : style.language;
  const day = new Intl.DateTimeFormat(locale, { timeZone: style.timeZone, dateStyle: 'long' }).format(
    new Date(instant),
  );
  return `${day}, ${clock(new Date(instant), style.timeZone)}`;
}

/** Year, month and day of an instant in the newsroom's zone, zero-padded, for addresses. */
export function calendarDay(
  instant: string,
  timeZone: string,
): { readonly year: string; readonly month: string; readonly day: string } {
  const [year = '', month = '', day = ''] = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
    .format(new Date(instant))
    .split('-');
  return { year, month, day };
}

function clock(date: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(date);
}

function weekday(date: Date, timeZone: string): number {
  const name = new Intl.DateTimeFormat('en-US', { timeZone, weekday: 'short' }).format(date);
  return ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].indexOf(name);
}

function persianDigits(text: string): string {
  return text.replaceAll(/[0-9]/gu, (digit) => String.fromCodePoint(0x06f0 + Number(digit)));
}
