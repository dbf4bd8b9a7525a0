import { decideAlerts, sweep, type SweptRule, type UndecidedAlert } from '@khabar/alert';
import type { Alert } from '@khabar/article';
import { entityResolver } from '@khabar/process';
import { readSearchParams, type SearchDocument } from '@khabar/search';
import type { AlertRuleRow, Records } from '@khabar/store';

import type { PipelineParts } from '../pipeline-parts.ts';
import { addMessages } from './send-due-alerts.ts';

export interface SweepParts extends Pick<PipelineParts, 'store' | 'now' | 'onEvent'> {
  readonly relay: Pick<PipelineParts['relay'], 'kick'>;
  readonly search: Pick<PipelineParts['search'], 'ids'>;
  readonly registry: Parameters<typeof entityResolver>[0];
  readonly metrics: Pick<PipelineParts['metrics'], 'alerts'>;
}

/**
 * Holds a batch that is in the index now against every active rule. What was decided of each new match goes to the ledger and, in the
 * same transaction, what is sent at once to the outbox: a crash at any point neither loses an alert nor repeats it.
 */
export async function sweepBatch(documents: readonly SearchDocument[], parts: SweepParts): Promise<void> {
  const { store } = parts;
  if (documents.length === 0) return;
  const rules = (await store.alerts.rules()).filter((rule) => rule.active);
  if (rules.length === 0) return;
  const matches = await matchesOf(documents, rules, parts);
  if (matches.length === 0) return;
  const now = parts.now();
  const told = await store.transaction(async (records) => {
    const decided = await decide(matches, { rules, now }, records);
    await records.alerts.record(decided);
    const met = new Set(decided.map(({ ruleId }) => ruleId));
    for (const rule of rules.filter(({ id }) => met.has(id))) {
      const fired = decided.filter(({ ruleId, decision }) => ruleId === rule.id && decision === 'fired');
      await addMessages(
        { rule, articleIds: fired.map(({ articleId }) => articleId), now: now.toISOString() },
        records,
      );
    }
    return decided.filter(({ decision }) => decision !== 'duplicate' && decision !== 'muted');
  });
  parts.metrics.alerts(told.length);
  for (const { ruleId, articleId } of told) parts.onEvent?.({ kind: 'alert', ruleId, articleId });
  parts.relay.kick();
}

async function matchesOf(
  documents: readonly SearchDocument[],
  rules: readonly AlertRuleRow[],
  parts: SweepParts,
): Promise<UndecidedAlert[]> {
  const { store, search } = parts;
  const updated = await store.articles.updatedAt(documents.map((document) => document.id));
  const batch = documents.flatMap((document) => {
    const { id, title, text, storyId } = document;
    const updatedAt = updated.get(id);
    return updatedAt === undefined ? [] : [{ id, title, text, storyId, updatedAt, document }];
  });
  const saved = new Map((await store.savedSearches.list()).map((one) => [one.name.toLowerCase(), one.query]));
  const findSaved = (name: string): string | undefined => saved.get(name.toLowerCase());
  const findMatching = async (rule: SweptRule, ids: readonly string[]): Promise<string[]> => {
    const read = readSearchParams({ from: '1900', ...rule.params, q: rule.query }, parts.now(), findSaved);
    const found: string[] = [];
    for await (const page of search.ids({
      query: read.request.query,
      filters: { ...read.request.filters, ids },
    }))
      found.push(...page);
    return found;
  };
  return sweep(batch, rules, {
    findMatching,
    now: parts.now,
    mentions: (ids) => store.tags.mentions(ids),
    resolveEntity: entityResolver(parts.registry),
    findSaved,
  });
}

async function decide(
  matches: readonly UndecidedAlert[],
  asked: { readonly rules: readonly AlertRuleRow[]; readonly now: Date },
  records: Records,
): Promise<Alert[]> {
  const { alerts } = records;
  const ruleIds = Array.from(new Set(matches.map(({ ruleId }) => ruleId)));
  await alerts.lockRules(ruleIds);
  const known = await alerts.decided(
    ruleIds,
    matches.map(({ articleId }) => articleId),
  );
  const fresh = matches.filter(({ ruleId, articleId }) => !known.has(`${ruleId} ${articleId}`));
  const told = await alerts.toldStories(
    ruleIds,
    fresh.map(({ storyId }) => storyId),
  );
  const groups = await alerts.openGroups(ruleIds, asked.now.toISOString());
  const met = new Set(fresh.map(({ ruleId }) => ruleId));
  return asked.rules
    .filter(({ id }) => met.has(id))
    .flatMap((rule) => {
      const open = groups.get(rule.id);
      return decideAlerts(
        fresh.filter(({ ruleId }) => ruleId === rule.id),
        rule,
        {
          now: asked.now,
          told: (storyId) => told.get(`${rule.id} ${storyId}`),
          openGroup: open === undefined ? null : new Date(open),
        },
      );
    });
}
