import { NewRegistryChange } from '@khabar/api/registry-schemas';
import type {
  AssistAnswer,
  ChannelList,
  Completions,
  CorrectionView,
  DeliveryList,
  FetchList,
  GapList,
  Status,
} from '@khabar/api/schemas';
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';

import { correctionAnswers, withCorrections } from './fake-correction-answers.ts';
import * as entities from './fake-entity-answers.ts';
import * as registry from './fake-registry-answers.ts';
import * as search from './fake-search-answers.ts';
import * as stances from './fake-stance-answers.ts';
import { fakeStory } from './fake-story-answers.ts';
import * as watch from './fake-watch-answers.ts';
import { ARTICLES } from './fixture-coverage.ts';

/** The state that a test may change and look at. */
export interface FakeState {
  sampleLoaded: boolean;
  ruleActive: boolean;
  /** Articles of the sample that are here while it loads; null: all, and it is loaded. */
  arrived: number | null;
  /** Newest first. */
  corrections: CorrectionView[];
  /** Requests that change something, in order. */
  readonly sent: { readonly method: string; readonly path: string; readonly body: unknown }[];
  /** What was changed in the registry. */
  readonly registry: registry.FakeRegistry;
  /** Content-policy reports of the browser. */
  readonly reports: unknown[];
  /** Language model; null: none. */
  model: string | null;
  readonly assisted: AssistAnswer[];
  /** Paths (without /api/v1) that answer 503. */
  readonly broken: Set<string>;
}

const AssistWish = z.object({ task: z.string(), language: z.string() });

function gistOf(articleId: string, language: string): AssistAnswer {
  return {
    task: 'gist',
    articleId,
    language,
    model: 'small-1',
    answer: { gist: 'مسکو سفیر را پذیرفت. سازمان ملل نگران است.' },
    tokensIn: 90,
    tokensOut: 30,
    madeBy: 'local',
    madeAt: '2025-07-06T08:00:00.000Z',
    cached: false,
  };
}

export function fakeState(): FakeState {
  return {
    sampleLoaded: true,
    ruleActive: true,
    arrived: null,
    corrections: [],
    sent: [],
    registry: { entries: [] },
    model: null,
    assisted: [],
    reports: [],
    broken: new Set(),
  };
}

function status(state: FakeState): Status {
  return {
    version: '0.1.0',
    state: 'ok',
    reasons: [],
    sample: {
      loaded: state.sampleLoaded && state.arrived === null,
      loading: state.arrived !== null,
      articles: state.arrived ?? ARTICLES.length,
      expected: ARTICLES.length,
    },
    roles: { record: 'PGlite', queue: 'PGlite', search: 'PostgreSQL' },
    encoder: { state: 'on', version: 'heads-1/0123456789ab' },
    articles: state.arrived ?? ARTICLES.length,
    outlets: 6,
    user: { id: 'local', name: 'local', role: 'admin' },
  };
}

const channels: ChannelList = {
  total: 1,
  items: [
    {
      id: 'hook1',
      name: 'Newsroom hook',
      kind: 'webhook',
      url: 'https://hook.example/in',
      sealed: true,
      active: true,
      lastStatus: '200',
      lastAt: '2025-07-05T11:00:10.000Z',
    },
  ],
};

const deliveries: DeliveryList = {
  total: 1,
  items: [
    {
      id: 'd1',
      channelId: 'hook1',
      ruleId: 'rule1',
      ruleName: 'Recognition',
      channelName: 'Newsroom hook',
      resendOf: null,
      articles: 3,
      state: 'delivered',
      attempts: 1,
      createdAt: '2025-07-05T11:00:00.000Z',
      nextAt: null,
      lastStatus: '200',
    },
  ],
  cursor: null,
};

const fetches: FetchList = {
  items: [
    {
      at: '2025-07-06T08:00:00.000Z',
      url: 'https://neva.example/feed',
      what: 'channel',
      outcome: 'page',
      status: 200,
      bytes: 9_120,
      ms: 84,
      found: 3,
      reason: null,
    },
    {
      at: '2025-07-06T07:00:00.000Z',
      url: 'https://neva.example/robots.txt',
      what: 'robots',
      outcome: 'refused',
      status: 503,
      bytes: 0,
      ms: 12,
      found: null,
      reason: 'The server answered 503.',
    },
  ],
};

const gaps: GapList = {
  items: [{ beganAt: '2025-07-02T06:00:00.000Z', endedAt: '2025-07-03T18:00:00.000Z', code: 'server-error' }],
};

const completions: Completions = {
  items: [
    { kind: 'entity', text: 'Zamir Kabulov', insert: 'entity:person:zamir-kabulov', count: 3 },
    { kind: 'term', text: 'kabul', insert: 'kabul', count: 9 },
  ],
};

/** An API of fixtures under /api/v1, as the pages use it. */
export function fakeApi(state: FakeState): Hono {
  const api = new Hono().basePath('/api/v1');
  api.use(async (context, next) => {
    const path = context.req.path.replace('/api/v1', '');
    if (context.req.method !== 'GET') {
      const text = await context.req.text();
      state.sent.push({ method: context.req.method, path, body: text === '' ? null : JSON.parse(text) });
    }
    if (state.broken.has(path)) {
      return context.json(
        {
          type: 'about:blank',
          title: 'Unavailable',
          status: 503,
          detail: 'search: the index does not answer',
          code: 'SEARCH_UNAVAILABLE',
          requestId: 'request-1',
        },
        503,
      );
    }
    return next();
  });
  api.get('/status', (context) => context.json(status(state)));
  api.delete('/sample', (context) => {
    state.sampleLoaded = false;
    return context.json({ done: true });
  });
  api.get('/overview', (context) =>
    context.json(state.arrived === 0 ? watch.emptyOverview() : watch.overview(context.req.query())),
  );
  api.get('/articles', (context) => context.json(search.articleList(context.req.query())));
  correctionAnswers(api, state);
  api.get('/articles/:id', (context) => {
    const article = withCorrections(
      ARTICLES.find(({ id }) => id === context.req.param('id')),
      state.corrections,
    );
    return article === undefined
      ? context.json({ detail: 'article: there is none of this id', requestId: 'request-2' }, 404)
      : context.json(article);
  });
  api.get('/stories/:id', (context) => {
    const story = fakeStory(context.req.param('id'));
    return story === null
      ? context.json({ detail: 'story: none', requestId: 'request-2' }, 404)
      : context.json(story);
  });
  api.get('/subjects', (context) => context.json({ items: [] }));
  api.get('/assist', (context) =>
    context.json({
      model: state.model,
      tokensPerDay: 1000,
      today: { requests: 1, tokensIn: 90, tokensOut: 30, refused: 0 },
    }),
  );
  api.get('/articles/:id/assist', (context) =>
    context.json({ items: state.assisted.filter((answer) => answer.articleId === context.req.param('id')) }),
  );
  api.post('/articles/:id/assist', async (context) => {
    const { task, language } = AssistWish.parse(await context.req.json());
    if (task !== 'gist')
      return context.json(
        { status: 502, title: 'Bad gateway', detail: 'language model: it took too long' },
        502,
      );
    const answer = gistOf(context.req.param('id'), language);
    state.assisted.push(answer);
    return context.json(answer);
  });
  api.get('/facets', (context) => context.json(search.facets(context.req.query())));
  api.get('/timeline', (context) => context.json(search.timeline(context.req.query())));
  api.get('/coverage', (context) => context.json(search.coverage(context.req.query())));
  api.get('/terms', (context) => context.json(completions));
  api.get('/stances', (context) => context.json(stances.statementList(context.req.query())));
  api.get('/stances/timeline', (context) => context.json(stances.stanceTimeline(context.req.query())));
  api.get('/stances/matrix', (context) => context.json(stances.stanceMatrix(context.req.query())));
  api.get('/stances/shifts', (context) => context.json(stances.stanceShifts(context.req.query())));
  api.get('/registry/entities', (context) => context.json(entities.entityList(context.req.query())));
  api.get('/registry/changes', (context) =>
    context.json(registry.history(state.registry, context.req.query('entity'))),
  );
  api.get('/registry/proposals', (context) => context.json(registry.proposals(state.registry)));
  api.post('/registry/changes', async (context) => {
    const { change } = NewRegistryChange.parse(await context.req.json());
    return context.json(registry.changeRegistry(change, state.registry));
  });
  api.post('/registry/changes/preview', async (context) =>
    context.json(registry.effectOf(NewRegistryChange.parse(await context.req.json()).change)),
  );
  api.get('/entities', (context) => context.json(entities.entityList(context.req.query())));
  api.get('/entities/:id', (context) => {
    const id = registry.currentId(context.req.param('id'), state.registry);
    if (id !== context.req.param('id')) return context.redirect(`/api/v1/entities/${id}`, 308);
    const view = entities.entityView(id, context.req.query(), state.registry);
    return view === null
      ? context.json({ detail: 'entity: there is none of this id', requestId: 'request-3' }, 404)
      : context.json(view);
  });
  api.get('/searches', (context) => context.json(watch.savedSearches()));
  api.post('/searches', (context) => context.json(watch.savedSearches().items[0] ?? null));
  api.post('/searches/:id/look', (context) => context.json({ done: true }));
  api.get('/alert-rules', (context) => context.json(watch.alertRules(state.ruleActive)));
  api.patch('/alert-rules/:id', (context) => {
    state.ruleActive = !state.ruleActive;
    return context.json(watch.alertRules(state.ruleActive).items[0] ?? null);
  });
  api.post('/alert-rules/preview', (context) => context.json(watch.alertPreview()));
  api.get('/alerts', (context) => context.json(watch.alerts()));
  api.get('/channels', (context) => context.json(channels));
  api.post('/channels/:id/test', (context) =>
    context.json({ ok: true, status: 200, ms: 31, reply: 'thanks' }),
  );
  api.get('/deliveries', (context) => context.json(deliveries));
  api.get('/outlets', (context) => context.json(watch.outlets()));
  api.get('/outlets/:id', (context) =>
    context.json(watch.outlets().items.find(({ id }) => id === context.req.param('id')) ?? null),
  );
  api.get('/outlets/:id/fetches', (context) => context.json(fetches));
  api.get('/outlets/:id/gaps', (context) => context.json(gaps));
  api.get('/events', (context) =>
    streamSSE(context, (stream) => new Promise((resolve) => stream.onAbort(resolve))),
  );
  return api;
}
