/** What can go wrong, in the words of the field; each code has one meaning everywhere (CLI exit, API status, job retry). */
export type ErrorCode =
  | 'CONFIG_INVALID'
  | 'INPUT_MISSING'
  | 'INPUT_INVALID'
  | 'INPUT_TOO_LARGE'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'FORBIDDEN'
  | 'PORT_BUSY'
  | 'STORE_LOCKED'
  | 'STORE_VERSION'
  | 'STORE_DISK_FULL'
  | 'STORE_UNAVAILABLE'
  | 'QUEUE_UNAVAILABLE'
  | 'QUEUE_MISCONFIGURED'
  | 'SEARCH_UNAVAILABLE'
  | 'FETCH_REFUSED'
  | 'FETCH_FAILED'
  | 'EXTRACT_FAILED'
  | 'TAG_FAILED'
  | 'DELIVERY_FAILED'
  | 'ASSIST_FAILED'
  | 'TIMEOUT'
  | 'CANCELLED'
  | 'INTERNAL';

export interface KhabarErrorOptions {
  /** `later`: the same work may succeed when tried again; `never`: it will fail again. Default `never`. */
  readonly retry?: 'later' | 'never';
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** The one error class. The message names the thing, the limit and the value; the thrower knows what failed, the one who handles it decides what follows. */
export class KhabarError extends Error {
  readonly code: ErrorCode;
  readonly retry: 'later' | 'never';
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: KhabarErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'KhabarError';
    this.code = code;
    this.retry = options.retry ?? 'never';
    this.retryAfterMs = options.retryAfterMs;
  }
}
