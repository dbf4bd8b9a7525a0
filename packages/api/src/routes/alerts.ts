import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type AlertMute, AlertTiming, KhabarError } from '@khabar/article';
import { readSearchParams } from '@khabar/search';
import { LOCAL_USER } from '@khabar/store';
import { sql } from 'kysely';

import {
  answers,
  decodeCursor,
  encodeCursor,
  IdParam,
  notFound,
  referencesFor,
  savedQueries,
} from '../route-parts.ts';
import { AlertList, AlertPreview, AlertRuleList, AlertRuleView, Done } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { alertItems } from '../views/alert-items.ts';
import { feedAddresses } from '../views/feed-addresses.ts';
import { previewAlerts } from '../views/preview-alerts.ts';
import { ruleTroubles } from '../views/rule-troubles.ts';
import { savedSearchParams } from '../views/search-counts.ts';

const DAY_MS = 24 * 60 * 60_000;
const NewRule = z
  .object({ searchId: z.string(), channels: z.array(z.string()).default([]) })
  .openapi('NewAlertRule');
const RuleChange = z
  .object({
    active: z.boolean().optional(),
    channels: z.array(z.string()).optional(),
    timing: AlertTiming.nullable().optional(),
    /** Sends nothing before this time; null: sends again, at once what waited. */
    snoozeUntil: z.iso.datetime().nullable().optional(),
    /** Never match this name again. */
    mute: z.string().trim().min(1).max(200).optional(),
    /** Undoes that. */
    unmute: z.string().trim().min(1).max(200).optional(),
  })
  .openapi('AlertRuleChange');
const Preview = z
  .object({
    query: z.string().max(2000),
    params: z.record(z.string(), z.string()).default({}),
    ui: z.string().max(20).optional(),
  })
  .openapi('AlertPreviewRequest');

const rules = createRoute({
  method: 'get',
  path: '/alert-rules',
  summary: 'Alert rules',
  tags: ['Alerts'],
  responses: answers(AlertRuleList, 'By name'),
});
const addRule = createRoute({
  method: 'post',
  path: '/alert-rules',
  summary: 'Make a saved search an alert rule',
  tags: ['Alerts'],
  request: { body: { content: { 'application/json': { schema: NewRule } }, required: true } },
  responses: { ...answers(AlertRuleView, 'The rule'), ...notFound },
});
const changeRule = createRoute({
  method: 'patch',
  path: '/alert-rules/{id}',
  summary: 'Switch a rule on or off, choose its channels',
  tags: ['Alerts'],
  request: {
    params: IdParam,
    body: { content: { 'application/json': { schema: RuleChange } }, required: true },
  },
  responses: { ...answers(AlertRuleView, 'As it is now'), ...notFound },
});
const removeRule = createRoute({
  method: 'delete',
  path: '/alert-rules/{id}',
  summary: 'Remove a rule; the search stays',
  tags: ['Alerts'],
  request: { params: IdParam },
  responses: { ...answers(Done, 'Removed'), ...notFound },
});
const preview = createRoute({
  method: 'post',
  path: '/alert-rules/preview',
  summary: 'What a rule would have sent',
  tags: ['Alerts'],
  request: { body: { content: { 'application/json': { schema: Preview } }, required: true } },
  responses: answers(AlertPreview, 'Counts'),
});
const ledger = createRoute({
  method: 'get',
  path: '/alerts',
  summary: 'The ledger: what met which rule',
  tags: ['Alerts'],
  request: {
    query: z.object({
      rule: z.string().max(100).optional(),
      size: z.string().max(5).optional(),
      cursor: z.string().max(500).optional(),
      ui: z.string().max(20).optional(),
    }),
  },
  responses: answers(AlertList, 'Newest first'),
});
const Position = z.object({ at: z.string(), articleId: z.string() });
const PAGE = 50;
const DAYS_SHOWN = 14;

export function alertRoutes(app: OpenAPIHono, services: ApiServices): void {
  const { store } = services;

  app.openapi(rules, async (context) => {
    const items = await ruleViews(services);
    return context.json({ total: items.length, items }, 200);
  });

  app.openapi(addRule, async (context) => {
    const { searchId, channels: wanted } = context.req.valid('json');
    if ((await store.savedSearches.get(searchId)) === undefined)
      throw new KhabarError('NOT_FOUND', `search ${searchId}: there is none of this id`);
    if ((await store.alerts.rules()).some((rule) => rule.searchId === searchId))
      throw new KhabarError('CONFLICT', `search ${searchId}: it has a rule already`);
    const id = await store.alerts.addRule(searchId, wanted, services.now().toISOString());
    return context.json(await ruleView(id, services), 200);
  });

  app.openapi(changeRule, async (context) => {
    const { id } = context.req.valid('param');
    const { active, channels: wanted, timing, snoozeUntil, mute, unmute } = context.req.valid('json');
    const at = services.now().toISOString();
    const by = LOCAL_USER.id;
    const changed = await store.transaction(async (records) => {
      const rule = (await records.alerts.rules()).find((one) => one.id === id);
      if (rule === undefined) return false;
      if (snoozeUntil !== undefined) await records.alerts.moveDue(id, snoozeUntil ?? at);
      const mutes = changedMutes(rule.mutes, { mute, unmute, by, at });
      return records.alerts.updateRule(id, {
        ...(active === undefined ? {} : { active }),
        ...(wanted === undefined ? {} : { channels: wanted }),
        ...(timing === undefined ? {} : { timing }),
        ...(snoozeUntil === undefined
          ? {}
          : { snooze: snoozeUntil === null ? null : { until: snoozeUntil, by, at } }),
        mutes,
      });
    });
    if (!changed) throw new KhabarError('NOT_FOUND', `alert rule ${id}: there is none of this id`);
    return context.json(await ruleView(id, services), 200);
  });

  app.openapi(removeRule, async (context) => {
    const { id } = context.req.valid('param');
    if (!(await store.alerts.removeRule(id)))
      throw new KhabarError('NOT_FOUND', `alert rule ${id}: there is none of this id`);
    return context.json({ done: true as const }, 200);
  });

  app.openapi(preview, async (context) => {
    const { query, params, ui } = context.req.valid('json');
    const read = readSearchParams(
      savedSearchParams({ query, params }),
      services.now(),
      await savedQueries(services),
    );
    const references = await referencesFor(services, ui);
    return context.json(await previewAlerts(read, { services, references }), 200);
  });

  app.openapi(ledger, async (context) => {
    const query = context.req.valid('query');
    const limit = Math.min(Math.max(Number(query.size) || PAGE, 1), 100);
    const before = decodeCursor(query.cursor, Position);
    const rows = await store.alerts.ledger({
      limit,
      ...(query.rule === undefined || query.rule === '' ? {} : { ruleId: query.rule }),
      ...(before === null ? {} : { before }),
    });
    const counts = await store.alerts.ledgerCounts(new Date(0).toISOString());
    const total =
      query.rule === undefined || query.rule === ''
        ? Array.from(counts.values()).reduce((sum, one) => sum + one.total, 0)
        : (counts.get(query.rule)?.total ?? 0);
    const items = await alertItems(rows, { services, references: await referencesFor(services, query.ui) });
    const end = rows.at(-1);
    return context.json(
      {
        total,
        items,
        cursor:
          rows.length === limit && end !== undefined
            ? encodeCursor({ at: end.at, articleId: end.article_id })
            : null,
      },
      200,
    );
  });
}

async function ruleView(id: string, services: ApiServices): Promise<AlertRuleView> {
  const view = (await ruleViews(services)).find((rule) => rule.id === id);
  if (view === undefined) throw new KhabarError('NOT_FOUND', `alert rule ${id}: there is none of this id`);
  return view;
}

async function ruleViews(services: ApiServices): Promise<AlertRuleView[]> {
  const { store } = services;
  const week = new Date(services.now().getTime() - 7 * DAY_MS).toISOString();
  const counts = await store.alerts.ledgerCounts(week);
  const days = await perDay(services);
  const known = {
    registry: services.registry,
    findSaved: await savedQueries(services),
    channels: new Set((await store.alerts.channels()).map(({ id }) => id)),
  };
  return (await store.alerts.rules()).map((rule) => ({
    id: rule.id,
    searchId: rule.searchId,
    name: rule.name,
    query: rule.query,
    active: rule.active,
    channels: [...rule.channels],
    createdAt: rule.createdAt,
    matches7d: counts.get(rule.id)?.recent ?? 0,
    matchesTotal: counts.get(rule.id)?.total ?? 0,
    perDay: days.get(rule.id) ?? Array.from({ length: DAYS_SHOWN }, () => 0),
    feeds: feedAddresses(rule.feedToken, services.publicUrl()),
    timing: rule.timing,
    snooze: rule.snooze,
    mutes: [...rule.mutes],
    troubles: ruleTroubles(rule, known),
  }));
}

function stands({ alias, undoneAt }: AlertMute, name: string): boolean {
  return undoneAt === undefined && alias.toLowerCase() === name.toLowerCase();
}

/** An undone mute stays on record, with who undid it and when. */
function changedMutes(
  mutes: readonly AlertMute[],
  change: { mute: string | undefined; unmute: string | undefined; by: string; at: string },
): AlertMute[] {
  const { mute, unmute, by, at } = change;
  const kept = mutes.map((one) =>
    unmute !== undefined && stands(one, unmute) ? { ...one, undoneBy: by, undoneAt: at } : one,
  );
  if (mute === undefined || kept.some((one) => stands(one, mute))) return kept;
  return [...kept, { alias: mute, by, at }];
}

async function perDay(services: ApiServices): Promise<Map<string, number[]>> {
  const now = services.now();
  const first = new Date(
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - (DAYS_SHOWN - 1)),
  );
  const { rows } = await sql<{ rule_id: string; day: number; n: number }>`
    select rule_id, floor(extract(epoch from at - ${first.toISOString()}::timestamptz) / 86400)::int as day, count(*) as n
    from alerts where at >= ${first.toISOString()}::timestamptz group by rule_id, day`.execute(
    services.store.db,
  );
  const days = new Map<string, number[]>();
  for (const { rule_id: rule, day, n } of rows) {
    const list = days.get(rule) ?? Array.from({ length: DAYS_SHOWN }, () => 0);
    if (day >= 0 && day < DAYS_SHOWN) list[day] = n;
    days.set(rule, list);
  }
  return days;
}
