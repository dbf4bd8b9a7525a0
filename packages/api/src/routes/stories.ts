import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { KhabarError } from '@khabar/article';

import { answers, IdParam, notFound, referencesFor } from '../route-parts.ts';
import { StoryView } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { storyView } from '../views/story-view.ts';

const one = createRoute({
  method: 'get',
  path: '/stories/{id}',
  summary: 'The story of an article: every report of the same event, first seen first, and who copied whom',
  tags: ['Articles'],
  request: { params: IdParam, query: z.object({ ui: z.string().max(20).optional() }) },
  responses: { ...answers(StoryView, 'Counts of the whole story, and its first 500 articles'), ...notFound },
});

export function storyRoutes(app: OpenAPIHono, services: ApiServices): void {
  app.openapi(one, async (context) => {
    const { id } = context.req.valid('param');
    const references = await referencesFor(services, context.req.valid('query').ui);
    const view = await storyView(id, { services, references });
    if (view === null) throw new KhabarError('NOT_FOUND', `story ${id}: there is no article of this id`);
    return context.json(view, 200);
  });
}
