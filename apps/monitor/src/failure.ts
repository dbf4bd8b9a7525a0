import { type ErrorCode, KhabarError } from '@khabar/article';

/** Exit codes: 1, the work failed; 2, what was asked or handed in cannot be used. */
export const EXIT = { ok: 0, failed: 1, usage: 2 } as const;

const BAD_INPUT: ReadonlySet<ErrorCode> = new Set([
  'CONFIG_INVALID',
  'INPUT_MISSING',
  'INPUT_INVALID',
  'INPUT_TOO_LARGE',
  'NOT_FOUND',
]);

/** Exit code of a command that ended with this error. */
export function exitCodeOf(error: unknown): number {
  return error instanceof KhabarError && BAD_INPUT.has(error.code) ? EXIT.usage : EXIT.failed;
}

/** One line, or several, for a person; the message of a KhabarError names the thing, the limit and the value. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof KhabarError) return error.message;
  const path = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return SYSTEM_MESSAGES[code] === undefined ? error.message : `${path}${SYSTEM_MESSAGES[code]} (${code})`;
}

const SYSTEM_MESSAGES: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'not allowed to this user',
  EPERM: 'not allowed to this user',
  EISDIR: 'is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EMFILE: 'too many open files',
  ELOOP: 'links lead in a circle',
};

/** A file-system error as a KhabarError that names the path. */
export function fileError(path: string, cause: unknown): KhabarError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const words = SYSTEM_MESSAGES[code] ?? (cause instanceof Error ? cause.message : String(cause));
  const kind = code === 'ENOSPC' || code === 'EDQUOT' ? 'STORE_DISK_FULL' : 'INPUT_MISSING';
  return new KhabarError(kind, `${path}: ${words}`, { cause });
}
