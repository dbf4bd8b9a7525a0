/** A date told from the moment of reading. */
export type RelativeDate =
  | { readonly kind: 'elapsed'; readonly ms: number; readonly unitMs: number }
  | { readonly kind: 'day'; readonly daysAgo: number };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// Units of English, Russian, Ukrainian, Persian, Pashto, Arabic, Urdu, Turkish, Uzbek, German, French, Spanish.
const UNITS: readonly (readonly [number, RegExp])[] = [
  [
    1_000,
    /^(?:seconds?|secs?|s|секунд[ауы]?|сек|ثانیه|ثانیې|ثانية|ثوان|ثواني|سیکنڈ|saniye|soniya|sekunden?|secondes?|segundos?)$/u,
  ],
  [
    MINUTE,
    /^(?:minutes?|mins?|m|минут[ауы]?|мин|хвилин[аиу]?|хв|دقیقه|دقيقه|دقیقې|دقيقې|دقيقة|دقائق|منٹ|minuten?|minutos?|dakika|dk|daqiqa|дақиқа)$/u,
  ],
  [
    HOUR,
    /^(?:hours?|hrs?|h|час(?:а|ов)?|ч|годин[аиу]?|год|ساعت|ساعته|ساعتونه|ساعة|ساعات|گھنٹے|گھنٹہ|گھنٹوں|stunden?|std|heures?|horas?|saat|sa|soat|соат)$/u,
  ],
  [
    DAY,
    /^(?:days?|d|день|дня|дней|дн|дні|днів|روز|ورځې|ورځ|يوم|يوما|أيام|ايام|یوم|دن|tage?n?|jours?|días?|dias?|gün|kun|рӯз)$/u,
  ],
  [
    7 * DAY,
    /^(?:weeks?|w|недел[яиюь]|тиж\p{L}*|هفته|هفتې|اونۍ|اوونۍ|أسابيع|أسبوع|ہفتے|ہفتہ|wochen?|semaines?|semanas?|hafta)$/u,
  ],
  [
    30 * DAY,
    /^(?:months?|месяц(?:а|ев)?|місяц\p{L}*|ماه|میاشتې|میاشت|أشهر|شهر|شهور|ماہ|مہینے|monate?n?|mois|mes(?:es)?|ay|oy)$/u,
  ],
];
const AGO =
  /(?<!\p{L})(?:ago|назад|тому|پیش|قبل|مخکې|وړاندې|منذ|قبل|پہلے|قبل|vor|il y a|hace|önce|oldin|avval|муқаддам|пеш)(?!\p{L})/u;

// The Arabic dual carries its number in the noun; "an hour ago" and «час назад» in the article or in nothing.
const IN_WORDS: readonly (readonly [number, number, RegExp])[] = [
  [2, MINUTE, /(?:منذ|قبل) دقيقتين/u],
  [2, HOUR, /(?:منذ|قبل) ساعتين/u],
  [2, DAY, /(?:منذ|قبل) يومين/u],
  [2, 7 * DAY, /(?:منذ|قبل) أسبوعين/u],
  [2, 30 * DAY, /(?:منذ|قبل) شهرين/u],
  [
    1,
    MINUTE,
    /(?:منذ|قبل) دقيقة|^(?:a|one) minute ago|^минуту назад|^یک دقیقه (?:پیش|قبل)|^bir dakika önce/u,
  ],
  [
    1,
    HOUR,
    /(?:منذ|قبل) ساعة|^(?:an?|one) hour ago|^час назад|^годину тому|^یک ساعت (?:پیش|قبل)|^یو ساعت (?:مخکې|وړاندې)|^ایک گھنٹہ (?:پہلے|قبل)|^bir saat önce/u,
  ],
  [
    1,
    DAY,
    /(?:منذ|قبل) يوم|^(?:a|one) day ago|^день назад|^یک روز (?:پیش|قبل)|^یوه ورځ (?:مخکې|وړاندې)|^ایک دن (?:پہلے|قبل)|^bir gün önce/u,
  ],
  [
    1,
    7 * DAY,
    /(?:منذ|قبل) أسبوع|^(?:a|one) week ago|^неделю назад|^یک هفته (?:پیش|قبل)|^ایک ہفتہ (?:پہلے|قبل)|^bir hafta önce/u,
  ],
];

const NAMED_DAYS: readonly (readonly [number, RegExp])[] = [
  [0, /^(?:today|сегодня|сьогодні|امروز|نن|اليوم|آج|heute|aujourd'hui|hoy|bugün|bugun|имрӯз)(?!\p{L})/u],
  [
    1,
    /^(?:yesterday|вчера|вчора|دیروز|پرون|أمس|امس|گزشتہ روز|کل|gestern|hier|ayer|dün|kecha|дирӯз)(?!\p{L})/u,
  ],
  [
    2,
    /^(?:the day before yesterday|позавчера|پریروز|وړمه ورځ|أول أمس|پرسوں|vorgestern|avant-hier|anteayer|evvelsi gün)(?!\p{L})/u,
  ],
];

/**
 * "2 hours ago", «вчера», «دیروز», «منذ ساعتين», "dün", in lower case with ASCII digits; null where the text says no such thing. "Just now" is none: it
 * says when a page was made, not when an article was published.
 */
export function relativeDate(text: string): RelativeDate | null {
  for (const [count, unitMs, pattern] of IN_WORDS)
    if (pattern.test(text)) return { kind: 'elapsed', ms: count * unitMs, unitMs };
  if (AGO.test(text)) {
    const match = /(?<![\d:.])(\d{1,3})\s*(\p{L}+)/u.exec(text);
    const unit = UNITS.find(([, pattern]) => pattern.test(match?.[2] ?? ''));
    if (match && unit) return { kind: 'elapsed', ms: Number(match[1]) * unit[0], unitMs: unit[0] };
  }
  const named = NAMED_DAYS.find(([, pattern]) => pattern.test(text));
  return named ? { kind: 'day', daysAgo: named[0] } : null;
}

/** The moment an elapsed time points at, as finely as its unit: "3 hours ago" to the minute, "3 days ago" to the day (UTC). */
export function elapsedBefore(now: Date, elapsed: Extract<RelativeDate, { kind: 'elapsed' }>): number {
  const grain = elapsed.unitMs >= DAY ? DAY : MINUTE;
  return Math.floor((now.getTime() - elapsed.ms) / grain) * grain;
}
