import { setTimeout as wait } from 'node:timers/promises';

import type { HostTurn, HostTurns } from '@khabar/article';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type HostTurnsOptions, openHostTurns, openStore, type Store } from './index.ts';
import { type FreshDatabase, presentServer, testPostgresServer } from './testing/index.ts';

const postgres = await testPostgresServer();
const QUICK: HostTurnsOptions = { leaseMs: 1500, beatMs: 100, pollMs: 20, shareMs: 200, idleMs: 300 };
const ASKED = { asked: true, restMs: 0 };

describe.skipIf(postgres.kind === 'none')('with a PostgreSQL server (skipped where there is none)', () => {
  let database: FreshDatabase;
  let store: Store;
  const opened: HostTurns[] = [];

  beforeAll(async () => {
    database = await presentServer(postgres).freshDatabase('turns');
    store = await openStore({ connectionString: database.url }, { max: 10 });
  });
  afterAll(async () => {
    await Promise.all(opened.map((turns) => turns.close()));
    await store.close();
    await database.drop();
  });

  /** As another process has it. */
  function open(options: HostTurnsOptions = {}): HostTurns {
    const turns = openHostTurns(store.db, { ...QUICK, ...options });
    opened.push(turns);
    return turns;
  }

  test('a host is asked by one process at a time, and its next one knows for how long it was quiet', async () => {
    const [first, second] = [open(), open()];
    const turn = await first.take('one.example');
    expect(turn.quietMs).toBe(Number.POSITIVE_INFINITY);
    let other: HostTurn | null = null;
    const waiting = second.take('one.example').then((got) => (other = got));
    await first.take('two.example');
    expect(other).toBeNull();
    const ended = performance.now();
    turn.end(ASKED);
    const got = await waiting;
    expect(got.quietMs).toBeGreaterThan(0);
    expect(got.quietMs).toBeLessThanOrEqual(performance.now() - ended);
    got.end(ASKED);
  });

  test('who keeps using a host gives it on after its share, and all get it in turn', async () => {
    const order: number[] = [];
    const asked = [0, 0, 0, 0];
    const all = [open(), open(), open(), open()];
    let inside = 0;
    const until = performance.now() + 2500;
    await Promise.all(
      all.map(async (turns, index) => {
        while (performance.now() < until) {
          const turn = await turns.take('busy.example');
          inside += 1;
          expect(inside).toBe(1);
          if (order.at(-1) !== index) order.push(index);
          asked[index] = (asked[index] ?? 0) + 1;
          await wait(5);
          inside -= 1;
          turn.end(ASKED);
        }
        await turns.close();
      }),
    );
    expect(Math.min(...asked)).toBeGreaterThan(0);
    const [one, two, three, four] = order;
    expect(new Set([one, two, three, four]).size).toBe(4);
    // In line: the second round has the order of the first.
    expect(order.slice(4, 8)).toEqual(order.slice(0, 4).slice(0, order.slice(4, 8).length));
  });

  test('what a host asked for binds the others at once', async () => {
    const [first, second] = [open(), open()];
    const turn = await first.take('tired.example');
    turn.end({ asked: true, restMs: 60_000 });
    const got = await second.take('tired.example');
    expect(got.restMs).toBeGreaterThan(58_000);
    expect(got.restMs).toBeLessThanOrEqual(60_000);
    got.end({ asked: false, restMs: 0 });
  });

  test('a process that falls silent loses its hosts: its request ends before another one begins', async () => {
    const silent = await openStore({ connectionString: database.url }, { max: 1 });
    const first = openHostTurns(silent.db, QUICK);
    const turn = await first.take('silent.example');
    const gone = Promise.withResolvers<number>();
    turn.lost.addEventListener('abort', () => gone.resolve(performance.now()));
    // Nothing of its own gets through any more.
    const blocking = silent.db
      .transaction()
      .execute(() => gone.promise.then(() => wait(1500)))
      .catch(() => {});
    const begun = performance.now();
    const got = await open().take('silent.example');
    const takenAt = performance.now();
    expect(takenAt - begun).toBeLessThan(3000);
    expect(await gone.promise).toBeLessThan(takenAt);
    expect(turn.isLost()).toBe(true);
    // The dead one may have asked until its lease ran out.
    expect(got.quietMs).toBeLessThan(1000);
    got.end(ASKED);
    turn.end(ASKED);
    await blocking;
    await first.close();
    await silent.close();
  });

  test('a wait that is given up leaves the line', async () => {
    const [first, second, third] = [open(), open(), open()];
    const turn = await first.take('queue.example');
    const stop = new AbortController();
    const given = second.take('queue.example', stop.signal).then(
      () => 'taken',
      (cause: unknown) => cause,
    );
    const next = third.take('queue.example');
    stop.abort('enough');
    expect(await given).toBe('enough');
    turn.end(ASKED);
    (await next).end(ASKED);
    (await second.take('queue.example')).end(ASKED);
  });

  test('many hosts cost a few statements a second, not some for each request', async () => {
    let statements = 0;
    const counted = store.db.withPlugin({
      transformQuery: ({ node }) => {
        statements += 1;
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const turns = openHostTurns(counted);
    const hosts = Array.from({ length: 100 }, (_, index) => `host-${index}.example`);
    const begun = performance.now();
    for (let round = 0; round < 20; round += 1) {
      await Promise.all(
        hosts.map(async (host) => {
          const turn = await turns.take(host);
          turn.end(ASKED);
        }),
      );
      await wait(50);
    }
    const seconds = (performance.now() - begun) / 1000;
    await turns.close();
    expect(statements).toBeLessThanOrEqual(8 + 2 * seconds);
  });
});
