import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openFetcher, openGuard } from '@khabar/fetch';
import { openMetrics } from '@khabar/observe';
import { openRawPages, openStore, type RawPages, type Store } from '@khabar/store';
import { freshSchema, sharedTestPostgres } from '@khabar/store/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { fetchHost } from '../stages/fetch-host.ts';
import { visitOutlet } from '../stages/visit-outlet.ts';
import { SOURCES } from './source-table.ts';
import { type FixtureSource, openFixtureWeb, publishedHours } from './source-web.ts';

const DAY_MS = 24 * 3_600_000;
/** Thursday to Sunday. */
const VISITS = [
  '2025-07-03T07:00:00Z',
  '2025-07-04T10:00:00Z',
  '2025-07-05T11:00:00Z',
  '2025-07-06T12:00:00Z',
  '2025-07-06T14:00:00Z',
];

let folder: string;
let rawPages: RawPages;
let store: Store;
const judged = new Map<string, { state: string; code: string | null }>();
const gaps = new Map<string, string[]>();

const hostOf = (source: FixtureSource): string => `${source.name}.example`;

async function putSource(source: FixtureSource): Promise<void> {
  const host = hostOf(source);
  const first = Date.parse(VISITS[0] ?? '');
  const channels = source.channels ?? [{ kind: 'feed' as const, url: '/feed' }];
  await store.outlets.put(
    {
      id: source.name,
      name: source.name,
      country: null,
      language: source.language,
      kind: 'other',
      homepage: `http://${host}/home`,
      channels: channels.map((channel) => ({ ...channel, url: `http://${host}${channel.url}` })),
      everyMinutes: 30,
    },
    new Date(source.known === 'nothing' ? first : first - 42 * DAY_MS).toISOString(),
  );
  if (source.known !== 'nothing')
    await store.sources.addHours(
      source.name,
      new Map(
        publishedHours(source, first - 42 * DAY_MS, first - DAY_MS).map((at) => [
          new Date(at).toISOString(),
          1,
        ]),
      ),
    );
  let before = 0;
  for (const { words, paywalled = false, times } of source.articles ?? []) {
    await sql`
      insert into articles (id, url, outlet_id, title, authors, published_from, published_confidence, first_seen_at, updated_at, revision,
        language, language_confidence, text, blocks, tags, paywalled, word_count, content_hash, story_id, sample, extraction_method,
        extraction_confidence, extraction_version)
      select ${source.name} || (${before}::int + n), '', ${source.name}, '', '{}', 'none', 0,
        ${VISITS[0] ?? ''}::timestamptz - (${before}::int + n) * interval '1 hour', now(), 1, ${source.language}, 1, '', '[]', '{}',
        ${paywalled}, ${words}, '', '', false, 'none', 1, '1' from generate_series(1, ${times}::int) n`.execute(
      store.db,
    );
    before += times;
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'khabar-health-'));
  rawPages = await openRawPages(folder);
  const postgres = await sharedTestPostgres();
  store = await openStore(postgres.connection, { schema: freshSchema('health'), max: 4 });
  let nowMs = Date.parse(VISITS[0] ?? '');
  const now = (): Date => new Date(nowMs);
  const helpers: [string, FixtureSource][] = [
    [
      'elsewhere.example',
      { name: 'elsewhere', language: 'en', state: '', code: null, answer: ({ sendFeed }) => sendFeed() },
    ],
    [
      'service.example',
      {
        name: 'service',
        language: 'en',
        state: '',
        code: null,
        answer: ({ path, sendFeed }) => sendFeed({ linkHost: path.split('?')[1] ?? '' }),
      },
    ],
  ];
  const web = await openFixtureWeb(
    new Map([...SOURCES.map((source): [string, FixtureSource] => [hostOf(source), source]), ...helpers]),
    now,
  );
  const hosts = [...SOURCES.map(hostOf), 'feeds.own-other-host.example', ...helpers.map(([host]) => host)];
  const fetcher = openFetcher({
    userAgent: 'Khabar/0.1 (+https://khabar.example)',
    guard: openGuard({ dns: async () => ['10.0.0.1'] }),
    minDelayMs: 0,
    clock: { now, monotonicMs: () => nowMs, sleep: async () => {} },
    route: new Map(hosts.map((host) => [host, web.origin])),
  });
  const parts = {
    store,
    rawPages,
    fetchPage: fetcher.fetchPage,
    metrics: openMetrics(),
    relay: { kick: () => {}, drain: async () => {}, close: async () => {} },
    now,
  };
  for (const source of SOURCES) await putSource(source);
  for (const at of VISITS) {
    nowMs = Date.parse(at);
    // As many at once as the fetcher has.
    await Promise.all(
      SOURCES.map(async (source) => {
        await visitOutlet(source.name, parts);
        if (source.fetchesArticles === true) await fetchHost(hostOf(source), parts, () => false);
      }),
    );
  }
  for (const row of await store.outlets.list()) {
    judged.set(row.id, { state: row.health?.state ?? 'none', code: row.health?.code ?? null });
    // Here a day lies between visits that should be half an hour apart.
    gaps.set(
      row.id,
      (await store.sources.gaps(row.id)).map(({ code }) => code).filter((code) => code !== 'not-visited'),
    );
  }
  await fetcher.close();
  await web.close();
}, 60_000);

afterAll(async () => {
  await rawPages.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

test('of fifty sources each sick one is named rightly, and none that is well is called sick', () => {
  const wrong = SOURCES.flatMap(({ name, state, code }) => {
    const found = judged.get(name);
    return found?.state === state && found.code === code ? [] : [{ name, wanted: { state, code }, found }];
  });
  expect(wrong).toEqual([]);
});

test('a source that is down has a gap in its collection, and one that is silent has none', () => {
  expect(gaps.get('server-error')).toEqual(['server-error']);
  expect(gaps.get('forbidden')).toEqual(['http-forbidden']);
  expect(gaps.get('stopped')).toEqual([]);
  expect(gaps.get('one-bad-day')).toEqual([]);
});

test('an address that answered 410 is not asked again', async () => {
  const visits = await store.outlets.lastVisits('gone', 10);
  expect(visits).toHaveLength(1);
});
