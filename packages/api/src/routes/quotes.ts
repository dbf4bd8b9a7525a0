import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { KhabarError } from '@khabar/article';

import { answers, IdParam, notFound, referencesFor } from '../route-parts.ts';
import { RepeatedQuoteList, RepeatedQuoteView } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { repeatedQuote, repeatedQuoteView } from '../views/repeated-quotes.ts';

const list = createRoute({
  method: 'get',
  path: '/quotes',
  summary: 'Quotes that outlets repeat, those of the most outlets first',
  tags: ['Articles'],
  request: {
    query: z.object({
      speaker: z.string().max(200).optional(),
      outlets: z.coerce.number().int().min(2).max(1000).optional(),
      limit: z.coerce.number().int().min(1).max(100).optional(),
      offset: z.coerce.number().int().min(0).max(100_000).optional(),
      ui: z.string().max(20).optional(),
    }),
  },
  responses: answers(RepeatedQuoteList, 'Each quote once, with who had it first and how many changed it'),
});
const oneRoute = createRoute({
  method: 'get',
  path: '/quotes/{id}',
  summary: 'One repeated quote with every place and how its words differ there',
  tags: ['Articles'],
  request: { params: IdParam, query: z.object({ ui: z.string().max(20).optional() }) },
  responses: { ...answers(RepeatedQuoteView, 'The earliest place first'), ...notFound },
});

const DEFAULT_LIMIT = 20;

export function quoteRoutes(app: OpenAPIHono, services: ApiServices): void {
  app.openapi(list, async (context) => {
    const { speaker, outlets = 2, limit = DEFAULT_LIMIT, offset = 0, ui } = context.req.valid('query');
    const references = await referencesFor(services, ui);
    const { quoteGroups } = services.store;
    const counts = await quoteGroups.counts({
      ...(speaker === undefined ? {} : { speakerId: speaker }),
      outlets,
      limit,
      offset,
    });
    const members = Map.groupBy(await quoteGroups.members(counts.map(({ id }) => id)), (one) => one.groupId);
    const items = counts.flatMap(({ id }) => repeatedQuote(members.get(id) ?? [], references) ?? []);
    return context.json({ items }, 200);
  });
  app.openapi(oneRoute, async (context) => {
    const { id } = context.req.valid('param');
    const references = await referencesFor(services, context.req.valid('query').ui);
    const quote = repeatedQuoteView(await services.store.quoteGroups.members([id]), references);
    if (quote === null)
      throw new KhabarError('NOT_FOUND', `no outlet but one has a quote ${id}`, { retry: 'never' });
    return context.json(quote, 200);
  });
}
