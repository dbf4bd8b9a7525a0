import { type Attempt, deliverTo, retryAfter } from '@khabar/alert';
import type { ChannelConfig } from '@khabar/article';
import type { ChannelRow, DeliveryRow } from '@khabar/store';

import type { PipelineParts } from '../pipeline-parts.ts';
import { alertMessage } from './alert-message.ts';

/** A channel whose slots are taken is asked again after this long. */
const BUSY_MS = 5000;
/** Kept of what was sent, for the log. */
const BODY_LETTERS = 20_000;

/** One try of one delivery. A failed one comes back by its own time (`claimDueDeliveries`), so the queue never retries it. */
export async function deliver(deliveryId: string, parts: PipelineParts): Promise<void> {
  const { store } = parts;
  const delivery = await store.alerts.delivery(deliveryId);
  if (delivery === undefined || delivery.state === 'delivered' || delivery.state === 'failed') return;
  const channel = await store.alerts.channel(delivery.channel_id);
  const rule = (await store.alerts.rules()).find(({ id }) => id === delivery.rule_id);
  if (channel === undefined || rule === undefined || channel.config.kind === 'feed') return;
  if (!channel.active || channel.removed_at !== null) {
    const status = channel.removed_at === null ? 'the channel is off' : 'the channel was removed';
    await store.alerts.deliveryTried(deliveryId, { state: 'failed', status, nextAt: null });
    return;
  }
  const giveBack = parts.channelSlots.take(channel.id);
  if (giveBack === null) {
    await store.alerts.postponeDelivery(deliveryId, new Date(parts.now().getTime() + BUSY_MS).toISOString());
    return;
  }
  try {
    const message = await alertMessage(delivery, rule, parts);
    const attempt = await deliverTo(openedConfig(channel, parts), message, {
      send: parts.send,
      now: parts.now,
      mailer: parts.mailer,
      unsubscribeUrl: (to) => unsubscribeUrl({ ruleId: rule.id, channelId: channel.id, to }, parts),
      passedOver: new Set([...delivery.sent_to, ...(await store.alerts.optedOut(rule.id, channel.id))]),
      onTaken: (to) => store.alerts.deliveryTaken(deliveryId, to),
    });
    await keep(attempt, { delivery, channel }, parts);
  } finally {
    giveBack();
  }
}

async function keep(
  attempt: Attempt,
  tried: { readonly delivery: DeliveryRow; readonly channel: ChannelRow },
  parts: PipelineParts,
): Promise<void> {
  const { store } = parts;
  const { delivery, channel } = tried;
  const { result } = attempt;
  const now = parts.now();
  parts.metrics.deliveries({ outcome: result.kind });
  const log = { status: result.status, body: attempt.sent.slice(0, BODY_LETTERS), reply: attempt.reply };
  const answered = (active: boolean): Promise<void> =>
    store.alerts.channelAnswered(channel.id, { status: result.status, active, at: now.toISOString() });
  switch (result.kind) {
    case 'delivered':
      await store.alerts.deliveryTried(delivery.id, { ...log, state: 'delivered', nextAt: null });
      await answered(true);
      return;
    case 'disabled':
      await store.alerts.deliveryTried(delivery.id, { ...log, state: 'failed', nextAt: null });
      await answered(false);
      return;
    case 'retry': {
      const scheduled = retryAfter(delivery.attempts + 1, Math.random);
      const waitMs = scheduled === null ? null : Math.max(scheduled, result.retryAfterMs ?? 0);
      await store.alerts.deliveryTried(delivery.id, {
        ...log,
        state: waitMs === null ? 'failed' : 'retrying',
        nextAt: waitMs === null ? null : new Date(now.getTime() + waitMs).toISOString(),
      });
      await answered(waitMs !== null);
    }
  }
}

/** Settings of a channel with their secret open. */
export function openedConfig(
  channel: Pick<ChannelRow, 'id' | 'config'>,
  parts: Pick<PipelineParts, 'secrets'>,
): ChannelConfig {
  const { config } = channel;
  if (!('secret' in config) || config.secret === undefined) return config;
  return { ...config, secret: parts.secrets.open(config.secret, `channel ${channel.id}`) };
}

/** Address at which one person ends the letters of one rule; it holds nothing that can be read or changed. */
export function unsubscribeUrl(
  choice: { readonly ruleId: string; readonly channelId: string; readonly to: string },
  parts: Pick<PipelineParts, 'secrets' | 'publicUrl'>,
): string {
  const token = parts.secrets.seal(JSON.stringify(choice), 'unsubscribe');
  return `${parts.publicUrl()}/unsubscribe/${token.split(':').at(-1) ?? ''}`;
}
