import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type FetchPage, KhabarError } from '@khabar/article';
import { openMetrics } from '@khabar/observe';
import { openRawPages, openStore, type RawPages, type Store } from '@khabar/store';
import { freshSchema, sharedTestPostgres } from '@khabar/store/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { dispatchHosts } from './dispatch-hosts.ts';
import { fetchHost, type FetchHostParts } from './fetch-host.ts';

const NOW = '2025-07-04T09:00:00.000Z';
const HOST = 'kubha.example';

let store: Store;
let folder: string;
let rawPages: RawPages;
let asked: string[];

beforeEach(async () => {
  asked = [];
  folder = await mkdtemp(join(tmpdir(), 'khabar-fetch-host-'));
  rawPages = await openRawPages(folder);
  const postgres = await sharedTestPostgres();
  store = await openStore(postgres.connection, { schema: freshSchema('fetch_host'), max: 2 });
  await store.outlets.put(
    {
      id: 'kubha',
      name: 'Kubha',
      country: null,
      language: 'en',
      kind: 'other',
      homepage: `http://${HOST}/`,
      channels: [],
      everyMinutes: 30,
    },
    NOW,
  );
  await store.frontier.add(
    ['1', '2', '3', '4', '5', '6'].map((id) => ({
      id,
      url: `http://${HOST}/${id}`,
      host: HOST,
      outletId: 'kubha',
      lead: { url: `http://${HOST}/${id}`, outletId: 'kubha', foundIn: `http://${HOST}/rss` },
    })),
    NOW,
  );
});

afterEach(async () => {
  await rawPages.close();
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

function partsWith(onAsked: (url: string) => void = () => {}): FetchHostParts {
  const fetchPage: FetchPage = async (url) => {
    asked.push(url);
    onAsked(url);
    return {
      kind: 'page',
      page: { url, finalUrl: url, fetchedAt: NOW, status: 200, headers: {}, body: Buffer.from(url) },
    };
  };
  return {
    store,
    rawPages,
    fetchPage,
    metrics: openMetrics(),
    relay: { kick: () => {}, drain: async () => {}, close: async () => {} },
    now: () => new Date(NOW),
  };
}

const jobsOf = async (name: string): Promise<number> =>
  (await store.db.selectFrom('outbox').select('id').where('job', '=', name).execute()).length;

test('a stop ends after the page under way, gives nothing further out, and the next start fetches each other page once', async () => {
  let stopping = false;
  await fetchHost(
    HOST,
    partsWith(() => (stopping = asked.length === 2)),
    () => stopping,
  );
  expect(asked).toHaveLength(2);
  expect(await jobsOf('fetch')).toBe(0);
  expect(await jobsOf('extract')).toBe(2);
  expect(await store.frontier.counts()).toEqual({ fetched: 2, waiting: 4 });

  // Two jobs for the host, as after a stop that left one in the queue.
  await dispatchHosts(partsWith());
  await Promise.all([fetchHost(HOST, partsWith(), () => false), fetchHost(HOST, partsWith(), () => false)]);
  expect(asked).toHaveLength(6);
  expect(new Set(asked).size).toBe(6);
  expect(await store.frontier.counts()).toEqual({ fetched: 6 });
});

test('an address that is not asked for because of a stop is in line at once', async () => {
  const stopped = partsWith(() => {
    throw new KhabarError('CANCELLED', 'fetching was stopped', { retry: 'later' });
  });
  await fetchHost(HOST, stopped, () => true);
  await fetchHost(HOST, stopped, () => asked.length > 0);
  expect(await store.frontier.counts()).toEqual({ waiting: 6 });
  expect(await store.frontier.offerHosts(NOW, 10)).toEqual([HOST]);
});

test('work on a host that fails leaves its addresses in line and the host to the next try', async () => {
  const broken = partsWith(() => {
    throw new Error('the disk is full');
  });
  await expect(fetchHost(HOST, broken, () => false)).rejects.toThrow('the disk is full');
  expect(await store.frontier.counts()).toEqual({ waiting: 6 });
  await dispatchHosts(broken);
  expect(await jobsOf('fetch')).toBe(0);
  asked = [];
  await fetchHost(HOST, partsWith(), () => false);
  expect(new Set(asked).size).toBe(6);
});
