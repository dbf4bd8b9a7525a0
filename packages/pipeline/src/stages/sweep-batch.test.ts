import { AlertTiming } from '@khabar/article';
import { buildRegistry } from '@khabar/registry';
import type { SearchDocument } from '@khabar/search';
import { openStore, type Records, type Store } from '@khabar/store';
import { freshSchema, sharedTestPostgres } from '@khabar/store/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { sendDueAlerts } from './send-due-alerts.ts';
import { sweepBatch, type SweepParts } from './sweep-batch.ts';

const BEFORE = '2026-01-01T00:00:00.000Z';
const NOW = '2026-03-01T10:00:00.000Z';
const schema = freshSchema('sweep');
let store: Store;
let ruleId = '';

beforeAll(async () => {
  const { connection } = await sharedTestPostgres();
  store = await openStore(connection, { schema, max: 3 });
}, 60_000);
afterAll(async () => {
  await sql`drop schema ${sql.id(schema)} cascade`.execute(store.db);
  await store.close();
});
beforeEach(async () => {
  await sql`truncate articles, outlets, saved_searches, alert_channels, outbox cascade`.execute(store.db);
  await sql`insert into outlets (id, name, language, kind, created_at) values ('o', 'O', 'ru', 'agency', ${BEFORE}::timestamptz)`.execute(
    store.db,
  );
  await store.users.ensureLocal(BEFORE);
  const search = await store.savedSearches.add(
    { ownerId: 'local', name: 'Кабулов', query: 'Кабулов', params: {} },
    BEFORE,
  );
  const channel = await store.alerts.addChannel(
    { ownerId: 'local', name: 'Desk', config: { kind: 'webhook', url: 'http://hook.example/', secret: 's' } },
    BEFORE,
  );
  ruleId = await store.alerts.addRule(search.id, [channel], BEFORE);
});

async function documents(...articles: (readonly [id: string, storyId: string])[]): Promise<SearchDocument[]> {
  for (const [id, storyId] of articles) {
    await sql`insert into articles (id, url, outlet_id, title, authors, published_from, published_confidence, first_seen_at, updated_at,
        revision, language, language_confidence, text, blocks, tags, paywalled, word_count, content_hash, story_id, sample,
        extraction_method, extraction_confidence, extraction_version)
      values (${id}, ${`http://o.example/${id}`}, 'o', 'Кабулов', '{}', 'feed', 1, ${NOW}::timestamptz, ${NOW}::timestamptz, 1, 'ru', 1,
        'Замир Кабулов сообщил.', '[]', '{}', false, 3, ${id}, ${storyId}, false, 'test', 1, '1')
      on conflict do nothing`.execute(store.db);
  }
  return articles.map(([id, storyId]) => ({
    id,
    storyId,
    url: `http://o.example/${id}`,
    outletId: 'o',
    title: 'Кабулов',
    text: 'Замир Кабулов сообщил.',
    authors: [],
    language: 'ru',
    country: null,
    kind: 'agency',
    section: null,
    publishedAt: null,
    firstSeenAt: NOW,
    topics: [],
    entities: [],
    stances: [],
  }));
}

function parts(now = NOW, of: Store = store): SweepParts {
  return {
    store: of,
    now: () => new Date(now),
    search: {
      async *ids({ filters }) {
        yield filters.ids ?? [];
      },
    },
    registry: buildRegistry({ entities: [] }),
    metrics: { alerts: () => {} },
    relay: { kick: () => {} },
  };
}

const decisions = async (): Promise<(string | null)[][]> =>
  (await store.alerts.ledger({ ruleId, limit: 100 }))
    .map((row) => [row.article_id, row.decision, row.duplicate_of])
    .toSorted((a, b) => (a[0] ?? '').localeCompare(b[0] ?? ''));
const messages = async (): Promise<string[][]> =>
  (await store.alerts.deliveries({ limit: 100, offset: 0 })).map((row) => row.article_ids);

/** The store, in which the nth step within a transaction fails, as a kill between two statements would. */
function dyingAt(step: number): { store: Store; steps: () => number } {
  let steps = 0;
  const dying = <T extends object>(group: T): T =>
    new Proxy(group, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...given: unknown[]) => {
          steps += 1;
          if (steps === step) throw new Error('killed');
          return Reflect.apply(method, target, given);
        };
      },
    });
  return {
    steps: () => steps,
    store: {
      ...store,
      transaction: (work) =>
        store.transaction((records: Records) =>
          work({ ...records, alerts: dying(records.alerts), outbox: dying(records.outbox) }),
        ),
    },
  };
}

test('one story is one alert: later copies are kept as its duplicates and sent nowhere', async () => {
  await sweepBatch(await documents(['a', 's'], ['b', 's']), parts());
  await sweepBatch(await documents(['c', 's'], ['d', 't']), parts());
  expect(await decisions()).toEqual([
    ['a', 'fired', null],
    ['b', 'duplicate', 'a'],
    ['c', 'duplicate', 'a'],
    ['d', 'fired', null],
  ]);
  expect((await messages()).flat().toSorted()).toEqual(['a', 'd']);
  expect(await store.alerts.alsoIn(ruleId, ['a', 'd'])).toEqual(new Map([['a', 2]]));
});

test('two processes that sweep two copies at the same moment tell the story once', async () => {
  const batches = [await documents(['a', 's']), await documents(['b', 's']), await documents(['a', 's'])];
  await Promise.all(batches.map((batch) => sweepBatch(batch, parts())));
  expect(new Set((await decisions()).map(([, decision]) => decision))).toEqual(
    new Set(['duplicate', 'fired']),
  );
  expect(await messages()).toHaveLength(1);
});

test('a sweep that is killed at any step leaves nothing, and the next one sends each alert once', async () => {
  const batch = await documents(['a', 's'], ['b', 't']);
  let killed = 0;
  for (let step = 1; ; step += 1) {
    const dying = dyingAt(step);
    const ended = await sweepBatch(batch, parts(NOW, dying.store)).then(
      () => true,
      () => false,
    );
    if (ended) break;
    killed += 1;
    expect(await decisions()).toEqual([]);
    expect(await messages()).toEqual([]);
  }
  expect(killed).toBeGreaterThan(5);
  await sweepBatch(batch, parts());
  expect(await messages()).toEqual([['a', 'b']]);
});

test('a digest that is killed at any step holds each article once, and counts what is over its cap', async () => {
  await store.alerts.updateRule(ruleId, { timing: AlertTiming.parse({ when: 'daily', cap: 1 }) });
  await sweepBatch(await documents(['a', 's'], ['b', 't']), parts());
  expect(await messages()).toEqual([]);
  expect(await sendDueAlerts(parts())).toBe(0);
  const due = '2026-03-02T08:00:00.000Z';
  for (let step = 1; ; step += 1) {
    const ended = await sendDueAlerts(parts(due, dyingAt(step).store)).then(
      () => true,
      () => false,
    );
    if (ended) break;
    expect(await messages()).toEqual([]);
  }
  expect(await sendDueAlerts(parts(due))).toBe(0);
  expect(await messages()).toEqual([['a', 'b']]);
  expect(await decisions()).toEqual([
    ['a', 'digest', null],
    ['b', 'capped', null],
  ]);
});

test('a name that the rule ignores fires nothing, until that is undone', async () => {
  const mute = { alias: 'кабулов', by: 'local', at: BEFORE };
  await store.alerts.updateRule(ruleId, { mutes: [mute] });
  await sweepBatch(await documents(['a', 's']), parts());
  await store.alerts.updateRule(ruleId, { mutes: [{ ...mute, undoneBy: 'local', undoneAt: NOW }] });
  await sweepBatch(await documents(['b', 's']), parts());
  expect((await decisions()).map(([, decision]) => decision)).toEqual(['muted', 'fired']);
});
