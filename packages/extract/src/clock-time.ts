/** A time of day; `offset` in minutes ahead of UTC, null where the text names no zone. */
export interface ClockTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly offset: number | null;
}

const ZONES: Readonly<Record<string, number>> = {
  z: 0,
  utc: 0,
  gmt: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  bst: 60,
  cet: 60,
  cest: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  мск: 180,
  aft: 270,
  ist: 330,
  pkt: 300,
  jst: 540,
  kst: 540,
  et: -300,
  pt: -480,
};

const CLOCK =
  /(?<![\d.:])(\d{1,2})[:：٫](\d{2})(?:[:](\d{2})(?:[.,]\d+)?)?(?!\d)\s*(a\.?m\b\.?|p\.?m\b\.?|ق\.? ?ظ|ب\.? ?ظ|صباحا|مساء|ص(?!\p{L})|م(?!\p{L}))?\s*(?:\(?(z\b|utc|gmt|[ecmp][sd]t|bst|cest|cet|eest|eet|msk|мск|aft|pkt|jst|kst)?\s*([+-]\d{1,2}:?(?:\d{2})?)?)?/iu;
const COMPACT = /^T?(\d{2})(\d{2})(\d{2})?\s*(z|[+-]\d{2}:?\d{2})?/i;
const WORD_CLOCK =
  /(?:T| |,|at|um|ساعت|الساعة|в|в)\s*(\d{1,2})(?:h|[.](?=\d{2}(?!\.?\d)))(\d{2})?(?!\d)\s*(?:uhr)?/iu;

/** Clock time after the date, else anywhere in the text. */
export function clockIn(rest: string, whole: string): ClockTime | null {
  const compact = /^T?\d{4,6}(?!\d|[:.]\d)/.test(rest) ? COMPACT.exec(rest) : null;
  if (compact !== null)
    return clockOf({
      hour: compact[1],
      minute: compact[2],
      second: compact[3],
      half: undefined,
      zone: undefined,
      offset: compact[4],
    });
  const match = CLOCK.exec(rest) ?? CLOCK.exec(whole);
  if (match !== null)
    return clockOf({
      hour: match[1],
      minute: match[2],
      second: match[3],
      half: match[4],
      zone: match[5],
      offset: match[6],
    });
  const meridiem = /(?<![\d.:])(\d{1,2})\s*([ap])\.?m\b/i.exec(rest);
  if (meridiem !== null)
    return clockOf({
      hour: meridiem[1],
      minute: '00',
      second: undefined,
      half: `${meridiem[2] ?? ''}m`,
      zone: undefined,
      offset: undefined,
    });
  const words = WORD_CLOCK.exec(rest);
  if (words !== null)
    return clockOf({
      hour: words[1],
      minute: words[2] ?? '00',
      second: undefined,
      half: undefined,
      zone: undefined,
      offset: undefined,
    });
  return null;
}

function clockOf(
  parts: Record<'hour' | 'minute' | 'second' | 'half' | 'zone' | 'offset', string | undefined>,
): ClockTime | null {
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
