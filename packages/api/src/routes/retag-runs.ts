import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import { KhabarError, RetagScope } from '@khabar/article';
import { LOCAL_USER, type RetagRunRow } from '@khabar/store';

import { answers, IdParam, notFound, referencesFor } from '../route-parts.ts';
import { RetagRunList, RetagRunView } from '../schemas.ts';
import type { ApiServices } from '../services.ts';
import type { References } from '../views/references.ts';

const Request = z
  .object({
    scope: RetagScope.default({}),
    apply: z
      .boolean()
      .default(false)
      .openapi({ description: 'Write at once; otherwise a dry run, which can be applied later' }),
    alerts: z
      .boolean()
      .default(false)
      .openapi({ description: 'Tell of articles that newly match an alert rule' }),
  })
  .openapi('RetagRunRequest');
const Apply = z.object({ alerts: z.boolean().default(false) }).openapi('RetagApply');
const Ui = z.object({ ui: z.string().max(20).optional() });
const conflict = { 409: { description: 'Another run is under way, or this one is not in that state' } };

const list = createRoute({
  method: 'get',
  path: '/retag-runs',
  summary: 'Runs in which articles were tagged again',
  tags: ['Retag'],
  request: { query: Ui },
  responses: answers(RetagRunList, 'Newest first, without examples'),
});
const one = createRoute({
  method: 'get',
  path: '/retag-runs/{id}',
  summary: 'How far a run is, and what differs',
  tags: ['Retag'],
  request: { params: IdParam, query: Ui },
  responses: { ...answers(RetagRunView, 'The run'), ...notFound },
});
const add = createRoute({
  method: 'post',
  path: '/retag-runs',
  summary:
    'Compare what is stored with what the rules and the registry of now say; nothing is written without apply',
  tags: ['Retag'],
  request: { body: { content: { 'application/json': { schema: Request } }, required: true } },
  responses: { ...answers(RetagRunView, 'The run; ask for it again to see how far it is'), ...conflict },
});
const apply = createRoute({
  method: 'post',
  path: '/retag-runs/{id}/apply',
  summary: 'Write what a dry run found',
  tags: ['Retag'],
  request: {
    params: IdParam,
    body: { content: { 'application/json': { schema: Apply } }, required: true },
  },
  responses: { ...answers(RetagRunView, 'The run'), ...notFound, ...conflict },
});
const rollBack = createRoute({
  method: 'post',
  path: '/retag-runs/{id}/rollback',
  summary: 'Restore exactly what was; articles that were changed since stay and are named',
  tags: ['Retag'],
  request: { params: IdParam },
  responses: { ...answers(RetagRunView, 'The run'), ...notFound, ...conflict },
});
const stop = createRoute({
  method: 'delete',
  path: '/retag-runs/{id}',
  summary: 'Stop a run; what it wrote stays until it is rolled back',
  tags: ['Retag'],
  request: { params: IdParam },
  responses: { ...answers(RetagRunView, 'The run'), ...notFound },
});

const LISTED = 50;
const NAMED = 1000;

export function retagRoutes(app: OpenAPIHono, services: ApiServices): void {
  const { retagRuns } = services.store;
  const now = (): string => services.now().toISOString();
  const shown = async (run: RetagRunRow, ui?: string): Promise<RetagRunView> =>
    viewOf(run, { services, references: await referencesFor(services, ui) });

  app.openapi(list, async (context) => {
    const references = await referencesFor(services, context.req.valid('query').ui);
    const items: RetagRunView[] = [];
    for (const run of await retagRuns.list(LISTED)) {
      const view = await viewOf(run, { services, references });
      items.push({ ...view, report: { ...view.report, examples: {} } });
    }
    return context.json({ items }, 200);
  });
  app.openapi(one, async (context) => {
    const { id } = context.req.valid('param');
    const run = await retagRuns.get(id);
    if (run === undefined) throw new KhabarError('NOT_FOUND', `retag run ${id}: there is none of this id`);
    return context.json(await shown(run, context.req.valid('query').ui), 200);
  });
  app.openapi(add, async (context) => {
    const { scope, apply: writes, alerts } = context.req.valid('json');
    if (scope.entity !== undefined && services.registry.byId(scope.entity) === undefined)
      throw new KhabarError('INPUT_INVALID', `entity ${scope.entity}: the registry has none of this id`);
    const run = await retagRuns.add({ scope, apply: writes, alerts, by: LOCAL_USER.id }, now());
    return context.json(await shown(run), 200);
  });
  app.openapi(apply, async (context) => {
    const { id } = context.req.valid('param');
    const { alerts } = context.req.valid('json');
    const known = await retagRuns.get(id);
    const version = await currentVersion(services);
    if (known?.tag_version != null && known.tag_version !== version)
      throw new KhabarError(
        'CONFLICT',
        `retag run ${id}: it compared with ${known.tag_version}, the rules of now are ${version}; make a dry run again`,
      );
    const run = await retagRuns.begin(id, { state: 'applying', from: ['compared'], alerts }, now());
    return context.json(await shown(run), 200);
  });
  app.openapi(rollBack, async (context) => {
    const { id } = context.req.valid('param');
    const run = await retagRuns.begin(
      id,
      { state: 'rolling-back', from: ['applied', 'stopped', 'rolled-back'] },
      now(),
    );
    return context.json(await shown(run), 200);
  });
  app.openapi(stop, async (context) =>
    context.json(await shown(await retagRuns.stop(context.req.valid('param').id, now())), 200),
  );
}

/** Of the workers: this process may not tag itself. */
async function currentVersion({ store, info }: ApiServices): Promise<string> {
  const version = await store.settings.get('tag-version');
  return typeof version === 'string' ? version : info.tagVersion;
}

async function viewOf(
  run: RetagRunRow,
  deps: { services: ApiServices; references: References },
): Promise<RetagRunView> {
  const { services, references } = deps;
  const isRunning = run.ended_at === null && run.state !== 'compared';
  const seconds = (services.now().getTime() - Date.parse(run.began_at)) / 1000;
  const perSecond = isRunning && run.done > 0 && seconds > 0 ? run.done / seconds : null;
  return {
    id: run.id,
    state: run.state,
    scope: run.scope,
    alerts: run.alerts,
    version: run.tag_version,
    done: run.done,
    total: run.total,
    perSecond,
    secondsLeft:
      perSecond === null || run.total === null ? null : Math.ceil((run.total - run.done) / perSecond),
    by: run.made_by,
    at: run.made_at,
    beganAt: run.began_at,
    endedAt: run.ended_at,
    trouble: run.trouble,
    report: run.report,
    refs: idsOf(run).map((id) => references.entity(id)),
    changes: await services.store.retagRuns.changesOf(run.id, NAMED),
    isCurrent: run.tag_version === (await currentVersion(services)),
  };
}

function idsOf({ report, scope }: RetagRunRow): string[] {
  const ids = new Set(Object.keys(report.byEntity));
  if (scope.entity !== undefined) ids.add(scope.entity);
  for (const example of Object.values(report.examples).flat())
    for (const side of [example.before, example.after])
      for (const id of [side?.entity, side?.holder, side?.target, side?.speaker, ...(side?.topics ?? [])])
        if (typeof id === 'string' && (id.includes(':') || id === 'author' || id === 'critics')) ids.add(id);
  return [...ids];
}
