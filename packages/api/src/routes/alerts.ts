import { randomBytes } from 'node:crypto';

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { KhabarError } from '@khabar/article';
import { readSearchParams } from '@khabar/search';
import { type ChannelRow, LOCAL_USER } from '@khabar/store';
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
import {
  AlertList,
  AlertPreview,
  AlertRuleList,
  AlertRuleView,
  ChannelList,
  ChannelTest,
  ChannelView,
  DeliveryList,
  Done,
  NewChannel,
} from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { alertItems } from '../views/alert-items.ts';
import { feedAddresses } from '../views/feed-addresses.ts';
import { previewAlerts } from '../views/preview-alerts.ts';
import { savedSearchParams } from '../views/search-counts.ts';

const DAY_MS = 24 * 60 * 60_000;
const NewRule = z
  .object({ searchId: z.string(), channels: z.array(z.string()).default([]) })
  .openapi('NewAlertRule');
const RuleChange = z
  .object({ active: z.boolean().optional(), channels: z.array(z.string()).optional() })
  .openapi('AlertRuleChange');
const Preview = z
  .object({
    query: z.string().max(2000),
    params: z.record(z.string(), z.string()).default({}),
    ui: z.string().max(20).optional(),
  })
  .openapi('AlertPreviewRequest');
const Added = ChannelView.extend({ secret: z.string() }).openapi('ChannelAdded');

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
const channels = createRoute({
  method: 'get',
  path: '/channels',
  summary: 'Where alerts go',
  tags: ['Alerts'],
  responses: answers(ChannelList, 'By name; secrets are never shown again'),
});
const addChannel = createRoute({
  method: 'post',
  path: '/channels',
  summary: 'Add a webhook',
  tags: ['Alerts'],
  request: { body: { content: { 'application/json': { schema: NewChannel } }, required: true } },
  responses: answers(Added, 'The channel, with its secret this once'),
});
const removeChannel = createRoute({
  method: 'delete',
  path: '/channels/{id}',
  summary: 'Remove a channel',
  tags: ['Alerts'],
  request: { params: IdParam },
  responses: { ...answers(Done, 'Removed'), ...notFound },
});
const testChannel = createRoute({
  method: 'post',
  path: '/channels/{id}/test',
  summary: 'Send a test message',
  tags: ['Alerts'],
  request: { params: IdParam },
  responses: { ...answers(ChannelTest, 'What the receiver answered'), ...notFound },
});
const deliveries = createRoute({
  method: 'get',
  path: '/deliveries',
  summary: 'Messages sent and to be sent',
  tags: ['Alerts'],
  request: {
    query: z.object({ channel: z.string().max(100).optional(), cursor: z.string().max(500).optional() }),
  },
  responses: answers(DeliveryList, 'Newest first'),
});

const Position = z.object({ at: z.string(), articleId: z.string() });
const PAGE = 50;
const TEST_TIMEOUT_MS = 40_000;
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
    const { active, channels: wanted } = context.req.valid('json');
    const changed = await store.alerts.updateRule(id, {
      ...(active === undefined ? {} : { active }),
      ...(wanted === undefined ? {} : { channels: wanted }),
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

  app.openapi(channels, async (context) => {
    const items = (await store.alerts.channels()).map(channelView);
    return context.json({ total: items.length, items }, 200);
  });

  app.openapi(addChannel, async (context) => {
    const { name, url, secret = `whsec_${randomBytes(24).toString('base64')}` } = context.req.valid('json');
    if (!/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/.test(secret))
      throw new KhabarError(
        'INPUT_INVALID',
        'channel: the secret must be whsec_ followed by base64 of 24 bytes or more',
      );
    const id = await store.alerts.addChannel(
      { ownerId: LOCAL_USER.id, name, config: { kind: 'webhook', url, secret } },
      services.now().toISOString(),
    );
    const row = await store.alerts.channel(id);
    if (row === undefined) throw new KhabarError('INTERNAL', `channel ${id}: gone as soon as it was made`);
    return context.json({ ...channelView(row), secret }, 200);
  });

  app.openapi(removeChannel, async (context) => {
    const { id } = context.req.valid('param');
    if (!(await store.alerts.removeChannel(id)))
      throw new KhabarError('NOT_FOUND', `channel ${id}: there is none of this id`);
    return context.json({ done: true as const }, 200);
  });

  app.openapi(testChannel, async (context) => {
    const { id } = context.req.valid('param');
    if ((await store.alerts.channel(id)) === undefined)
      throw new KhabarError('NOT_FOUND', `channel ${id}: there is none of this id`);
    const answer = await services.queues.ask('test-channel', { channelId: id }, TEST_TIMEOUT_MS);
    return context.json(ChannelTest.parse(answer), 200);
  });

  app.openapi(deliveries, async (context) => {
    const query = context.req.valid('query');
    const offset = decodeCursor(query.cursor, z.number().int().min(0)) ?? 0;
    const rows = await store.alerts.deliveries({
      limit: PAGE + 1,
      offset,
      ...(query.channel === undefined || query.channel === '' ? {} : { channelId: query.channel }),
    });
    const names = new Map((await store.alerts.rules()).map((rule) => [rule.id, rule.name]));
    const items = rows.slice(0, PAGE).map((row) => ({
      id: row.id,
      channelId: row.channel_id,
      ruleId: row.rule_id,
      ruleName: names.get(row.rule_id) ?? row.rule_id,
      articles: row.article_ids.length,
      state: row.state,
      attempts: row.attempts,
      createdAt: row.created_at,
      nextAt: row.next_at,
      lastStatus: row.last_status,
    }));
    return context.json(
      { total: offset + rows.length, items, cursor: rows.length > PAGE ? encodeCursor(offset + PAGE) : null },
      200,
    );
  });
}

function channelView(row: ChannelRow): ChannelView {
  return {
    id: row.id,
    name: row.name,
    kind: row.config.kind,
    url: row.config.kind === 'webhook' ? row.config.url : null,
    active: row.active,
    lastStatus: row.last_status,
    lastAt: row.last_at,
  };
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
  }));
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
