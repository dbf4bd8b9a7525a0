import { type ErrorCode, KhabarError } from '@khabar/article';
import { storeError } from '@khabar/store';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

import type { Problem } from './schemas.ts';

const STATUS: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  CONFIG_INVALID: 400,
  INPUT_MISSING: 400,
  INPUT_INVALID: 400,
  INPUT_TOO_LARGE: 413,
  NOT_FOUND: 404,
  CONFLICT: 409,
  FORBIDDEN: 403,
  PORT_BUSY: 500,
  STORE_LOCKED: 503,
  STORE_VERSION: 500,
  STORE_DISK_FULL: 503,
  STORE_UNAVAILABLE: 503,
  QUEUE_UNAVAILABLE: 503,
  QUEUE_MISCONFIGURED: 500,
  SEARCH_UNAVAILABLE: 503,
  FETCH_REFUSED: 422,
  FETCH_FAILED: 422,
  EXTRACT_FAILED: 422,
  TAG_FAILED: 422,
  DELIVERY_FAILED: 502,
  ASSIST_FAILED: 502,
  TIMEOUT: 504,
  CANCELLED: 503,
  INTERNAL: 500,
};

/** The one place where an error becomes an answer (RFC 9457). What is not ours is not explained: its text may hold what nobody should see. */
export function errorResponse(
  thrown: unknown,
  context: Context,
): { problem: Problem; status: ContentfulStatusCode } {
  const error = thrown instanceof KhabarError ? thrown : (storeError(thrown) ?? thrown);
  const requestId = context.get('requestId') ?? '';
  if (error instanceof KhabarError) {
    const status = STATUS[error.code];
    return {
      status,
      problem: problem({
        status,
        code: error.code,
        title: titleOf(status),
        detail: error.message,
        requestId,
      }),
    };
  }
  if (error instanceof HTTPException) {
    const { status } = error;
    return {
      status,
      problem: problem({
        status,
        code: 'HTTP',
        title: titleOf(status),
        detail: error.message === '' ? titleOf(status) : error.message,
        requestId,
      }),
    };
  }
  return {
    status: 500,
    problem: problem({
      status: 500,
      code: 'INTERNAL',
      title: titleOf(500),
      detail: 'Something went wrong here. The log of the server has the request id and the cause.',
      requestId,
    }),
  };
}

export function problem(parts: {
  status: number;
  code: string;
  title: string;
  detail: string;
  requestId: string;
  errors?: { parameter: string; message: string }[];
}): Problem {
  return { type: `urn:khabar:problem:${parts.code.toLowerCase().replaceAll('_', '-')}`, ...parts };
}

export function titleOf(status: number): string {
  const titles: Readonly<Record<number, string>> = {
    400: 'The request cannot be read',
    403: 'Not allowed',
    404: 'Not found',
    405: 'Method not allowed',
    409: 'Conflict',
    413: 'Too large',
    415: 'Media type not taken',
    422: 'Could not be done',
    429: 'Too many requests',
    500: 'Failed here',
    502: 'The other side failed',
    503: 'Not available now',
    504: 'Took too long',
  };
  return titles[status] ?? 'Failed';
}
