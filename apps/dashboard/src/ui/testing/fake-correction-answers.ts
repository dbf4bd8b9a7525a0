import type {
  ArticleView,
  CorrectionList,
  CorrectionView,
  RetagRunList,
  RetagRunView,
} from '@khabar/api/schemas';
import type { Hono } from 'hono';
import { z } from 'zod';

import type { FakeState } from './fake-api.ts';
import { ARTICLES, ENTITIES } from './fixture-coverage.ts';

const Said = z.object({
  holder: z.string(),
  target: z.string(),
  label: z.enum(['favor', 'against', 'neutral', 'unclear']),
});
const Sent = z.object({
  articleId: z.string(),
  stanceId: z.string(),
  says: Said.nullable(),
  note: z.string(),
});

const refs = Object.values(ENTITIES).map(({ id, type, label }) => ({ id, type, label }));

function refOf(id: string): ArticleView['stances'][number]['holderRef'] {
  return refs.find((ref) => ref.id === id) ?? { id, type: 'unknown', label: id };
}

/** Corrections of stances, as the API takes them and gives them back. */
export function correctionAnswers(api: Hono, state: FakeState): void {
  api.get('/corrections', (context) => {
    const items = state.corrections;
    return context.json<CorrectionList>({ total: items.length, items, cursor: null });
  });
  api.post('/corrections', async (context) => {
    const last: unknown = state.sent.at(-1)?.body;
    const sent = Sent.safeParse(last);
    const article = ARTICLES.find(({ id }) => id === (sent.data?.articleId ?? ''));
    const stance = article?.stances.find(({ id }) => id === sent.data?.stanceId);
    if (sent.data === undefined || article === undefined || stance === undefined)
      return context.json({ done: true });
    const { holder, target, label, evidence } = stance;
    const correction: CorrectionView = {
      id: `c${state.corrections.length + 1}`,
      articleId: article.id,
      subject: { about: 'stance', ...evidence, was: { holder, target, label }, says: sent.data.says },
      note: sent.data.note,
      by: 'local',
      at: '2025-07-06T09:00:00.000Z',
      supersedes: null,
      undoneAt: null,
      undoneBy: null,
      byName: 'Local user',
      state: 'counting',
      refs,
      article: { title: article.title, language: article.language, direction: article.direction },
    };
    state.corrections = [correction, ...state.corrections];
    return context.json(correction);
  });
  api.delete('/corrections/:id', (context) => {
    state.corrections = state.corrections.map((one) =>
      one.id === context.req.param('id') ? { ...one, state: 'undone', undoneAt: one.at } : one,
    );
    return context.json(state.corrections.find(({ id }) => id === context.req.param('id')) ?? null);
  });
  api.get('/retag-runs', (context) => context.json<RetagRunList>({ items: [run] }));
  api.get('/retag-runs/:id', (context) => context.json(run));
  api.post('/retag-runs', (context) => context.json(run));
  api.post('/retag-runs/:id/apply', (context) => context.json(run));
}

/** The article as the corrections that count make it. */
export function withCorrections(
  article: ArticleView | undefined,
  all: readonly CorrectionView[],
): ArticleView | undefined {
  if (article === undefined) return undefined;
  const corrections = all.filter(({ articleId, state }) => articleId === article.id && state === 'counting');
  const stances = article.stances.flatMap((stance) => {
    const correction = corrections.find(
      ({ subject }) =>
        subject.about === 'stance' &&
        subject.start === stance.evidence.start &&
        subject.was?.holder === stance.holder,
    );
    if (correction?.subject.about !== 'stance') return [stance];
    const { says } = correction.subject;
    if (says === null) return [];
    return [
      {
        ...stance,
        ...says,
        holderRef: refOf(says.holder),
        targetRef: refOf(says.target),
        method: 'person',
        correctionId: correction.id,
      },
    ];
  });
  return { ...article, stances, corrections };
}

const run: RetagRunView = {
  id: 'run1',
  state: 'compared',
  scope: { languages: ['ru'] },
  alerts: false,
  version: 'tag-1/rules-2',
  done: 5,
  total: 5,
  perSecond: null,
  secondsLeft: null,
  by: 'local',
  at: '2025-07-06T09:00:00.000Z',
  beganAt: '2025-07-06T09:00:00.000Z',
  endedAt: '2025-07-06T09:00:05.000Z',
  trouble: null,
  report: {
    articles: 5,
    changed: 1,
    counts: { 'stance-flipped': 1, 'mention-added': 1 },
    byLanguage: { ru: { 'stance-flipped': 1, 'mention-added': 1 } },
    byEntity: { 'org:taliban': { 'stance-flipped': 1 } },
    examples: {
      'stance-flipped': [
        {
          articleId: 'article3',
          language: 'ru',
          sentence: 'Замир Кабулов приветствовал решение.',
          before: { holder: 'person:zamir-kabulov', target: 'org:taliban', label: 'against' },
          after: { holder: 'person:zamir-kabulov', target: 'org:taliban', label: 'favor' },
        },
      ],
      'mention-added': [
        {
          articleId: 'article3',
          language: 'ru',
          sentence: 'Замир Кабулов приветствовал решение.',
          before: null,
          after: { entity: 'person:zamir-kabulov', surface: 'Кабулов' },
        },
      ],
    },
    failed: [],
  },
  refs,
  changes: { written: 0, restored: 0, changedSince: 0, ids: [] },
  isCurrent: true,
};
