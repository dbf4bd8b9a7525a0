import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { KhabarError, Outlet, SourceTrouble } from '@khabar/article';
import type { OutletRow } from '@khabar/store';
import { sql } from 'kysely';

import { answers, IdParam, notFound, referencesFor } from '../route-parts.ts';
import {
  Done,
  FetchList,
  GapList,
  OutletCheck,
  OutletChecks,
  OutletDiscovery,
  OutletList,
  OutletView,
} from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { outletStatus } from '../views/outlet-status.ts';
import type { References } from '../views/references.ts';

const NewOutlets = z
  .object({
    outlets: z.array(Outlet).min(1).max(10_000),
    /** New ones that no check on this machine found usable are added paused. */
    pauseUnchecked: z.boolean().optional(),
  })
  .openapi('NewOutlets');
const Definition = z.object({ outlet: Outlet }).openapi('OutletToCheck');
const Added = z.object({ added: z.number().int(), changed: z.number().int() }).openapi('OutletsAdded');
const Change = z.object({ paused: z.boolean() }).openapi('OutletChange');
const Address = z.object({ url: z.url({ protocol: /^https?$/ }) }).openapi('OutletAddress');

const listRoute = createRoute({
  method: 'get',
  path: '/outlets',
  summary: 'Sources and how they fare',
  tags: ['Sources'],
  request: {
    query: z.object({
      status: z.string().max(50).optional(),
      lang: z.string().max(50).optional(),
      country: z.string().max(50).optional(),
      q: z.string().max(200).optional(),
      ui: z.string().max(20).optional(),
    }),
  },
  responses: answers(OutletList, 'By name'),
});
const one = createRoute({
  method: 'get',
  path: '/outlets/{id}',
  summary: 'One source',
  tags: ['Sources'],
  request: { params: IdParam },
  responses: { ...answers(OutletView, 'The source'), ...notFound },
});
const fetches = createRoute({
  method: 'get',
  path: '/outlets/{id}/fetches',
  summary: 'Its last requests',
  tags: ['Sources'],
  request: { params: IdParam },
  responses: { ...answers(FetchList, 'Newest first'), ...notFound },
});
const add = createRoute({
  method: 'post',
  path: '/outlets',
  summary: 'Add or change sources',
  tags: ['Sources'],
  request: { body: { content: { 'application/json': { schema: NewOutlets } }, required: true } },
  responses: answers(Added, 'How many'),
});
const change = createRoute({
  method: 'patch',
  path: '/outlets/{id}',
  summary: 'Pause or go on',
  tags: ['Sources'],
  request: { params: IdParam, body: { content: { 'application/json': { schema: Change } }, required: true } },
  responses: { ...answers(OutletView, 'As it is now'), ...notFound },
});
const visit = createRoute({
  method: 'post',
  path: '/outlets/{id}/visit',
  summary: 'Visit now',
  tags: ['Sources'],
  request: { params: IdParam },
  responses: { ...answers(Done, 'In line'), ...notFound },
});
const gaps = createRoute({
  method: 'get',
  path: '/outlets/{id}/gaps',
  summary: 'Times in which it could not be collected',
  tags: ['Sources'],
  request: { params: IdParam },
  responses: { ...answers(GapList, 'Oldest first'), ...notFound },
});
const remove = createRoute({
  method: 'delete',
  path: '/outlets/{id}',
  summary: 'Remove a source that has no articles',
  tags: ['Sources'],
  request: { params: IdParam },
  responses: { ...answers(Done, 'Removed'), ...notFound },
});
const discover = createRoute({
  method: 'post',
  path: '/outlets/discover',
  summary: 'Address -> its channels and a preview',
  tags: ['Sources'],
  request: { body: { content: { 'application/json': { schema: Address } }, required: true } },
  responses: answers(OutletDiscovery, 'What was found; nothing is saved'),
});
const check = createRoute({
  method: 'post',
  path: '/outlets/check',
  summary: 'Try a source for real: robots.txt, channels, dates, three articles',
  tags: ['Sources'],
  request: { body: { content: { 'application/json': { schema: Definition } }, required: true } },
  responses: answers(OutletCheck, 'How it went; the verdict is remembered, nothing else is saved'),
});
const checks = createRoute({
  method: 'get',
  path: '/outlets/checks',
  summary: 'The last check of each source',
  tags: ['Sources'],
  responses: answers(OutletChecks, 'By source'),
});
const definitions = createRoute({
  method: 'get',
  path: '/outlets/{id}/definition',
  summary: 'The source as data',
  tags: ['Sources'],
  request: { params: IdParam },
  responses: { ...answers(Outlet, 'As `POST /outlets` takes it'), ...notFound },
});

const Checks = z.record(z.string(), OutletCheck);

const FETCHES = 50;
const DAYS = 30;
const DISCOVER_TIMEOUT_MS = 120_000;
const CHECK_TIMEOUT_MS = 240_000;
/** Where the checks stand among the settings. */
const CHECKS = 'outlet-checks';

export function outletRoutes(app: OpenAPIHono, services: ApiServices): void {
  const { store } = services;

  app.openapi(listRoute, async (context) => {
    const query = context.req.valid('query');
    const views = await outletViews(
      await store.outlets.list(),
      services,
      await referencesFor(services, query.ui),
    );
    const counts: Record<string, number> = {};
    for (const view of views) counts[view.status] = (counts[view.status] ?? 0) + 1;
    const wanted = query.q?.trim().toLowerCase() ?? '';
    const items = views.filter(
      (view) =>
        among(query.status, view.status) &&
        among(query.lang, view.language) &&
        among(query.country, view.country ?? '') &&
        (wanted === '' || view.name.toLowerCase().includes(wanted) || view.id.includes(wanted)),
    );
    return context.json({ total: items.length, items, counts }, 200);
  });

  app.openapi(check, async (context) => {
    const { outlet } = context.req.valid('json');
    const answer = await services.queues.ask('check-source', { outlet }, CHECK_TIMEOUT_MS);
    const result = OutletCheck.parse(answer);
    await store.transaction(async (records) => {
      const known = Checks.parse((await records.settings.get(CHECKS)) ?? {});
      await records.settings.put(CHECKS, { ...known, [outlet.id]: result });
    });
    return context.json(result, 200);
  });

  app.openapi(checks, async (context) => {
    const known = Checks.parse((await store.settings.get(CHECKS)) ?? {});
    const items = Object.values(known).toSorted((a, b) => a.outletId.localeCompare(b.outletId));
    return context.json({ items }, 200);
  });

  app.openapi(one, async (context) =>
    context.json(await viewOf(context.req.valid('param').id, services), 200),
  );

  app.openapi(definitions, async (context) => {
    const { id } = context.req.valid('param');
    const row = await store.outlets.get(id);
    if (row === undefined || row.definition === null) throw missing(id);
    return context.json(row.definition, 200);
  });

  app.openapi(fetches, async (context) => {
    const { id } = context.req.valid('param');
    if ((await store.outlets.get(id)) === undefined) throw missing(id);
    const rows = await store.outlets.lastVisits(id, FETCHES);
    return context.json(
      {
        items: rows.map(({ at, url, what, outcome, status, bytes, ms, found, reason }) => ({
          at,
          url,
          what,
          outcome,
          status,
          bytes,
          ms,
          found,
          reason,
        })),
      },
      200,
    );
  });

  app.openapi(add, async (context) => {
    const { outlets, pauseUnchecked = false } = context.req.valid('json');
    const now = services.now().toISOString();
    let added = 0;
    await store.transaction(async (records) => {
      const known = Checks.parse(pauseUnchecked ? ((await records.settings.get(CHECKS)) ?? {}) : {});
      for (const outlet of outlets) {
        const isNew = (await records.outlets.get(outlet.id)) === undefined;
        if (isNew) added += 1;
        await records.outlets.put(outlet, now);
        const usable = known[outlet.id] !== undefined && known[outlet.id]?.verdict !== 'failed';
        if (isNew && pauseUnchecked && !usable) await records.outlets.setPaused(outlet.id, true);
      }
    });
    return context.json({ added, changed: outlets.length - added }, 200);
  });

  app.openapi(change, async (context) => {
    const { id } = context.req.valid('param');
    if ((await store.outlets.get(id)) === undefined) throw missing(id);
    await store.outlets.setPaused(id, context.req.valid('json').paused);
    return context.json(await viewOf(id, services), 200);
  });

  app.openapi(visit, async (context) => {
    const { id } = context.req.valid('param');
    const row = await store.outlets.get(id);
    if (row === undefined || row.definition === null) throw missing(id);
    // A person wants to know: what said that it is gone is asked once more.
    await store.sources.revive(id);
    await services.queues.add('visit', [{ outletId: id }]);
    return context.json({ done: true as const }, 200);
  });

  app.openapi(gaps, async (context) => {
    const { id } = context.req.valid('param');
    if ((await store.outlets.get(id)) === undefined) throw missing(id);
    return context.json({ items: await store.sources.gaps(id) }, 200);
  });

  app.openapi(remove, async (context) => {
    const { id } = context.req.valid('param');
    const row = await store.outlets.get(id);
    if (row === undefined) throw missing(id);
    const held = await store.db
      .selectFrom('articles')
      .select('id')
      .where('outlet_id', '=', id)
      .limit(1)
      .executeTakeFirst();
    if (held !== undefined)
      throw new KhabarError(
        'CONFLICT',
        `outlet ${id}: it has articles, which the record keeps; pause it instead`,
      );
    await store.outlets.remove(id);
    return context.json({ done: true as const }, 200);
  });

  app.openapi(discover, async (context) => {
    const answer = await services.queues.ask(
      'discover-outlet',
      { url: context.req.valid('json').url },
      DISCOVER_TIMEOUT_MS,
    );
    return context.json(OutletDiscovery.parse(answer), 200);
  });
}

function missing(id: string): KhabarError {
  return new KhabarError('NOT_FOUND', `outlet ${id}: there is none of this id`);
}

function among(list: string | undefined, value: string): boolean {
  return list === undefined || list === '' || list.split(',').includes(value);
}

async function viewOf(id: string, services: ApiServices): Promise<OutletView> {
  const row = await services.store.outlets.get(id);
  if (row === undefined) throw missing(id);
  const [view] = await outletViews([row], services, await referencesFor(services, undefined));
  if (view === undefined) throw missing(id);
  const known = new Map((await services.store.sources.channels(id)).map((channel) => [channel.url, channel]));
  return {
    ...view,
    channels: view.channels.map((channel) => ({
      ...channel,
      code: Remembered.safeParse(known.get(channel.url)?.memory).data?.trouble?.code ?? null,
      endedAt: known.get(channel.url)?.endedAt ?? null,
    })),
  };
}

/** Of what the fetcher remembers of a channel. */
const Remembered = z.object({ trouble: z.object({ code: SourceTrouble }).nullish() });

async function outletViews(
  rows: readonly OutletRow[],
  services: ApiServices,
  references: References,
): Promise<OutletView[]> {
  const { rows: counted } = await sql<{
    outlet_id: string;
    n: number;
  }>`select outlet_id, count(*) as n from articles group by outlet_id`.execute(services.store.db);
  const counts = new Map(counted.map((row) => [row.outlet_id, row.n]));
  const days = await perDay(services);
  return rows.map((row) => ({
    ...references.outlet(row.id),
    homepage: row.homepage,
    ...outletStatus(row),
    lastTriedAt: row.last_tried_at,
    lastSuccessAt: row.last_success_at,
    lastNewAt: row.last_new_at,
    nextVisitAt: row.paused ? null : row.next_visit_at,
    articles: counts.get(row.id) ?? 0,
    perDay: days.get(row.id) ?? Array.from({ length: DAYS }, () => 0),
    channels: (row.definition?.channels ?? []).map(({ kind, url }) => ({ kind, url })),
    everyMinutes: row.definition?.everyMinutes ?? 0,
    sample: row.sample,
    note: row.definition?.about ?? row.definition?.note ?? null,
  }));
}

/** Articles per day over the last thirty days of the data. */
async function perDay(services: ApiServices): Promise<Map<string, number[]>> {
  const { rows } = await sql<{ outlet_id: string; day: number; n: number }>`
    with span as (select date_trunc('day', max(published_at), 'UTC') - make_interval(days => ${DAYS - 1}) as first from articles)
    select outlet_id, floor(extract(epoch from published_at - span.first) / 86400)::int as day, count(*) as n
    from articles cross join span where published_at >= span.first group by outlet_id, day`.execute(
    services.store.db,
  );
  const days = new Map<string, number[]>();
  for (const { outlet_id: outlet, day, n } of rows) {
    const list = days.get(outlet) ?? Array.from({ length: DAYS }, () => 0);
    if (day >= 0 && day < DAYS) list[day] = n;
    days.set(outlet, list);
  }
  return days;
}
