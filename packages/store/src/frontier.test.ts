import { afterAll, beforeAll, expect, test } from 'vitest';

import { freshSchema, sharedTestPostgres } from './embedded/testing.ts';
import { openStore, type Store } from './index.ts';

const NOW = '2025-07-04T09:00:00.000Z';

let store: Store;
beforeAll(async () => {
  const postgres = await sharedTestPostgres();
  store = await openStore(postgres.connection, { schema: freshSchema('frontier'), max: 2 });
  await store.outlets.put(
    {
      id: 'gazeta',
      name: 'Gazeta',
      country: null,
      language: 'ru',
      kind: 'independent',
      homepage: 'http://gazeta.example/',
      channels: [],
      everyMinutes: 30,
    },
    NOW,
  );
});
afterAll(() => store.close());

async function addDue(host: string, ids: readonly string[]): Promise<void> {
  await store.frontier.add(
    ids.map((id) => ({
      id,
      url: `http://${host}/${id}`,
      host,
      outletId: 'gazeta',
      lead: { url: `http://${host}/${id}`, outletId: 'gazeta', foundIn: `http://${host}/rss` },
    })),
    NOW,
  );
}

async function lapse(host: string): Promise<void> {
  await store.db
    .updateTable('hosts')
    .set({ leased_until: '2025-01-01T00:00:00.000Z' })
    .where('host', '=', host)
    .execute();
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map((row) => row.id).toSorted();

test('a host with due addresses is offered once, and again when its work has ended', async () => {
  await addDue('one.example', ['o1']);
  expect(await store.frontier.offerHosts(NOW, 10)).toContain('one.example');
  expect(await store.frontier.offerHosts(NOW, 10)).not.toContain('one.example');
  expect(await store.frontier.takeHost('one.example', 'first')).toBe(true);
  expect(await store.frontier.offerHosts(NOW, 10)).not.toContain('one.example');
  await store.frontier.releaseHost('one.example', 'first');
  expect(await store.frontier.offerHosts(NOW, 10)).toContain('one.example');
});

test('a host has one worker at a time; what it did not get to is free when it ends', async () => {
  await addDue('two.example', ['t1', 't2']);
  expect(await store.frontier.takeHost('two.example', 'first')).toBe(true);
  expect(await store.frontier.takeHost('two.example', 'second')).toBe(false);
  expect(idsOf(await store.frontier.claim('two.example', NOW, 10))).toEqual(['t1', 't2']);
  await store.frontier.fetched('t1', { status: 200 });
  await store.frontier.releaseHost('two.example', 'second');
  expect(await store.frontier.claim('two.example', NOW, 10)).toEqual([]);
  await store.frontier.releaseHost('two.example', 'first');
  expect(await store.frontier.takeHost('two.example', 'second')).toBe(true);
  expect(idsOf(await store.frontier.claim('two.example', NOW, 10))).toEqual(['t2']);
});

test('a host whose worker died is offered again with all that it had claimed, and the dead one has no say in it', async () => {
  await addDue('three.example', ['h1', 'h2']);
  await store.frontier.takeHost('three.example', 'dead');
  expect(await store.frontier.claim('three.example', NOW, 10)).toHaveLength(2);
  expect(await store.frontier.offerHosts(NOW, 10)).not.toContain('three.example');
  await lapse('three.example');
  expect(await store.frontier.offerHosts(NOW, 10)).toContain('three.example');
  expect(await store.frontier.takeHost('three.example', 'next')).toBe(true);
  expect(await store.frontier.renewHost('three.example', 'dead')).toBe(false);
  await store.frontier.releaseHost('three.example', 'dead');
  expect(await store.frontier.renewHost('three.example', 'next')).toBe(true);
  expect(idsOf(await store.frontier.claim('three.example', NOW, 10))).toEqual(['h1', 'h2']);
});

test('a lease that a clock set back left in the far future does not hold', async () => {
  await addDue('four.example', ['f1']);
  await store.frontier.takeHost('four.example', 'dead');
  await store.db
    .updateTable('hosts')
    .set({ leased_until: '2999-01-01T00:00:00.000Z' })
    .where('host', '=', 'four.example')
    .execute();
  expect(await store.frontier.takeHost('four.example', 'next')).toBe(true);
});

test('work that failed is not offered while the queue will try it again', async () => {
  await addDue('five.example', ['v1']);
  await store.frontier.takeHost('five.example', 'first');
  await store.frontier.claim('five.example', NOW, 10);
  await store.frontier.returnHost('five.example', 'first');
  expect(await store.frontier.offerHosts(NOW, 10)).not.toContain('five.example');
  expect(await store.frontier.takeHost('five.example', 'again')).toBe(true);
  expect(idsOf(await store.frontier.claim('five.example', NOW, 10))).toEqual(['v1']);
});
