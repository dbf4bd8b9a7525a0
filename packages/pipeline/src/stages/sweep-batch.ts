import { sweep, type SweptRule } from '@khabar/alert';
import { readSearchParams, type SearchDocument } from '@khabar/search';

import type { PipelineParts } from '../pipeline-parts.ts';

/** Holds a batch that is in the index now against every active rule; what is new goes to the ledger and, with it, to the channels. */
export async function sweepBatch(documents: readonly SearchDocument[], parts: PipelineParts): Promise<void> {
  const { store, search } = parts;
  const rules = (await store.alerts.rules()).filter((rule) => rule.active);
  if (rules.length === 0 || documents.length === 0) return;
  const updated = await store.articles.updatedAt(documents.map((document) => document.id));
  const batch = documents.flatMap(({ id, title, text }) => {
    const updatedAt = updated.get(id);
    return updatedAt === undefined ? [] : [{ id, title, text, updatedAt }];
  });
  const saved = new Map((await store.savedSearches.list()).map((one) => [one.name.toLowerCase(), one.query]));
  const findMatching = async (rule: SweptRule, ids: readonly string[]): Promise<string[]> => {
    const read = readSearchParams({ from: '1900', ...rule.params, q: rule.query }, parts.now(), (name) =>
      saved.get(name.toLowerCase()),
    );
    const found: string[] = [];
    for await (const page of search.ids({
      query: read.request.query,
      filters: { ...read.request.filters, ids },
    }))
      found.push(...page);
    return found;
  };
  const alerts = await sweep(batch, rules, { findMatching, now: parts.now });
  if (alerts.length === 0) return;
  const at = parts.now().toISOString();
  const added = await store.transaction(async (records) => {
    const fresh = await records.alerts.record(alerts);
    const jobs: { job: string; payload: unknown }[] = [];
    for (const rule of rules) {
      const articleIds = fresh.filter((alert) => alert.ruleId === rule.id).map((alert) => alert.articleId);
      if (articleIds.length === 0) continue;
      for (const channelId of rule.channels) {
        const deliveryId = await records.alerts.addDelivery({ ruleId: rule.id, channelId, articleIds }, at);
        jobs.push({ job: 'deliver', payload: { deliveryId } });
      }
    }
    await records.outbox.add(jobs, at);
    return fresh;
  });
  parts.metrics.alerts(added.length);
  for (const alert of added)
    parts.onEvent?.({ kind: 'alert', ruleId: alert.ruleId, articleId: alert.articleId });
  parts.relay.kick();
}
