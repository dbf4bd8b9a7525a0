import {
  deliverWebhook,
  MAX_ARTICLES,
  retryAfter,
  type WebhookArticle,
  type WebhookMessage,
} from '@khabar/alert';
import type { DeliveryRow } from '@khabar/store';

import type { PipelineParts } from '../pipeline-parts.ts';

/** One try of one delivery. A failed one comes back by its own time (`dueDeliveries`), so the queue never retries it. */
export async function deliver(deliveryId: string, parts: PipelineParts): Promise<void> {
  const { store } = parts;
  const delivery = await store.alerts.delivery(deliveryId);
  if (delivery === undefined || delivery.state === 'delivered' || delivery.state === 'failed') return;
  const channel = await store.alerts.channel(delivery.channel_id);
  const rule = (await store.alerts.rules()).find(({ id }) => id === delivery.rule_id);
  if (channel === undefined || rule === undefined || channel.config.kind !== 'webhook') return;
  if (!channel.active) {
    await store.alerts.deliveryTried(deliveryId, {
      state: 'failed',
      status: 'the channel is off',
      nextAt: null,
    });
    return;
  }
  const message = await messageOf(delivery, rule, parts);
  const result = await deliverWebhook(channel.config, message, { post: parts.post, now: parts.now });
  const now = parts.now();
  parts.metrics.deliveries({ outcome: result.kind });
  switch (result.kind) {
    case 'delivered':
      await store.alerts.deliveryTried(deliveryId, {
        state: 'delivered',
        status: result.status,
        nextAt: null,
      });
      await store.alerts.channelAnswered(channel.id, {
        status: result.status,
        active: true,
        at: now.toISOString(),
      });
      return;
    case 'disabled':
      await store.alerts.deliveryTried(deliveryId, { state: 'failed', status: result.status, nextAt: null });
      await store.alerts.channelAnswered(channel.id, {
        status: result.status,
        active: false,
        at: now.toISOString(),
      });
      return;
    case 'retry': {
      const scheduled = retryAfter(delivery.attempts + 1, Math.random);
      const waitMs = scheduled === null ? null : Math.max(scheduled, result.retryAfterMs ?? 0);
      await store.alerts.deliveryTried(deliveryId, {
        state: waitMs === null ? 'failed' : 'retrying',
        status: result.status,
        nextAt: waitMs === null ? null : new Date(now.getTime() + waitMs).toISOString(),
      });
      await store.alerts.channelAnswered(channel.id, {
        status: result.status,
        active: waitMs !== null,
        at: now.toISOString(),
      });
    }
  }
}

async function messageOf(
  delivery: DeliveryRow,
  rule: { id: string; name: string; query: string },
  parts: PipelineParts,
): Promise<WebhookMessage> {
  const { store } = parts;
  const shown = delivery.article_ids.slice(0, MAX_ARTICLES);
  const articles = await store.articles.getMany(shown);
  const stances = await store.tags.stances(shown);
  const ledger = await store.db
    .selectFrom('alerts')
    .select(['article_id', 'matched'])
    .where('rule_id', '=', rule.id)
    .where('article_id', 'in', shown.length === 0 ? [''] : shown)
    .execute();
  const matched = new Map(ledger.map((row) => [row.article_id, row.matched]));
  const base = parts.publicUrl();
  return {
    id: delivery.id,
    at: new Date(delivery.created_at),
    alert: { id: rule.id, name: rule.name, url: `${base}/search?q=${encodeURIComponent(rule.query)}` },
    count: delivery.article_ids.length,
    articles: articles.map((article): WebhookArticle => ({
      id: article.id,
      url: `${base}/articles/${article.id}`,
      originalUrl: article.url,
      title: article.title,
      lang: article.language,
      source: article.outlet_id,
      publishedAt: article.published_at,
      matched: (matched.get(article.id) ?? []).map(({ field, text }) => ({ field, text })),
      stance: (stances.get(article.id) ?? []).map(({ holder, target, label, evidence }) => ({
        holder,
        target,
        label,
        evidence: evidence.text,
      })),
    })),
  };
}
