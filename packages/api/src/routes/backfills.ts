import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type BackfillProgress, type BackfillRow, LOCAL_USER } from '@khabar/store';

import { answers, IdParam, notFound } from '../route-parts.ts';
import { BackfillStep, BackfillView, BackfillViews } from '../schemas.ts';
import type { ApiServices } from '../services.ts';

const Begin = z
  .object({
    kind: z.enum(['sitemaps', 'feed', 'addresses', 'archive']),
    /** The same wish again goes on with the same backfill. */
    wish: z.string().min(1).max(4_000),
    outletId: z.string().max(200).nullable().default(null),
    options: z.object({
      since: z.iso.datetime().optional(),
      until: z.iso.datetime().optional(),
      perMinute: z.number().positive().max(60_000).optional(),
      most: z.number().int().positive().optional(),
    }),
  })
  .openapi('BackfillBegin');
const Addresses = z
  .object({
    addresses: z
      .array(
        z.object({
          url: z.url({ protocol: /^https?$/ }),
          title: z.string().max(2_000).optional(),
          published: z.iso.datetime().optional(),
        }),
      )
      .max(5_000),
    place: z.unknown(),
  })
  .openapi('BackfillAddresses');
const Pages = z
  .object({
    pages: z
      .array(
        z.object({
          url: z.url({ protocol: /^https?$/ }),
          bodyBase64: z.base64(),
          contentType: z.string().max(200).nullable(),
          fetchedAt: z.iso.datetime(),
        }),
      )
      .max(500),
    bad: z.number().int().min(0).default(0),
    place: z.unknown(),
  })
  .openapi('BackfillPages');
const Change = z.object({ state: z.enum(['running', 'done', 'stopped']) }).openapi('BackfillChange');

const tags = ['Sources'];
const json = <T extends z.ZodType>(schema: T) => ({
  body: { content: { 'application/json': { schema } }, required: true },
});
const list = createRoute({
  method: 'get',
  path: '/backfills',
  summary: 'Old articles that were asked for',
  tags,
  responses: answers(BackfillViews, 'Newest first'),
});
const begin = createRoute({
  method: 'post',
  path: '/backfills',
  summary: 'Ask for old articles, or go on with what was asked for; alert rules do not see them',
  tags,
  request: json(Begin),
  responses: answers(BackfillView, 'As it is now'),
});
const one = createRoute({
  method: 'get',
  path: '/backfills/{id}',
  summary: 'How far one has come',
  tags,
  request: { params: IdParam },
  responses: { ...answers(BackfillView, 'As it is now'), ...notFound },
});
const look = createRoute({
  method: 'post',
  path: '/backfills/{id}/look',
  summary: 'Look at the next sitemap or older page',
  tags,
  request: { params: IdParam },
  responses: { ...answers(BackfillStep, 'What was there'), ...notFound },
});
const addresses = createRoute({
  method: 'post',
  path: '/backfills/{id}/addresses',
  summary: 'Hand over addresses to be fetched',
  tags,
  request: { params: IdParam, ...json(Addresses) },
  responses: { ...answers(BackfillStep, 'How many are new'), ...notFound },
});
const pages = createRoute({
  method: 'post',
  path: '/backfills/{id}/pages',
  summary: 'Hand over pages of an archive',
  tags,
  request: { params: IdParam, ...json(Pages) },
  responses: { ...answers(BackfillStep, 'How many are new'), ...notFound },
});
const change = createRoute({
  method: 'patch',
  path: '/backfills/{id}',
  summary: 'Nothing more is handed over, or it is to stop',
  tags,
  request: { params: IdParam, ...json(Change) },
  responses: { ...answers(BackfillView, 'As it is now'), ...notFound },
});

const SHOWN = 50;
const LOOK_TIMEOUT_MS = 180_000;

export function backfillRoutes(app: OpenAPIHono, services: ApiServices): void {
  const { store } = services;
  const viewOf = async (id: string): Promise<BackfillView> => view(await store.backfills.progress(id));

  app.openapi(list, async (context) => {
    const rows = await store.backfills.list(SHOWN);
    const views = await Promise.all(rows.map(({ id }) => viewOf(id)));
    return context.json({ items: views }, 200);
  });

  app.openapi(begin, async (context) => {
    const { kind, wish, outletId, options } = context.req.valid('json');
    const at = services.now().toISOString();
    const row = await store.backfills.begin({ kind, wish, outletId, options, by: LOCAL_USER.id, at });
    return context.json(await viewOf(row.id), 200);
  });

  app.openapi(one, async (context) => context.json(await viewOf(context.req.valid('param').id), 200));

  const step = async (kind: string, input: unknown): Promise<BackfillStep> =>
    BackfillStep.parse(await services.queues.ask(kind, input, LOOK_TIMEOUT_MS));
  app.openapi(look, async (context) =>
    context.json(await step('backfill-look', { id: context.req.valid('param').id }), 200),
  );
  app.openapi(addresses, async (context) => {
    const { id } = context.req.valid('param');
    return context.json(await step('backfill-addresses', { id, ...context.req.valid('json') }), 200);
  });
  app.openapi(pages, async (context) => {
    const { id } = context.req.valid('param');
    return context.json(await step('backfill-pages', { id, ...context.req.valid('json') }), 200);
  });

  app.openapi(change, async (context) => {
    const { id } = context.req.valid('param');
    const { state } = context.req.valid('json');
    const at = services.now().toISOString();
    await store.backfills.get(id);
    if (state === 'stopped') await store.backfills.stop(id, LOCAL_USER.id, at);
    else await store.backfills.setState(id, state, at);
    return context.json(await viewOf(id), 200);
  });
}

function view({ backfill, addresses: states, pages: read }: BackfillProgress): BackfillView {
  const { id, kind, outlet_id: outletId, state, found, taken, bad }: BackfillRow = backfill;
  return {
    id,
    kind,
    outletId,
    state,
    found,
    taken,
    bad,
    waiting: (states['waiting'] ?? 0) + (states['fetching'] ?? 0),
    failed: (states['failed'] ?? 0) + (states['refused'] ?? 0),
    unread: read.unread,
    articles: read.articles,
    notArticles: read.others,
    place: handedPlace(backfill.place),
    madeBy: backfill.made_by,
    madeAt: backfill.made_at,
    stoppedBy: backfill.stopped_by,
    stoppedAt: backfill.stopped_at,
  };
}

const Handed = z.object({ handed: z.unknown().optional() });

function handedPlace(place: unknown): unknown {
  return Handed.safeParse(place).data?.handed ?? null;
}
