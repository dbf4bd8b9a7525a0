import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answers, IdParam, notFound } from '../route-parts.ts';
import { AssistAnswer, AssistStatus } from '../schemas.ts';
import type { ApiServices } from '../services.ts';

const Wish = z
  .object({
    task: z.enum(['gist', 'translation', 'stances']),
    language: z.enum(['en', 'ru', 'fa', 'fa-AF', 'ps', 'ar']).default('en'),
  })
  .openapi('AssistWish');

const ask = createRoute({
  method: 'post',
  path: '/articles/{id}/assist',
  summary: 'Ask the language model of this installation about an article; the same question costs once',
  tags: ['Language model'],
  request: {
    params: IdParam,
    body: { content: { 'application/json': { schema: Wish } }, required: true },
  },
  responses: {
    ...answers(AssistAnswer, 'What it said, as far as it could be checked'),
    ...notFound,
    502: {
      description:
        'There is no model, it is away, its answer could not be kept, or the tokens of the day are used',
    },
  },
});
const given = createRoute({
  method: 'get',
  path: '/articles/{id}/assist',
  summary: 'What the language model said of an article so far',
  tags: ['Language model'],
  request: { params: IdParam },
  responses: answers(z.object({ items: z.array(AssistAnswer) }).openapi('AssistAnswers'), 'Newest first'),
});
const status = createRoute({
  method: 'get',
  path: '/assist',
  summary: 'Which language model there is, and what it cost today',
  tags: ['Language model'],
  responses: answers(AssistStatus, 'model null: none'),
});

/** Longer than any answer may take: the worker gives up first and says why. */
const ASK_TIMEOUT_MS = 11 * 60_000;

export function assistRoutes(app: OpenAPIHono, services: ApiServices): void {
  app.openapi(ask, async (context) => {
    const { id } = context.req.valid('param');
    const answer = await services.queues.ask(
      'assist',
      { articleId: id, ...context.req.valid('json') },
      ASK_TIMEOUT_MS,
    );
    return context.json(AssistAnswer.parse(answer), 200);
  });

  app.openapi(given, async (context) => {
    const { id } = context.req.valid('param');
    const items = await services.store.modelAnswers.ofArticle(id);
    return context.json({ items: items.map((item) => AssistAnswer.parse({ ...item, cached: true })) }, 200);
  });

  app.openapi(status, async (context) => {
    const today = await services.store.modelAnswers.use(services.now().toISOString().slice(0, 10));
    const { model = null, tokensPerDay = 0 } = services.assist ?? {};
    return context.json({ model, tokensPerDay, today }, 200);
  });
}
