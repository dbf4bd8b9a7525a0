import { type RawBuilder, sql } from 'kysely';

/** A value for a jsonb column; said explicitly, since `pg` would turn an array into a PostgreSQL array. */
export function json<T>(value: T): RawBuilder<T> {
  return sql<T>`${JSON.stringify(value)}::jsonb`;
}

/**
 * JSON that PostgreSQL takes: its texts hold neither U+0000 nor halves of surrogate pairs, which JSON.stringify writes as escapes.
 * The first become spaces, the second U+FFFD; either is one UTF-16 unit, so that offsets stay.
 */
export function storableJson(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes(String.raw`\u0000`) && !text.includes(String.raw`\ud`)) return text;
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'string' ? part.toWellFormed().replaceAll('\0', ' ') : part,
  );
}
