/** How long ago a text says, and how finely. */
export interface RelativeDate {
  readonly agoMs: number;
  readonly unit: 'minute' | 'hour' | 'named-day' | 'day' | 'week' | 'month';
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const UNITS: readonly (readonly [RelativeDate['unit'], number, RegExp])[] = [
  [
    'minute',
    MINUTE,
    /^(?:minutes?|mins?|m|минут[ауы]?|мин|хвилин[аиу]?|хв|دقیقه|دقيقه|دقیقې|دقيقة|دقائق|منٹ|minuten?|minutos?|minuti|dakika|минут|分|分钟|分前)$/iu,
  ],
  [
    'hour',
    HOUR,
    /^(?:hours?|hrs?|h|час(?:а|ов)?|годин[аиу]?|год|ساعت|ساعته|ساعته|ساعة|ساعات|گھنٹے|گھنٹہ|stunden?|std|heures?|horas?|ore|saat|соат|小时|時間)$/iu,
  ],
  [
    'day',
    DAY,
    /^(?:days?|d|день|дня|дней|дн|дні|днів|روز|ورځې|ورځ|يوم|أيام|ايام|یوم|دن|tage?n?|jours?|días?|dias?|giorni|gün|рӯз|天|日)$/iu,
  ],
  [
    'week',
    7 * DAY,
    /^(?:weeks?|недел[яиюь]|тиж\p{L}*|هفته|اونۍ|أسابيع|أسبوع|ہفتے|wochen?|semaines?|semanas?|hafta)$/iu,
  ],
  [
    'month',
    30 * DAY,
    /^(?:months?|месяц(?:а|ев)?|місяц\p{L}*|ماه|میاشتې|أشهر|شهر|ماہ|monate?n?|mois|meses|mês|ay)$/iu,
  ],
];
const AGO =
  /\bago\b|назад|тому|پیش|قبل|مخکې|منذ|پہلے|\bvor\b|\bil y a\b|\bhace\b|\bhá\b|\bfa\b|önce|муқаддам|前/iu;

// The Arabic dual carries its number in the noun.
const DUALS: readonly (readonly [RegExp, RelativeDate['unit'], number])[] = [
  [/منذ ساعتين/u, 'hour', 2 * HOUR],
  [/منذ دقيقتين/u, 'minute', 2 * MINUTE],
  [/منذ يومين/u, 'day', 2 * DAY],
  [/منذ أسبوعين/u, 'week', 14 * DAY],
  [/منذ ساعة/u, 'hour', HOUR],
  [/منذ يوم/u, 'day', DAY],
  [/(?:^|\s)(?:an?|one) hour ago|час назад|годину тому|vor einer stunde/iu, 'hour', HOUR],
  [/(?:^|\s)(?:an?|one) day ago/iu, 'day', DAY],
];

const TODAY =
  /^(?:today|сегодня|сьогодні|امروز|نن|اليوم|آج|heute|aujourd'hui|hoy|hoje|oggi|bugün|бүгін|имрӯз)(?!\p{L})|(?:^|[\s,،])(?:сегодня|сьогодні|امروز|اليوم)(?!\p{L})/iu;
const YESTERDAY =
  /^(?:yesterday|вчера|вчора|учора|دیروز|پرون|أمس|امس|کل|gestern|hier|ayer|ontem|ieri|dün|дирӯз)(?!\p{L})|(?:^|[\s,،])(?:вчера|دیروز|أمس)(?!\p{L})/iu;
const JUST_NOW = /^(?:just now|moments? ago|только что|щойно|همین الان|الآن|gerade eben|à l'instant)/iu;

/** "2 hours ago", «вчера», «دیروز», «منذ ساعتين»; null where the text says no such thing. */
export function readRelative(text: string): RelativeDate | null {
  const short = text.slice(0, 80).trim();
  if (JUST_NOW.test(short)) return { agoMs: 0, unit: 'minute' };
  for (const [pattern, unit, agoMs] of DUALS) if (pattern.test(short)) return { agoMs, unit };
  if (AGO.test(short)) {
    const match = /(\d{1,3})\s*(\p{L}+)/u.exec(short);
    const unit = UNITS.find(([, , pattern]) => pattern.test(match?.[2] ?? ''));
    if (match !== null && unit !== undefined) return { agoMs: Number(match[1]) * unit[1], unit: unit[0] };
  }
  if (YESTERDAY.test(short)) return { agoMs: DAY, unit: 'named-day' };
  if (TODAY.test(short)) return { agoMs: 0, unit: 'named-day' };
  return null;
}
