/** No site may put itself off for longer: a mistaken date a year ahead would end its coverage in silence. */
const MAX_MS = 24 * 3_600_000;

/** Reads a Retry-After header, seconds or HTTP date: milliseconds from now, at most a day; undefined when absent or unreadable. */
export function retryAfterMs(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, MAX_MS);
  if (!/^[A-Za-z]{3,9},? /.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at - now.getTime(), 0), MAX_MS);
}
