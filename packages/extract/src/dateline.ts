/** Place and agency in front of a report: "MOSCOW (Kubha News) –", «КАБУЛ, 5 мая — Хабар.», «کابل (خبرگزاری کبها):». */
export interface Dateline {
  readonly place: string | null;
  readonly outlet: string | null;
}

const DASH = '[–—―-]{1,2}';
const PATTERNS: readonly RegExp[] = [
  // MOSCOW (Kubha News) – ; Kabul, May 5 (Reuters) - ; کابل (باختر) -
  new RegExp(
    `^(?<place>\\p{L}[\\p{L}\\p{M}'’. \\u200C-]{1,40}?)(?:[,،][^()]{0,40})? ?\\((?<outlet>[^()]{2,50})\\) ?(?:${DASH}|[:.])\\s`,
    'u',
  ),
  // (Kubha News) –
  new RegExp(`^\\((?<outlet>[^()]{2,50})\\) ?(?:${DASH}|:)\\s`, 'u'),
  // МОСКВА, 5 мая — РИА Хабар. ; МОСКВА, 5 мая. /ТАСС/.
  new RegExp(
    `^(?<place>\\p{Lu}[\\p{Lu}\\p{L} -]{1,40}),? [^.()/]{0,20}?(?:${DASH}) ?(?<outlet>\\p{Lu}[\\p{L}. "«»-]{1,30}?)\\.\\s`,
    'u',
  ),
  new RegExp('^(?<place>\\p{Lu}[\\p{L} -]{1,40}),? [^/()]{0,25}/(?<outlet>[^/]{2,40})/\\.?\\s', 'u'),
  // KABUL – ; KABUL, Afghanistan —
  new RegExp(
    `^(?<place>\\p{Lu}[\\p{Lu}'’. -]{2,40})(?:, \\p{L}[\\p{L}. ]{1,30})? ?(?:–|—|--| -) ?(?=\\p{L}|["“«])`,
    'u',
  ),
];

/** Reads the dateline at the beginning of a text; the text itself stays as it is. */
export function readDateline(text: string): Dateline {
  const start = text.slice(0, 160);
  for (const pattern of PATTERNS) {
    const groups = pattern.exec(start)?.groups;
    if (groups === undefined) continue;
    return { place: groups['place']?.trim() ?? null, outlet: groups['outlet']?.trim() ?? null };
  }
  return { place: null, outlet: null };
}
