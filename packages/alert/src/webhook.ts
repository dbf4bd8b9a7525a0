import { KhabarError } from '@khabar/article';
import { Webhook } from 'standardwebhooks';

/** One article in a webhook message. */
export interface WebhookArticle {
  readonly id: string;
  /** Address in this installation. */
  readonly url: string;
  readonly originalUrl: string;
  readonly title: string;
  readonly lang: string;
  readonly source: string;
  readonly publishedAt: string | null;
  readonly matched: readonly { readonly field: 'title' | 'text'; readonly text: string }[];
  readonly stance: readonly {
    readonly holder: string;
    readonly target: string;
    readonly label: string;
    readonly evidence: string;
  }[];
}

export interface WebhookMessage {
  /** Stays the same over all tries, so that a receiver can tell a repetition. */
  readonly id: string;
  readonly at: Date;
  readonly alert: { readonly id: string; readonly name: string; readonly url: string };
  /** All that matched; `articles` holds the first of them. */
  readonly count: number;
  readonly articles: readonly WebhookArticle[];
}

/** Sends bytes through the address guard, follows no redirect, and never throws for what the other side does. */
export type Post = (
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
) => Promise<
  | { readonly status: number; readonly retryAfterMs?: number; readonly text: string }
  | { readonly failed: string }
>;

export type DeliveryResult =
  | { readonly kind: 'delivered'; readonly status: string }
  | { readonly kind: 'retry'; readonly status: string; readonly retryAfterMs?: number }
  /** The receiver says that it does not want any more (410). */
  | { readonly kind: 'disabled'; readonly status: string };

/** At most this many articles in one message; the rest is counted. */
export const MAX_ARTICLES = 20;

/** Signed request of a message, by the Standard Webhooks specification 1.0.0. Throws KhabarError CONFIG_INVALID for a secret that is none. */
export function webhookRequest(
  message: WebhookMessage,
  secret: string,
  now: Date,
): { body: string; headers: Record<string, string> } {
  const body = JSON.stringify({
    type: 'alert.matched',
    timestamp: message.at.toISOString(),
    data: {
      alert: message.alert,
      count: message.count,
      truncated: message.count > message.articles.length,
      articles: message.articles,
    },
  });
  try {
    const signature = new Webhook(secret).sign(message.id, now, body);
    return {
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': message.id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': signature,
      },
    };
  } catch (cause) {
    throw new KhabarError('CONFIG_INVALID', 'webhook: the secret must be whsec_ followed by base64', {
      cause,
    });
  }
}

/** One try. 2xx is success, 410 ends the channel, everything else (redirects too) is tried again. */
export async function deliverWebhook(
  channel: { url: string; secret: string },
  message: WebhookMessage,
  deps: { post: Post; now: () => Date },
): Promise<DeliveryResult> {
  const { body, headers } = webhookRequest(message, channel.secret, deps.now());
  const answer = await deps.post(channel.url, body, headers);
  if ('failed' in answer) return { kind: 'retry', status: answer.failed };
  if (answer.status >= 200 && answer.status < 300) return { kind: 'delivered', status: `${answer.status}` };
  if (answer.status === 410) return { kind: 'disabled', status: '410: the receiver does not want any more' };
  return {
    kind: 'retry',
    status: `HTTP ${answer.status}`,
    ...(answer.retryAfterMs === undefined ? {} : { retryAfterMs: answer.retryAfterMs }),
  };
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Waiting times after each failed try, as Standard Webhooks recommends; 75 h 35 min in all. */
export const RETRY_SCHEDULE_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];

/** Milliseconds until the next try after `attempts` failed ones, spread by up to a tenth; null: no further try. */
export function retryAfter(attempts: number, random: () => number): number | null {
  const wait = RETRY_SCHEDULE_MS[attempts - 1];
  return wait === undefined ? null : Math.round(wait * (0.95 + random() * 0.1));
}
