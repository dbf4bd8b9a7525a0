import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { processEnvironment } from '@khabar/config';
import { openFetcher, openGuard } from '@khabar/fetch';
import { openHostTurns, openStore, type Store } from '@khabar/store';
import { type FreshDatabase, presentServer, testPostgresServer } from '@khabar/store/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const postgres = await testPostgresServer();

const FETCHERS = 3;
const FEEDS = 8;
const ITEMS = 2;
/** The site's own wish in robots.txt; the installation's is shorter. */
const DELAY_MS = 200;
const REST_S = 2;
const root = join(import.meta.dirname, '../../..');

interface Request {
  readonly path: string;
  readonly begun: number;
  ended: number;
}

describe.skipIf(postgres.kind === 'none')('with a PostgreSQL server (skipped where there is none)', () => {
  let database: FreshDatabase;
  let store: Store;
  let folder: string;
  let site: Server;
  let port: number;
  /** By host name. */
  const requests = new Map<string, Request[]>();
  const fetchers: ChildProcess[] = [];

  beforeAll(async () => {
    site = createServer((request, response) => {
      const name = (request.headers.host ?? '').split(':')[0] ?? '';
      const path = request.url ?? '';
      const seen: Request = { path, begun: performance.now(), ended: Number.POSITIVE_INFINITY };
      requests.set(name, [...(requests.get(name) ?? []), seen]);
      response.on('finish', () => (seen.ended = performance.now()));
      answer(path, (status, headers, body) => response.writeHead(status, headers).end(body));
    });
    site.listen(0, '127.0.0.1');
    await once(site, 'listening');
    const address = site.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
    folder = await mkdtemp(join(tmpdir(), 'khabar-polite-'));
    database = await presentServer(postgres).freshDatabase('polite');
    store = await openStore({ connectionString: database.url });
  });

  afterAll(async () => {
    const running = fetchers.filter((child) => child.exitCode === null && child.signalCode === null);
    for (const child of running) child.kill('SIGKILL');
    await Promise.all(running.map((child) => once(child, 'exit')));
    await store.close();
    await database.drop();
    site.closeAllConnections();
    site.close();
    await rm(folder, { recursive: true, force: true });
  });

  function timesAsked(path: string): number {
    return (requests.get('127.0.0.1') ?? []).filter((request) => request.path === path).length;
  }

  function answer(
    path: string,
    send: (status: number, headers: Record<string, string>, body: string) => void,
  ): void {
    if (path === '/robots.txt') {
      send(200, { 'content-type': 'text/plain' }, `User-agent: *\nCrawl-delay: ${DELAY_MS / 1000}\n`);
      return;
    }
    const feed = /^\/f\/(\d+)\.xml$/.exec(path)?.[1];
    if (feed !== undefined) {
      const items = Array.from(
        { length: ITEMS },
        (_, item) =>
          `<item><title>${item}</title><link>http://127.0.0.1:${port}/a/${feed}/${item}</link></item>`,
      );
      send(
        200,
        { 'content-type': 'application/rss+xml' },
        `<rss version="2.0"><channel><title>f</title>${items.join('')}</channel></rss>`,
      );
      return;
    }
    if (path === '/a/0/0') send(302, { location: `http://localhost:${port}/moved` }, '');
    else if (path === '/a/1/0' && timesAsked(path) === 1) send(503, { 'retry-after': String(REST_S) }, '');
    else send(200, { 'content-type': 'text/html' }, `<!doctype html><title>${path}</title><p>${path}</p>`);
  }

  function startFetcher(): void {
    const child = spawn(process.execPath, [join(root, 'apps/fetcher/src/main.ts')], {
      cwd: root,
      env: {
        ...processEnvironment(),
        DATABASE_URL: database.url,
        KHABAR_DATA: folder,
        KHABAR_TEST_ALLOW: `127.0.0.1:${port},localhost:${port}`,
        KHABAR_FETCH_DELAY_MS: '50',
        KHABAR_SAMPLE: 'off',
        LOG_LEVEL: 'error',
      },
      stdio: 'ignore',
    });
    fetchers.push(child);
  }

  test('a host is asked by one process at a time, with its delay, whatever asks; each article once', async () => {
    for (let feed = 0; feed < FEEDS; feed += 1) {
      await store.outlets.put(
        {
          id: `feed-${feed}`,
          name: `Feed ${feed}`,
          country: null,
          language: 'en',
          kind: 'other',
          homepage: `http://127.0.0.1:${port}/`,
          channels: [{ kind: 'feed', url: `http://127.0.0.1:${port}/f/${feed}.xml` }],
          everyMinutes: 600,
        },
        new Date().toISOString(),
      );
    }
    for (let index = 0; index < FETCHERS; index += 1) startFetcher();
    // As a worker does for a preview.
    const turns = openHostTurns(store.db);
    const guard = openGuard({ allow: [`127.0.0.1:${port}`] });
    const preview = openFetcher({ userAgent: 'Khabar/0', guard, turns, minDelayMs: 50 });
    const done = async (): Promise<boolean> => {
      const { fetched = 0 } = await store.frontier.counts();
      return fetched === FEEDS * ITEMS;
    };
    let previews = 0;
    const late = performance.now() + 60_000;
    while (!(await done()) && performance.now() < late) {
      await wait(300);
      const page = await preview.fetchPage(`http://127.0.0.1:${port}/preview`);
      if (page.kind === 'page') previews += 1;
    }
    await preview.close();
    await turns.close();

    expect(await done()).toBe(true);
    expect(previews).toBeGreaterThan(2);
    const hits = Map.groupBy(requests.get('127.0.0.1') ?? [], ({ path }) => path);
    const articles = Array.from(hits).filter(([path]) => path.startsWith('/a/'));
    expect(articles).toHaveLength(FEEDS * ITEMS);
    const repeated = articles.filter(([, times]) => times.length > 1);
    expect(repeated.map(([path, times]) => [path, times.length])).toEqual([['/a/1/0', 2]]);
    expect((requests.get('localhost') ?? []).map(({ path }) => path).toSorted()).toEqual([
      '/moved',
      '/robots.txt',
    ]);
    // Robots.txt says so by process; the preview's is one more. On a fast machine one fetcher may have done all the rest.
    const robots = hits.get('/robots.txt')?.length ?? 0;
    expect(robots).toBeGreaterThan(1);
    expect(robots).toBeLessThanOrEqual(FETCHERS + 1);
    for (const seen of requests.values()) {
      const order = seen.toSorted((a, b) => a.begun - b.begun);
      const gaps = order.slice(1).map((request, index) => {
        const before = order[index];
        const isRefused =
          before !== undefined &&
          before.path === '/a/1/0' &&
          seen.find(({ path }) => path === before.path) === before;
        const least = isRefused ? REST_S * 1000 : DELAY_MS;
        const isRobots = before?.path === '/robots.txt' || request.path === '/robots.txt';
        // Before robots.txt was read nobody knows the site's wish.
        return {
          from: before?.path,
          to: request.path,
          gap: request.begun - (before?.ended ?? 0),
          least: isRobots ? 50 : least,
        };
      });
      // This process notes its times when it gets to it.
      expect(gaps.filter(({ gap, least }) => gap < least - 30)).toEqual([]);
    }
  }, 90_000);
});
