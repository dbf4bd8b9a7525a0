import type { SendRequest } from '@khabar/alert';
import { retryAfterMs, type WebClient } from '@khabar/fetch';

const TIMEOUT_MS = 20_000;
const MAX_REPLY_BYTES = 16 * 1024;

/** Sends alert messages through the guarded client: no redirect is followed, little of the reply is read. */
export function openSend(client: WebClient, now: () => Date): SendRequest {
  return async (request) => {
    const answer = await client.send({
      ...request,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_REPLY_BYTES,
      truncate: true,
    });
    if (answer.kind === 'failed') return { failed: answer.detail };
    const wait = retryAfterMs(answer.headers['retry-after'], now());
    return {
      status: answer.status,
      text: new TextDecoder().decode(answer.body),
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    };
  };
}
