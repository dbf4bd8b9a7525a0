import { afterAll, beforeAll, expect, test } from 'vitest';

import { type Analysis, openAnalysis } from './open-analysis.ts';

const OLD = {
  version: 'one',
  entities: [
    {
      id: 'person:pavel-orlov',
      type: 'person' as const,
      names: [{ language: 'en', text: 'Pavel Orlov', kind: 'label' as const }],
    },
  ],
};
const NEW = { version: 'two', entities: OLD.entities.map((entity) => ({ ...entity, id: 'person:orlov' })) };
const TASK = {
  kind: 'tag',
  title: '',
  text: 'The spokesman Pavel Orlov met the envoy Ivan Sidorov.',
  language: 'en',
  outletId: 'gazeta.example',
  published: null,
} as const;

let analysis: Analysis;
beforeAll(async () => {
  analysis = await openAnalysis({ threads: 2, timeoutMs: 20_000, registry: OLD });
});
afterAll(() => analysis.close());

test('what is asked after a change of the registry is tagged by the new one, what was under way by the old', async () => {
  const ids = async () => {
    const { mentions, version } = await analysis.run(TASK);
    return [version.split('/').at(-1), ...mentions.map(({ entityId }) => entityId)];
  };
  expect(analysis.tagVersion).toMatch(/\/registry-one$/);
  const before = ids();
  const changed = analysis.useRegistry(NEW);
  const after = [ids(), ids(), ids()];
  await changed;
  expect(analysis.tagVersion).toMatch(/\/registry-two$/);
  expect(await before).toEqual(['registry-one', 'person:pavel-orlov']);
  expect(await Promise.all(after)).toEqual(Array.from({ length: 3 }, () => ['registry-two', 'person:orlov']));
});

test('two changes right after each other: the last one holds, and whoever waited for the first is told too', async () => {
  const third = { ...NEW, version: 'three' };
  await Promise.all([analysis.useRegistry(OLD), analysis.useRegistry(third)]);
  expect(analysis.tagVersion).toMatch(/\/registry-three$/);
  expect((await analysis.run(TASK)).mentions.map(({ entityId }) => entityId)).toEqual(['person:orlov']);
});

test('names that the registry lacks are proposed with their sentence', async () => {
  const { proposedNames } = await analysis.run(TASK);
  expect(proposedNames).toMatchObject([{ surface: 'Ivan Sidorov', sentence: TASK.text, foundBy: 'rule' }]);
});
