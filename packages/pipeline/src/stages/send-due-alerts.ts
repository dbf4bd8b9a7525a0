import type { AlertRuleRow, Records } from '@khabar/store';

import type { PipelineParts } from '../pipeline-parts.ts';

const RULES_A_TIME = 200;

/**
 * Makes the messages of groups, digests, and what waited for quiet hours or a snooze to end. Each rule's in one transaction with the
 * outbox: a kill at any point leaves every article waiting, or in just one message.
 */
export async function sendDueAlerts(
  parts: Pick<PipelineParts, 'store' | 'now'> & { readonly relay: Pick<PipelineParts['relay'], 'kick'> },
): Promise<number> {
  const { store } = parts;
  const now = parts.now().toISOString();
  const due = await store.alerts.dueRules(now, RULES_A_TIME);
  if (due.length === 0) return 0;
  const rules = new Map((await store.alerts.rules()).map((rule) => [rule.id, rule]));
  let sent = 0;
  for (const ruleId of due) {
    const rule = rules.get(ruleId);
    if (rule === undefined) continue;
    sent += await store.transaction(async (records) => {
      await records.alerts.lockRules([ruleId]);
      const articleIds = await records.alerts.takeDue(ruleId, now);
      await addMessages({ rule, articleIds, now }, records);
      return articleIds.length;
    });
  }
  parts.relay.kick();
  return sent;
}

/** One message to each channel of a rule; what is over its cap is counted in it, not shown. */
export async function addMessages(
  message: {
    readonly rule: Pick<AlertRuleRow, 'id' | 'channels' | 'timing'>;
    readonly articleIds: readonly string[];
    readonly now: string;
  },
  records: Records,
): Promise<void> {
  const { rule, articleIds, now } = message;
  if (articleIds.length === 0) return;
  const jobs: { job: string; payload: unknown }[] = [];
  for (const channelId of rule.channels) {
    const deliveryId = await records.alerts.addDelivery({ ruleId: rule.id, channelId, articleIds }, now);
    jobs.push({ job: 'deliver', payload: { deliveryId } });
  }
  if (rule.timing !== null) await records.alerts.markCapped(rule.id, articleIds.slice(rule.timing.cap));
  await records.outbox.add(jobs, now);
}
