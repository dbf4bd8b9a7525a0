import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { KhabarError } from '@khabar/article';

import { answers, IdParam, notFound } from '../route-parts.ts';
import { DeadLetterList, Done, QueueList } from '../schemas.ts';
import type { ApiServices } from '../services.ts';

const Removed = z.object({ articles: z.number().int() }).openapi('SampleRemoved');
const Queued = z.object({ queued: z.number().int() }).openapi('Queued');
const Stopped = z.object({ stopped: z.boolean() }).openapi('Stopped');
const Remaining = z
  .object({ extract: z.number().int(), tag: z.number().int(), index: z.number().int() })
  .openapi('Remaining');
const Backup = z.object({ destination: z.string().min(1).max(4000) }).openapi('BackupRequest');
const BackupDone = z.object({ path: z.string(), bytes: z.number().int() }).openapi('BackupDone');
const Retag = z
  .object({ all: z.boolean().default(false), extract: z.boolean().default(false) })
  .openapi('RetagRequest');

const queues = createRoute({
  method: 'get',
  path: '/queues',
  summary: 'What waits and what runs',
  tags: ['Operations'],
  responses: answers(QueueList, 'By queue'),
});
const letters = createRoute({
  method: 'get',
  path: '/dead-letters',
  summary: 'Work that failed for good',
  tags: ['Operations'],
  responses: answers(DeadLetterList, 'Newest first'),
});
const replay = createRoute({
  method: 'post',
  path: '/dead-letters/{id}/replay',
  summary: 'Try once more',
  tags: ['Operations'],
  request: { params: IdParam },
  responses: { ...answers(Done, 'In line again'), ...notFound },
});
const discard = createRoute({
  method: 'delete',
  path: '/dead-letters/{id}',
  summary: 'Give it up',
  tags: ['Operations'],
  request: { params: IdParam },
  responses: { ...answers(Done, 'Gone'), ...notFound },
});
const removeSample = createRoute({
  method: 'delete',
  path: '/sample',
  summary: 'Remove the sample coverage',
  tags: ['Operations'],
  responses: answers(Removed, 'How many articles went'),
});
const loadSample = createRoute({
  method: 'post',
  path: '/sample',
  summary: 'Load the sample coverage',
  tags: ['Operations'],
  responses: answers(Done, 'Loading'),
});
const reindex = createRoute({
  method: 'post',
  path: '/reindex',
  summary: 'Build the index anew from the record, or go on with that; search works meanwhile',
  tags: ['Operations'],
  responses: answers(Queued, 'How many articles are left'),
});
const stopReindex = createRoute({
  method: 'delete',
  path: '/reindex',
  summary: 'Give up building the index anew; the one that is searched stays',
  tags: ['Operations'],
  responses: answers(Stopped, 'Was one under way'),
});
const retag = createRoute({
  method: 'post',
  path: '/retag',
  summary: 'Tag again',
  tags: ['Operations'],
  request: { body: { content: { 'application/json': { schema: Retag } }, required: true } },
  responses: answers(Queued, 'How many'),
});
const remaining = createRoute({
  method: 'get',
  path: '/remaining',
  summary: 'What is left to extract, tag and index',
  tags: ['Operations'],
  responses: answers(Remaining, 'Jobs'),
});
const backup = createRoute({
  method: 'post',
  path: '/backup',
  summary: 'Copy the record to a folder of the machine that runs Khabar',
  tags: ['Operations'],
  request: { body: { content: { 'application/json': { schema: Backup } }, required: true } },
  responses: answers(BackupDone, 'Where it is'),
});

const LETTERS = 200;

export function operationRoutes(app: OpenAPIHono, services: ApiServices): void {
  const { store } = services;

  app.openapi(queues, async (context) => {
    const counts = await services.queues.counts();
    return context.json(
      {
        items: Object.entries(counts).map(([name, one]) => ({
          name,
          waiting: one.waiting,
          active: one.active,
          delayed: one.delayed,
          failed: one.failed,
        })),
      },
      200,
    );
  });

  app.openapi(letters, async (context) => {
    const rows = await store.deadLetters.list(LETTERS);
    const items = rows.map((row) => ({
      id: row.id,
      step: row.step,
      error: row.error,
      code: row.code,
      payload: row.payload,
      attempts: row.attempts,
      firstAt: row.first_at,
      lastAt: row.last_at,
    }));
    return context.json({ total: await store.deadLetters.count(), items }, 200);
  });

  app.openapi(replay, async (context) => {
    const { id } = context.req.valid('param');
    const letter = await store.deadLetters.get(id);
    if (letter === undefined) throw missing(id);
    await store.transaction(async (records) => {
      await records.outbox.add([{ job: letter.step, payload: letter.payload }], services.now().toISOString());
      await records.deadLetters.remove(id);
    });
    return context.json({ done: true as const }, 200);
  });

  app.openapi(discard, async (context) => {
    const { id } = context.req.valid('param');
    if (!(await store.deadLetters.remove(id))) throw missing(id);
    return context.json({ done: true as const }, 200);
  });

  app.openapi(removeSample, async (context) =>
    context.json({ articles: await services.sample.remove() }, 200),
  );

  app.openapi(loadSample, async (context) => {
    await services.sample.load();
    return context.json({ done: true as const }, 200);
  });

  app.openapi(reindex, async (context) => context.json({ queued: await services.upkeep.reindex() }, 200));
  app.openapi(stopReindex, async (context) =>
    context.json({ stopped: await services.upkeep.stopReindex() }, 200),
  );
  app.openapi(retag, async (context) =>
    context.json({ queued: await services.upkeep.retag(context.req.valid('json')) }, 200),
  );
  app.openapi(remaining, async (context) => context.json(await services.upkeep.remaining(), 200));
  app.openapi(backup, async (context) =>
    context.json(await services.upkeep.backup(context.req.valid('json').destination), 200),
  );
}

function missing(id: string): KhabarError {
  return new KhabarError('NOT_FOUND', `dead letter ${id}: there is none of this id`);
}
