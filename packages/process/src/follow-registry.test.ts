import type { Entity } from '@khabar/article';
import { silentLogger } from '@khabar/observe';
import { openLiveRegistry } from '@khabar/registry';
import { openStore, type Store } from '@khabar/store';
import { freshSchema, sharedTestPostgres } from '@khabar/store/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { followRegistry } from './follow-registry.ts';
import { entityResolver } from './resolve-entity.ts';

const named = (id: string, text: string): Entity => ({
  id,
  type: 'person',
  names: [{ language: 'en', text, kind: 'label' }],
});
const DATA = { entities: [named('person:orlov', 'Pavel Orlov'), named('person:orloff', 'Pawel Orloff')] };
const CONTEXT = { userId: 'local', now: '2025-07-04T09:00:00.000Z' };

let store: Store;
beforeAll(async () => {
  const { connection } = await sharedTestPostgres();
  store = await openStore(connection, { schema: freshSchema('follow') });
}, 60_000);
afterAll(() => store.close());

test('two processes take what either changes, and queries find both ids of a merged entity', async () => {
  const [one, other] = [openLiveRegistry(DATA), openLiveRegistry(DATA)];
  const follow = (registry: typeof one, everyMs: number | null) =>
    followRegistry({ store, registry, logger: silentLogger }, everyMs);
  const asked = await follow(one, null);
  const looking = await follow(other, 20);
  const resolve = entityResolver(other);
  expect(resolve('Pawel Orloff')).toEqual(['person:orloff']);
  const [merge = 0] = await store.registryEdits.add(
    [{ kind: 'merge', id: 'person:orloff', into: 'person:orlov' }],
    CONTEXT,
  );
  await expect.poll(() => other.newest).toBe(merge);
  for (const name of ['Pawel Orloff', 'Pavel Orlov', 'person:orloff', 'person:orlov'])
    expect(resolve(name)).toEqual(['person:orlov', 'person:orloff']);
  expect(one.newest).toBe(0);
  await asked.refresh();
  expect(one.version).toBe(other.version);
  await store.registryEdits.add([{ kind: 'undo', entry: merge }], CONTEXT);
  await asked.refresh();
  expect(one.currentId('person:orloff')).toBe('person:orloff');
  await asked.close();
  await looking.close();
});

test('a change that does not fit any more is left out, and the process opens all the same', async () => {
  await store.registryEdits.add([{ kind: 'retire', id: 'person:nobody' }], CONTEXT);
  const registry = openLiveRegistry(DATA);
  const follower = await followRegistry({ store, registry, logger: silentLogger }, null);
  expect(registry.problems.map(({ message }) => message)).toEqual([
    'person:nobody: there is no entity of this id in the registry',
  ]);
  await follower.close();
});
