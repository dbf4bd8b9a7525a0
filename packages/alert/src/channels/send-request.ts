import { KhabarError } from '@khabar/article';

import type { DeliveryResult } from '../webhook.ts';

export interface ChannelRequest {
  readonly url: string;
  readonly method: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type ChannelAnswer =
  | { readonly status: number; readonly retryAfterMs?: number; readonly text: string }
  | { readonly failed: string };

/** Sends bytes through the address guard, follows no redirect, and never throws for what the other side does. */
export type SendRequest = (request: ChannelRequest) => Promise<ChannelAnswer>;

/** One try, with what was sent (without secrets) and what came back. */
export interface Attempt {
  readonly result: DeliveryResult;
  readonly sent: string;
  /** First lines of the answer; what it repeats of the secret is taken out. */
  readonly reply: string;
  readonly status: number | null;
}

/** How a service says "do not come again" and "come later" in its own words. */
export interface AnswerRules {
  /** Reason, or undefined: try again. */
  readonly gone: (status: number, text: string) => string | undefined;
  /** Waiting time that the body names. */
  readonly waitMs?: (text: string) => number | undefined;
}

const REPLY_LETTERS = 500;
const MAX_WAIT_MS = 24 * 60 * 60_000;

/** Sends a JSON request once and judges the answer: 2xx is success, `gone` ends the channel, everything else is tried again. */
export async function attempt(
  request: { readonly url: string; readonly method?: 'PUT'; readonly token?: string; readonly json: unknown },
  deps: { readonly send: SendRequest; readonly secret: string | undefined },
  rules: AnswerRules,
): Promise<Attempt> {
  const sent = JSON.stringify(request.json);
  const answer = await deps.send({
    url: request.url,
    method: request.method ?? 'POST',
    headers: {
      'content-type': 'application/json',
      ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
    },
    body: sent,
  });
  const hide = (text: string): string => withoutSecret(text, deps.secret);
  if ('failed' in answer)
    return {
      result: { kind: 'retry', status: hide(answer.failed) },
      sent: hide(sent),
      reply: '',
      status: null,
    };
  const { status, text } = answer;
  const shown = { sent: hide(sent), reply: hide(text).slice(0, REPLY_LETTERS), status };
  if (status >= 200 && status < 300 && status !== 204)
    return { ...shown, result: { kind: 'delivered', status: String(status) } };
  const reason = rules.gone(status, text);
  if (reason !== undefined) return { ...shown, result: { kind: 'disabled', status: `${status}: ${reason}` } };
  if (status === 204) return { ...shown, result: { kind: 'delivered', status: '204' } };
  const wait = rules.waitMs?.(text) ?? answer.retryAfterMs;
  return {
    ...shown,
    result: {
      kind: 'retry',
      status: `HTTP ${status}`,
      ...(wait === undefined ? {} : { retryAfterMs: Math.min(Math.max(wait, 0), MAX_WAIT_MS) }),
    },
  };
}

/** A secret, as it is and as an address writes it, is never kept with what was said. */
export function withoutSecret(text: string, secret: string | undefined): string {
  if (secret === undefined || secret === '') return text;
  return text.replaceAll(secret, '***').replaceAll(encodeURIComponent(secret), '***');
}

/** `server` without what follows its path, joined with `path`. Throws KhabarError CONFIG_INVALID for what is no web address. */
export function endpoint(server: string, path: string): string {
  const url = URL.parse(server);
  if (url === null) throw new KhabarError('CONFIG_INVALID', 'channel: the server is not a web address');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}${path}`;
}

/** A number that a JSON answer holds under these keys. */
export function numberIn(text: string, ...keys: readonly string[]): number | undefined {
  try {
    let value: unknown = JSON.parse(text);
    for (const key of keys) {
      if (typeof value !== 'object' || value === null) return undefined;
      value = new Map<string, unknown>(Object.entries(value)).get(key);
    }
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
