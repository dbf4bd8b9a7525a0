import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';

import { deliverWebhook, type Post, retryAfter, type WebhookMessage, webhookRequest } from './webhook.ts';

const SECRET = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`;
const NOW = new Date('2025-07-04T09:00:00Z');
const MESSAGE: WebhookMessage = {
  id: 'delivery-1',
  at: NOW,
  alert: { id: 'r1', name: 'Recognition', url: 'http://127.0.0.1:4600/search?q=recognition' },
  count: 3,
  articles: [
    {
      id: 'a1',
      url: 'http://127.0.0.1:4600/articles/a1',
      originalUrl: 'http://gazeta.example/1',
      title: 'Россия признала',
      lang: 'ru',
      source: 'Gazeta',
      publishedAt: null,
      matched: [{ field: 'title', text: 'Россия признала' }],
      stance: [],
    },
  ],
};
const deps = (post: Post) => ({ post, now: () => NOW });

test('the reference verifier accepts the signature and refuses a changed body', () => {
  const now = new Date();
  const { body, headers } = webhookRequest(MESSAGE, SECRET, now);
  expect(new Webhook(SECRET).verify(body, headers)).toMatchObject({
    type: 'alert.matched',
    data: { count: 3, truncated: true },
  });
  expect(() => new Webhook(SECRET).verify(`${body} `, headers)).toThrow();
});

test('a redirect is not success and is tried again', async () => {
  const result = await deliverWebhook(
    { url: 'https://hook.example/', secret: SECRET },
    MESSAGE,
    deps(async () => ({ status: 302, text: '' })),
  );
  expect(result).toEqual({ kind: 'retry', status: 'HTTP 302' });
});

test('410 ends the channel', async () => {
  const result = await deliverWebhook(
    { url: 'https://hook.example/', secret: SECRET },
    MESSAGE,
    deps(async () => ({ status: 410, text: '' })),
  );
  expect(result.kind).toBe('disabled');
});

test('Retry-After of a busy receiver is passed on', async () => {
  const result = await deliverWebhook(
    { url: 'https://hook.example/', secret: SECRET },
    MESSAGE,
    deps(async () => ({ status: 429, text: '', retryAfterMs: 90_000 })),
  );
  expect(result).toMatchObject({ kind: 'retry', retryAfterMs: 90_000 });
});

test('a secret that is none is named, not shown', () => {
  expect(() => webhookRequest(MESSAGE, 'whsec_###', NOW)).toThrow(/whsec_ followed by base64/);
});

test('tries are spread over three days and then end', () => {
  const waits = Array.from({ length: 9 }, (_, index) => retryAfter(index + 1, () => 0.5));
  expect(waits.reduce<number>((sum, wait) => sum + (wait ?? 0), 0)).toBe((75 * 60 + 35) * 60_000 + 5000);
  expect(retryAfter(10, () => 0.5)).toBeNull();
});
