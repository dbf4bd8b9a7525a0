import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { KhabarError } from '@khabar/article';
import { LOCAL_USER, type SavedSearchRow } from '@khabar/store';

import { answers, IdParam, notFound } from '../route-parts.ts';
import { Done, NewSearch, SavedSearch, SavedSearchList } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { feedAddresses } from '../views/feed-addresses.ts';
import { searchCounts } from '../views/search-counts.ts';

const Change = z
  .object({
    name: z.string().min(1).max(200).optional(),
    query: z.string().max(2000).optional(),
    params: z.record(z.string(), z.string()).optional(),
  })
  .openapi('SearchChange');

const list = createRoute({
  method: 'get',
  path: '/searches',
  summary: 'Saved searches',
  tags: ['Searches'],
  responses: answers(SavedSearchList, 'By name'),
});
const one = createRoute({
  method: 'get',
  path: '/searches/{id}',
  summary: 'One saved search',
  tags: ['Searches'],
  request: { params: IdParam },
  responses: { ...answers(SavedSearch, 'The search'), ...notFound },
});
const add = createRoute({
  method: 'post',
  path: '/searches',
  summary: 'Save a search, with alerts if wanted',
  tags: ['Searches'],
  request: { body: { content: { 'application/json': { schema: NewSearch } }, required: true } },
  responses: answers(SavedSearch, 'The saved search'),
});
const change = createRoute({
  method: 'put',
  path: '/searches/{id}',
  summary: 'Change a saved search',
  tags: ['Searches'],
  request: { params: IdParam, body: { content: { 'application/json': { schema: Change } }, required: true } },
  responses: { ...answers(SavedSearch, 'As it is now'), ...notFound },
});
const look = createRoute({
  method: 'post',
  path: '/searches/{id}/look',
  summary: 'Say that what is new has been seen',
  tags: ['Searches'],
  request: { params: IdParam },
  responses: { ...answers(Done, 'Noted'), ...notFound },
});
const remove = createRoute({
  method: 'delete',
  path: '/searches/{id}',
  summary: 'Remove a saved search and its alerts',
  tags: ['Searches'],
  request: { params: IdParam },
  responses: { ...answers(Done, 'Removed'), ...notFound },
});

export function savedSearchRoutes(app: OpenAPIHono, services: ApiServices): void {
  const { store } = services;

  app.openapi(list, async (context) => {
    const rows = await store.savedSearches.list();
    const items = await Promise.all(rows.map((row) => viewOf(row, services)));
    return context.json({ total: items.length, items }, 200);
  });

  app.openapi(one, async (context) =>
    context.json(await viewOf(await found(context.req.valid('param').id, services), services), 200),
  );

  app.openapi(add, async (context) => {
    const body = context.req.valid('json');
    const now = services.now().toISOString();
    for (const channel of body.channels) {
      if ((await store.alerts.channel(channel)) === undefined)
        throw new KhabarError('INPUT_INVALID', `channel ${channel}: there is none of this id`);
    }
    const row = await store.transaction(async (records) => {
      const saved = await records.savedSearches.add(
        { ownerId: LOCAL_USER.id, name: body.name, query: body.query, params: body.params },
        now,
      );
      if (body.alert) await records.alerts.addRule(saved.id, body.channels, now);
      return saved;
    });
    return context.json(await viewOf(row, services), 200);
  });

  app.openapi(change, async (context) => {
    const { id } = context.req.valid('param');
    const { name, query, params } = context.req.valid('json');
    const row = await store.savedSearches.update(id, {
      ...(name === undefined ? {} : { name }),
      ...(query === undefined ? {} : { query }),
      ...(params === undefined ? {} : { params }),
    });
    if (row === undefined) throw missing(id);
    return context.json(await viewOf(row, services), 200);
  });

  app.openapi(look, async (context) => {
    const { id } = context.req.valid('param');
    await found(id, services);
    await store.savedSearches.looked(id, services.now().toISOString());
    return context.json({ done: true as const }, 200);
  });

  app.openapi(remove, async (context) => {
    const { id } = context.req.valid('param');
    if (!(await store.savedSearches.remove(id))) throw missing(id);
    return context.json({ done: true as const }, 200);
  });
}

function missing(id: string): KhabarError {
  return new KhabarError('NOT_FOUND', `search ${id}: there is none of this id`);
}

async function found(id: string, services: ApiServices): Promise<SavedSearchRow> {
  const row = await services.store.savedSearches.get(id);
  if (row === undefined) throw missing(id);
  return row;
}

async function viewOf(row: SavedSearchRow, services: ApiServices): Promise<SavedSearch> {
  const rules = await services.store.alerts.rules();
  return {
    id: row.id,
    name: row.name,
    query: row.query,
    params: row.params,
    createdAt: row.created_at,
    ...(await searchCounts(row, services)),
    ruleId: rules.find((rule) => rule.searchId === row.id)?.id ?? null,
    feeds: feedAddresses(row.feed_token, services.publicUrl()),
  };
}
