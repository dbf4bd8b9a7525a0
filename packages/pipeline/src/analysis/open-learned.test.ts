import { env } from 'node:process';

import { ArticleVector, type Tags } from '@khabar/article';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Analysis, openAnalysis } from './open-analysis.ts';
import { openLearned } from './open-learned.ts';

const TASK = {
  kind: 'tag',
  title: '',
  // No rule knows this verb; Gregory Holloway is in no registry.
  text: 'Beijing would be glad to see the Taliban seated at regional conferences. On Monday Gregory Holloway flew to Kabul for talks with the Taliban.',
  language: 'en',
  outletId: 'gazette.example',
  published: null,
} as const;
const OTHERS = [
  { ...TASK, text: 'Harvests in the valley were poor.', language: 'en' },
  { ...TASK, text: 'Лавров встретился в Москве с министром Амир Ханом Муттаки. '.repeat(30), language: 'ru' },
  { ...TASK, text: 'طالبان از روسیه قدردانی کردند.', language: 'fa' },
];
const EMPTY: Tags = { mentions: [], quotes: [], stances: [], relevance: {}, topics: [], version: 'rules' };
const ARTICLE = { title: '', text: TASK.text, language: 'en' };

const probe = await openLearned({ threads: 1, timeoutMs: 20_000, maxSentences: 10 });
const hasEncoder = probe.status().state === 'on';
await probe.close();

test('the encoder loads where it must (KHABAR_REQUIRE_ALL)', () => {
  expect(hasEncoder || env['KHABAR_REQUIRE_ALL'] !== '1').toBe(true);
});

test('without its weights everything is tagged by the rules, and the reason is told', async () => {
  const analysis = await openAnalysis({
    threads: 1,
    timeoutMs: 20_000,
    encoder: { maxSentences: 10, weights: new URL('nowhere/', import.meta.url) },
  });
  expect(analysis.encoder()).toEqual({
    state: 'unavailable',
    reason: expect.stringMatching(/^No encoder: .*nowhere/),
  });
  const tags = await analysis.run(TASK);
  expect(tags.mentions.map(({ entityId }) => entityId)).toContain('org:taliban');
  expect(tags.version).toBe(analysis.tagVersion);
  expect(tags.vector).toBeUndefined();
  await analysis.close();
});

describe.skipIf(!hasEncoder)('with the encoder (skipped where onnxruntime-node is not installed)', () => {
  let analysis: Analysis;
  let tags: Tags;
  beforeAll(async () => {
    analysis = await openAnalysis({ threads: 2, timeoutMs: 20_000, encoder: { maxSentences: 10 } });
    tags = await analysis.run(TASK);
  });
  afterAll(() => analysis.close());

  test('the version of the tags names the encoder, its heads and how many sentences are read', () => {
    const status = analysis.encoder();
    expect(status.state === 'on' && status.version).toMatch(
      /^heads-\d+\/[0-9a-f]{12}\/taking-\d+\/sentences-10$/,
    );
    expect(tags.version).toBe(analysis.tagVersion);
    expect(tags.version).toMatch(/^tag-.*\/registry-.*\/heads-/);
  });

  test('names that no list holds are proposed beside those of the rules', () => {
    expect(tags.proposedNames).toContainEqual(
      expect.objectContaining({
        surface: 'Gregory Holloway',
        type: 'PER',
        foundBy: 'learned',
        sound: expect.any(String),
      }),
    );
  });

  test('a stance that no rule sees is added under its own method, and no neutral one is kept', () => {
    expect(tags.stances).toEqual([
      expect.objectContaining({
        holder: 'country:china',
        target: 'org:taliban',
        label: 'favor',
        method: expect.stringMatching(/^heads-/),
      }),
    ]);
  });

  test('the article has a vector of small whole numbers', () => {
    const { values, model } = ArticleVector.parse(tags.vector);
    expect(values).toHaveLength(384);
    expect(Math.max(...values.map(Math.abs))).toBe(127);
    expect(model).toMatch(/^heads-/);
  });

  test('an article is read the same alone and beside others, in whichever thread', async () => {
    const beside = await Promise.all([...OTHERS, TASK, ...OTHERS, TASK].map((task) => analysis.run(task)));
    expect(beside[OTHERS.length]).toEqual(tags);
    expect(beside.at(-1)).toEqual(tags);
  });

  test('a text of a million letters costs no more than its head', async () => {
    const huge = { ...EMPTY, mentions: [] };
    const learned = await openLearned({ threads: 1, timeoutMs: 20_000, maxSentences: 2 });
    const read = await learned.read({ ...ARTICLE, text: 'The Taliban met nobody. '.repeat(60_000) }, huge);
    expect(read.vector?.values).toHaveLength(384);
    await learned.close();
  });

  test('an article that takes too long is left to the rules, and an encoder that always does is given up', async () => {
    const troubles: string[] = [];
    const hasty = await openLearned({
      threads: 1,
      timeoutMs: 1,
      maxSentences: 200,
      onTrouble: (trouble) => troubles.push(trouble),
    });
    const long = { ...ARTICLE, text: `${TASK.text} `.repeat(100) };
    const read = await Promise.all([1, 2, 3, 4].map(() => hasty.read(long, EMPTY)));
    expect(read).toEqual([EMPTY, EMPTY, EMPTY, EMPTY]);
    expect(troubles[0]).toMatch(/took longer than 1 ms; it is left to the rules$/);
    expect(hasty.status().state).toBe('unavailable');
    await hasty.close();
  });

  test('whoever still waits when it closes is told to come back', async () => {
    const closing = await openLearned({ threads: 1, timeoutMs: 20_000, maxSentences: 10 });
    const waiting = [1, 2].map(() => closing.read(ARTICLE, EMPTY).catch((error: unknown) => error));
    await closing.close();
    for (const error of await Promise.all(waiting))
      expect(error).toMatchObject({ code: 'CANCELLED', retry: 'later' });
  });
});
