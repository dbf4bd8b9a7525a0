import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { type CorrectionSubject, KhabarError, SaidStance } from '@khabar/article';
import { LOCAL_USER } from '@khabar/store';
import { stream } from 'hono/streaming';

import { answers, decodeCursor, encodeCursor, IdParam, notFound, referencesFor } from '../route-parts.ts';
import { CorrectionList, CorrectionView } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import { correctionViews } from '../views/correction-views.ts';
import { goldLines } from '../views/gold-lines.ts';

const common = {
  articleId: z.string().min(1).max(200),
  note: z.string().max(1000).default('').openapi({ description: 'Why, for those who read it later' }),
};
const place = { field: z.enum(['title', 'text']), start: z.int().min(0), end: z.int().min(1) };
const Input = z
  .discriminatedUnion('about', [
    z.object({
      about: z.literal('stance'),
      ...common,
      stanceId: z.string().max(100),
      says: SaidStance.nullable().openapi({ description: 'What it should be; null: no stance at all' }),
    }),
    z.object({ about: z.literal('missing-stance'), ...common, ...place, says: SaidStance }),
    z.object({
      about: z.literal('mention'),
      ...common,
      ...place,
      entityId: z.string().max(200),
      says: z.string().max(200).nullable().openapi({ description: 'Whom it means; null: no entity' }),
    }),
    z.object({ about: z.literal('article'), ...common, says: z.literal('off-topic') }),
  ])
  .openapi('CorrectionInput');
type Input = z.infer<typeof Input>;

const list = createRoute({
  method: 'get',
  path: '/corrections',
  summary: 'What people said against the tagger',
  tags: ['Corrections'],
  request: {
    query: z.object({
      article: z.string().max(200).optional(),
      state: z.enum(['counting', 'undone']).optional(),
      size: z.coerce.number().int().min(1).max(100).default(20),
      cursor: z.string().max(200).optional(),
      ui: z.string().max(20).optional(),
    }),
  },
  responses: answers(CorrectionList, 'Newest first'),
});
const add = createRoute({
  method: 'post',
  path: '/corrections',
  summary:
    'Object to a stance or a mention, add a stance that was missed, or say that an article is off topic',
  tags: ['Corrections'],
  request: { body: { content: { 'application/json': { schema: Input } }, required: true } },
  responses: { ...answers(CorrectionView, 'In force at once; undone with DELETE'), ...notFound },
});
const undo = createRoute({
  method: 'delete',
  path: '/corrections/{id}',
  summary: 'Take a correction back; it stays in the list, and what it replaced counts again',
  tags: ['Corrections'],
  request: { params: IdParam },
  responses: { ...answers(CorrectionView, 'Undone'), ...notFound },
});

const PAGE = 200;

export function correctionRoutes(app: OpenAPIHono, services: ApiServices): void {
  const { store } = services;

  app.openapi(list, async (context) => {
    const { article, state, size, cursor, ui } = context.req.valid('query');
    const offset = decodeCursor(cursor, z.number().int().min(0)) ?? 0;
    const { total, items } = await store.corrections.list(
      {
        ...(article === undefined ? {} : { articleId: article }),
        ...(state === undefined ? {} : { state }),
      },
      { limit: size, offset },
    );
    const references = await referencesFor(services, ui);
    const next = offset + items.length;
    return context.json(
      {
        total,
        items: await correctionViews(items, { services, references }),
        cursor: next < total ? encodeCursor(next) : null,
      },
      200,
    );
  });

  app.openapi(add, async (context) => {
    const input = context.req.valid('json');
    const subject = await subjectOf(input, services);
    const correction = await store.transaction((records) =>
      records.corrections.add(
        { articleId: input.articleId, subject, note: input.note, by: LOCAL_USER.id },
        services.now().toISOString(),
      ),
    );
    await indexSoon(services);
    const references = await referencesFor(services, undefined);
    const [view] = await correctionViews([correction], { services, references });
    if (view === undefined) throw missingArticle(input.articleId);
    return context.json(view, 200);
  });

  app.openapi(undo, async (context) => {
    const { id } = context.req.valid('param');
    const correction = await store.transaction((records) =>
      records.corrections.undo(id, LOCAL_USER.id, services.now().toISOString()),
    );
    await indexSoon(services);
    const references = await referencesFor(services, undefined);
    const [view] = await correctionViews([correction], { services, references });
    if (view === undefined) throw missingArticle(correction.articleId);
    return context.json(view, 200);
  });

  app.get('/corrections.jsonl', (context) => {
    context.header('content-type', 'application/jsonl; charset=utf-8');
    context.header('content-disposition', 'attachment; filename="khabar-corrections.jsonl"');
    return stream(context, async (out) => {
      for (let offset = 0; ; offset += PAGE) {
        const { items } = await store.corrections.list({ state: 'counting' }, { limit: PAGE, offset });
        if (items.length === 0 || out.aborted) return;
        for (const line of await goldLines(items, store)) await out.write(`${JSON.stringify(line)}\n`);
      }
    });
  });
}

/** The worker looks by itself every few seconds; nobody should wait for that. */
async function indexSoon({ queues, logger }: ApiServices): Promise<void> {
  await queues.add('index', [{}]).catch((error: unknown) => {
    logger.warn(
      { error: error instanceof Error ? error.message : String(error) },
      'a correction: the queue took no job; the index follows by itself',
    );
  });
}

async function subjectOf(input: Input, services: ApiServices): Promise<CorrectionSubject> {
  switch (input.about) {
    case 'stance':
      return stanceSubject(input, services);
    case 'missing-stance': {
      refuseUnknown(input.says, services);
      const { field, start, end, says } = input;
      const text = await wordsAt(input, services);
      return { about: 'stance', field, start, end, text, was: null, says };
    }
    case 'mention':
      return mentionSubject(input, services);
    case 'article':
      return { about: 'article', says: input.says };
  }
}

async function stanceSubject(
  { articleId, stanceId, says }: Extract<Input, { about: 'stance' }>,
  services: ApiServices,
): Promise<CorrectionSubject> {
  if (says !== null) refuseUnknown(says, services);
  const { store } = services;
  const stance = (await store.tags.stances([articleId])).get(articleId)?.find(({ id }) => id === stanceId);
  if (stance === undefined)
    throw new KhabarError('NOT_FOUND', `stance ${stanceId}: article ${articleId} has none of this id`);
  const { holder, target, label, evidence, correctionId } = stance;
  const before =
    correctionId === undefined ? undefined : (await store.corrections.get(correctionId))?.subject;
  // A word on what a person said replaces that, and stands against what the tagger had said there.
  if (before?.about === 'stance') return { ...before, says };
  return { about: 'stance', ...evidence, was: { holder, target, label }, says };
}

async function mentionSubject(
  { articleId, field, start, end, entityId, says }: Extract<Input, { about: 'mention' }>,
  services: ApiServices,
): Promise<CorrectionSubject> {
  if (says !== null) refuseUnknownEntity(says, services);
  const { store } = services;
  const mention = (await store.tags.mentions([articleId]))
    .get(articleId)
    ?.find(
      (one) => one.field === field && one.start === start && one.end === end && one.entityId === entityId,
    );
  if (mention === undefined)
    throw new KhabarError(
      'NOT_FOUND',
      `mention of ${entityId} at ${start} to ${end}: article ${articleId} has none there`,
    );
  const { surface: text, correctionId } = mention;
  const before =
    correctionId === undefined ? undefined : (await store.corrections.get(correctionId))?.subject;
  if (before?.about === 'mention') return { ...before, says };
  return { about: 'mention', field, start, end, text, was: entityId, says };
}

async function wordsAt(
  {
    articleId,
    field,
    start,
    end,
  }: { articleId: string; field: 'title' | 'text'; start: number; end: number },
  services: ApiServices,
): Promise<string> {
  const article = await services.store.articles.get(articleId);
  if (article === undefined) throw missingArticle(articleId);
  const words = article[field].slice(start, end);
  if (end > article[field].length || words.trim() === '')
    throw new KhabarError(
      'INPUT_INVALID',
      `${field} ${start} to ${end}: no words of the article stand there; its ${field} has ${article[field].length} characters`,
    );
  return words;
}

function refuseUnknown({ holder, target }: SaidStance, services: ApiServices): void {
  // These hold a stance without being an entity.
  if (holder !== 'author' && holder !== 'critics') refuseUnknownEntity(holder, services);
  refuseUnknownEntity(target, services);
  if (holder === target)
    throw new KhabarError('INPUT_INVALID', `${holder}: nobody holds a stance towards themselves here`);
}

function refuseUnknownEntity(id: string, { registry }: ApiServices): void {
  if (registry.byId(id) === undefined)
    throw new KhabarError('INPUT_INVALID', `entity ${id}: the registry has none of this id`);
}

function missingArticle(id: string): KhabarError {
  return new KhabarError('NOT_FOUND', `article ${id}: there is none of this id`);
}
