import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';

import { answers } from '../route-parts.ts';
import { SubjectList } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { openReferences } from '../views/references.ts';
import { nameIn } from '../views/subject-name.ts';

const list = createRoute({
  method: 'get',
  path: '/subjects',
  summary: 'Subjects that are watched, with their topics, pairs and searches',
  tags: ['Search'],
  request: { query: z.object({ ui: z.string().max(20).optional() }) },
  responses: answers(SubjectList, 'In the order of the setting'),
});

export function subjectRoutes(app: OpenAPIHono, services: ApiServices): void {
  app.openapi(list, (context) => {
    const ui = context.req.valid('query').ui ?? 'en';
    const references = openReferences(services.registry, [], ui);
    return context.json(
      {
        items: services.subjects.map((subject) => ({
          id: subject.id,
          name: nameIn(subject.names, ui),
          topics: subject.topics.map((id) => references.entity(id)),
          pairs: subject.pairs.map(({ holder, target }) => ({
            holder: references.entity(holder),
            target: references.entity(target),
          })),
          searches: subject.searches.map(({ names, query }) => ({ name: nameIn(names, ui), query })),
          examples: subject.examples,
        })),
      },
      200,
    );
  });
}
