/** For how many milliseconds an answer may be used without asking again (RFC 9111 section 4.2.1); 0 where it does not say. */
export function freshForMs(headers: Readonly<Record<string, string>>, now: Date): number {
  const control = headers['cache-control'] ?? '';
  if (/\bno-(store|cache)\b/i.test(control)) return 0;
  const age = Math.max(0, Number(headers['age'] ?? 0) || 0);
  const maxAge = /\bmax-age\s*=\s*"?(\d+)/i.exec(control)?.[1];
  if (maxAge !== undefined) return Math.max(0, Number(maxAge) - age) * 1000;
  const expires = Date.parse(headers['expires'] ?? '');
  if (Number.isNaN(expires)) return 0;
  const date = Date.parse(headers['date'] ?? '');
  return Math.max(0, expires - (Number.isNaN(date) ? now.getTime() : date));
}
