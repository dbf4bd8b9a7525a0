import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { FetchPage } from '@khabar/article';
import { type BackfillRow, openRawPages, openStore, type RawPages, type Store } from '@khabar/store';
import { freshSchema, sharedTestPostgres } from '@khabar/store/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { answerBackfill, type BackfillParts } from './backfill.ts';

const NOW = '2025-07-04T09:00:00.000Z';
const SITE = 'http://kubha.example';

let store: Store;
let folder: string;
let rawPages: RawPages;
let web: Map<string, string>;
let asked: string[];

beforeEach(async () => {
  web = new Map();
  asked = [];
  folder = await mkdtemp(join(tmpdir(), 'khabar-backfill-'));
  rawPages = await openRawPages(folder);
  const postgres = await sharedTestPostgres();
  store = await openStore(postgres.connection, { schema: freshSchema('backfill'), max: 2 });
  await store.outlets.put(
    {
      id: 'kubha',
      name: 'Kubha',
      country: null,
      language: 'en',
      kind: 'other',
      homepage: `${SITE}/`,
      channels: [{ kind: 'feed', url: `${SITE}/feed` }],
      everyMinutes: 30,
    },
    NOW,
  );
});

afterEach(async () => {
  await rawPages.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

function parts(): BackfillParts {
  const fetchPage: FetchPage = async (url) => {
    asked.push(url);
    const body = web.get(url);
    if (body === undefined)
      return { kind: 'refused', url, reason: 'gone', detail: 'answered 404', status: 404, retry: 'never' };
    const page = { url, finalUrl: url, fetchedAt: NOW, status: 200, headers: {}, body: Buffer.from(body) };
    return { kind: 'page', page };
  };
  const relay = { kick: () => {}, drain: async () => {}, close: async () => {} };
  return { store, rawPages, fetchPage, relay, now: () => new Date(NOW) };
}

const begin = (kind: BackfillRow['kind'], options: object = {}): Promise<BackfillRow> =>
  store.backfills.begin({ wish: kind, kind, outletId: 'kubha', options, by: 'local', at: NOW });

const jobs = async (): Promise<number> =>
  (await store.db.selectFrom('outbox').select('id').where('job', '=', 'extract').execute()).length;

function sitemap(pages: readonly [path: string, date: string][]): string {
  return `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${pages
    .map(([path, date]) => `<url><loc>${SITE}${path}</loc><lastmod>${date}</lastmod></url>`)
    .join('')}</urlset>`;
}

test('sitemaps are walked a step at a time, by date, and an interrupted walk reads none of them again', async () => {
  web.set(`${SITE}/robots.txt`, `Sitemap: ${SITE}/index.xml`);
  web.set(
    `${SITE}/index.xml`,
    `<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>${SITE}/1.xml</loc></sitemap><sitemap><loc>${SITE}/2.xml</loc></sitemap></sitemapindex>`,
  );
  web.set(
    `${SITE}/1.xml`,
    sitemap([
      ['/a/old', '2019-01-01'],
      ['/a/1', '2022-01-01'],
    ]),
  );
  web.set(
    `${SITE}/2.xml`,
    sitemap([
      ['/a/2', '2023-01-01'],
      ['/a/1', '2022-01-01'],
    ]),
  );
  const { id } = await begin('sitemaps', { since: '2021-08-15T00:00:00.000Z' });
  const steps = [];
  // Each step with parts of its own, as after a kill.
  for (let done = false; !done;) {
    const step = await answerBackfill('backfill-look', { id }, parts());
    steps.push(step.taken);
    ({ done } = step);
  }
  expect(steps).toEqual([0, 1, 1]);
  expect(asked.filter((url) => url.endsWith('.xml'))).toEqual([
    `${SITE}/index.xml`,
    `${SITE}/1.xml`,
    `${SITE}/2.xml`,
  ]);
  expect((await store.backfills.progress(id)).addresses).toEqual({ waiting: 2 });
});

test('what is new goes before what a backfill wants, and a rate spreads its addresses over time', async () => {
  const { id } = await begin('addresses', { perMinute: 2 });
  const addresses = ['/1', '/2', '/3'].map((path) => ({ url: SITE + path }));
  const handed = { id, addresses, place: { lines: 3 } };
  expect(await answerBackfill('backfill-addresses', handed, parts())).toMatchObject({ taken: 3 });
  expect(await answerBackfill('backfill-addresses', handed, parts())).toMatchObject({ taken: 0 });
  const lead = { url: `${SITE}/new`, outletId: 'kubha', foundIn: `${SITE}/feed` };
  await store.frontier.add(
    [{ id: 'new', url: lead.url, host: 'kubha.example', outletId: 'kubha', lead }],
    '2025-07-04T09:00:30.000Z',
  );
  const due = await store.frontier.claim('kubha.example', '2025-07-04T09:00:30.000Z', 2);
  expect(due.map(({ url }) => url).toSorted()).toEqual([`${SITE}/1`, `${SITE}/new`]);
  const later = await store.frontier.claim('kubha.example', '2025-07-04T09:00:59.000Z', 4);
  expect(later.map(({ url }) => url)).toEqual([`${SITE}/2`]);
});

test('pages of an archive are kept once, however often they are handed over, and go on being quiet', async () => {
  const { id } = await begin('archive');
  const pages = ['1', '2'].map((name) => ({
    url: `${SITE}/${name}`,
    bodyBase64: Buffer.from(`<p>${name}</p>`).toString('base64'),
    contentType: 'text/html',
    fetchedAt: '2020-01-01T00:00:00.000Z',
  }));
  const batch = { id, pages, bad: 1, place: { path: '/a.warc', offset: 7 } };
  expect(await answerBackfill('backfill-pages', batch, parts())).toMatchObject({ taken: 2 });
  expect(await answerBackfill('backfill-pages', { ...batch, bad: 0 }, parts())).toMatchObject({ taken: 0 });
  expect(await jobs()).toBe(2);
  const kept = await store.db.selectFrom('pages').select(['id', 'backfill_id']).execute();
  expect(kept.map((page) => page.backfill_id)).toEqual([id, id]);
  expect(await store.backfills.get(id)).toMatchObject({ taken: 2, bad: 1 });
});

test('a stopped backfill fetches nothing further, says who stopped it, and the same wish begins anew', async () => {
  const { id } = await begin('addresses');
  expect((await begin('addresses')).id).toBe(id);
  await answerBackfill('backfill-addresses', { id, addresses: [{ url: `${SITE}/1` }], place: null }, parts());
  expect(await store.backfills.stop(id, 'local', NOW)).toBe(1);
  expect(await store.backfills.get(id)).toMatchObject({
    state: 'stopped',
    stopped_by: 'local',
    stopped_at: NOW,
  });
  expect((await begin('addresses')).id).not.toBe(id);
});
