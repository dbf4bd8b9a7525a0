import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Config, readConfig } from '@khabar/config';
import { openMetrics, silentLogger } from '@khabar/observe';
import { type Backends, openBackends } from '@khabar/process';
import { freePort, isRedisInstalled, startTestRedis, type TestRedis } from '@khabar/queue/testing';
import { LOCAL_USER } from '@khabar/store';
import { type FreshDatabase, presentServer, testPostgresServer } from '@khabar/store/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startProcess, type TestProcess } from './test-processes.ts';

const HOSTS = 10;
const ARTICLES = 150;
/** What the names are said to resolve to; every connection is led to the site on loopback. */
const PUBLIC_ADDRESS = '93.184.216.34';

const postgres = await testPostgresServer();

/** Articles of a made-up country, each with words of its own, so that no two are taken for copies. */
function articleText(id: number): string {
  const letters = (n: number): string =>
    Array.from(String(n), (digit) => 'abcdefghij'.charAt(Number(digit))).join('');
  const sentences = Array.from(
    { length: 12 },
    (_, n) =>
      `Delegate ${letters(id * 31 + n)} of district ${letters(id * 17 + n * 7)} said that the ${letters(id + n * 13)} road will open on day ${id + n}.`,
  );
  return sentences.join(' ');
}

interface Site {
  readonly port: number;
  /** Times that each path was asked for. */
  readonly hits: Map<string, number>;
  close(): Promise<void>;
}

/** Serves feeds and articles of every host name on one port of loopback; `/never` does not answer. */
async function openSite(): Promise<Site> {
  const hits = new Map<string, number>();
  const server: Server = createServer((request, response) => {
    const host = request.headers.host ?? '';
    const path = request.url ?? '/';
    hits.set(`${host}${path}`, (hits.get(`${host}${path}`) ?? 0) + 1);
    if (path === '/never') return;
    const index = Number(/^site(\d+)\./.exec(host)?.[1] ?? -1);
    if (path === '/feed.xml') {
      const ids = Array.from({ length: ARTICLES }, (_, id) => id).filter((id) => id % HOSTS === index);
      const items = ids.map(
        (id) => `<item><title>Road ${id}</title><link>http://${host}/news/${id}</link></item>`,
      );
      response.writeHead(200, { 'content-type': 'application/rss+xml' });
      response.end(
        `<rss version="2.0"><channel><title>Site ${index}</title>${items.join('')}</channel></rss>`,
      );
      return;
    }
    const id = Number(/^\/news\/(\d+)$/.exec(path)?.[1] ?? -1);
    if (id < 0) {
      response.writeHead(404).end();
      return;
    }
    const paragraphs = articleText(id).match(/[^.]+\.[^.]+\.[^.]+\./g) ?? [];
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(
      `<!doctype html><html lang="en"><head><title>Road ${id}</title><meta property="og:type" content="article"></head><body><article><h1>Road ${id}</h1>${paragraphs.map((text) => `<p>${text}</p>`).join('')}</article></body></html>`,
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    hits,
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

describe.skipIf(postgres.kind === 'none' || !isRedisInstalled())(
  'fetcher, worker and dashboard as processes (skipped without PostgreSQL and Redis)',
  () => {
    let site: Site;
    let redis: TestRedis;
    let database: FreshDatabase;
    let folder: string;
    let environment: Record<string, string>;
    let processes: TestProcess[] = [];
    let backends: Backends | null = null;

    beforeAll(async () => {
      site = await openSite();
      redis = await startTestRedis();
      folder = await mkdtemp(join(tmpdir(), 'khabar-processes-'));
    });

    afterAll(async () => {
      await site.close();
      await redis.close();
      await rm(folder, { recursive: true, force: true });
    });

    /** An empty installation with an outlet on each host, watched from here by a process that does nothing else. */
    const install = async (channels: (host: string) => string): Promise<Backends> => {
      database = await presentServer(postgres).freshDatabase();
      const hosts = Array.from({ length: HOSTS }, (_, index) => `site${index}.example`);
      const dns = join(folder, 'dns.json');
      await writeFile(
        dns,
        JSON.stringify(Object.fromEntries(hosts.map((host) => [host, [[PUBLIC_ADDRESS]]]))),
      );
      environment = {
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        KHABAR_DATA: folder,
        KHABAR_SAMPLE: 'off',
        KHABAR_FETCH_DELAY_MS: '100',
        KHABAR_TEST_DNS: dns,
        KHABAR_TEST_ROUTE: JSON.stringify({ '*': `127.0.0.1:${site.port}` }),
      };
      const opened = await openBackends(configOf(environment), {
        logger: silentLogger,
        metrics: openMetrics(),
        now: () => new Date(),
        onProgress: () => {},
        onEvent: null,
      });
      backends = opened;
      const at = new Date().toISOString();
      for (const host of hosts) {
        await opened.store.outlets.put(
          {
            id: host,
            name: host,
            country: null,
            language: 'en',
            kind: 'other',
            homepage: `http://${host}/`,
            channels: [{ kind: 'feed', url: channels(host) }],
            everyMinutes: 600,
          },
          at,
        );
      }
      return opened;
    };

    const start = (
      name: 'fetcher' | 'worker' | 'dashboard',
      more: Record<string, string> = {},
    ): TestProcess => {
      const started = startProcess(name, { ...environment, ...more });
      processes.push(started);
      return started;
    };

    afterEach(async () => {
      for (const one of processes) one.signal('SIGKILL');
      await Promise.all(processes.map((one) => one.ended()));
      processes = [];
      await backends?.close();
      backends = null;
      await database.drop();
    });

    it('a fetcher and a worker are killed in the middle and others take over: each article once, everywhere', async () => {
      const { store, search, queues } = await install((host) => `http://${host}/feed.xml`);
      const at = new Date().toISOString();
      const saved = await store.savedSearches.add(
        { ownerId: LOCAL_USER.id, name: 'Roads', query: 'road', params: {}, sample: false },
        at,
      );
      const ruleId = await store.alerts.addRule(saved.id, [], at);
      const dashboard = start('dashboard', { PORT: '0' });
      const workers = [start('worker'), start('worker')];
      const probePort = String(await freePort());
      const fetchers = [start('fetcher', { KHABAR_PROBE_PORT: probePort }), start('fetcher')];

      const [, address = ''] = await dashboard.untilSaid(/Dashboard: (http:\S+)/);
      const heard = listenTo(`${address}/api/v1/events`);
      await fetchers[0]?.untilSaid(/fetcher runs/);
      expect((await fetch(`http://127.0.0.1:${probePort}/health`)).status).toBe(200);
      expect(await (await fetch(`http://127.0.0.1:${probePort}/metrics`)).text()).toContain(
        'khabar_pages_total',
      );

      await expect
        .poll(async () => (await store.articles.count()).articles, { timeout: 120_000, interval: 50 })
        .toBeGreaterThan(5);
      workers[0]?.signal('SIGKILL');
      fetchers[0]?.signal('SIGKILL');
      const killed = performance.now();
      const before = (await store.articles.count()).articles;
      expect(before).toBeLessThan(ARTICLES);
      workers.push(start('worker'));
      fetchers.push(start('fetcher'));

      const done = async (): Promise<number> => (await search.size()).documents;
      await expect.poll(done, { timeout: 120_000, interval: 200 }).toBe(ARTICLES);
      // What the killed worker had put in the index and not yet held against the rules is done once more.
      await expect.poll(() => store.pendingIndex.count(), { timeout: 60_000, interval: 200 }).toBe(0);
      await expect.poll(() => queues.isIdle(), { timeout: 60_000, interval: 200 }).toBe(true);
      process.stdout.write(
        `      ${before} articles at the kill, all ${ARTICLES} searchable and held against the rules ${Math.round((performance.now() - killed) / 1000)} s after it\n`,
      );

      const titles = await store.db.selectFrom('articles').select('title').execute();
      expect(new Set(titles.map(({ title }) => title)).size).toBe(ARTICLES);
      expect(titles).toHaveLength(ARTICLES);
      const revisions = await store.db.selectFrom('revisions').select('article_id').execute();
      expect(revisions).toEqual([]);
      const alerts = await store.db
        .selectFrom('alerts')
        .select('article_id')
        .where('rule_id', '=', ruleId)
        .execute();
      expect(alerts).toHaveLength(ARTICLES);
      expect(await store.deadLetters.count()).toBe(0);
      const asked = [...site.hits].filter(([path]) => path.includes('/news/'));
      // What the killed fetcher had asked and not yet kept is asked once more; nothing else is.
      expect(Math.max(...asked.map(([, times]) => times))).toBeLessThanOrEqual(2);
      expect(asked.filter(([, times]) => times > 1).length).toBeLessThanOrEqual(HOSTS);

      expect(heard.names()).toContain('article');
      heard.stop();
      const queued = await fetch(`${address}/api/v1/retag`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ all: true }),
      });
      expect([queued.status, await queued.json()]).toEqual([200, { queued: ARTICLES }]);

      const running = [dashboard, ...workers.slice(1), ...fetchers.slice(1)];
      for (const one of running) one.signal('SIGTERM');
      const ends = await Promise.all(running.map((one) => one.ended()));
      expect(ends.map(({ code }) => code)).toEqual(running.map(() => 0));
      expect(Math.max(...ends.map(({ ms }) => ms))).toBeLessThan(25_000);
      process.stdout.write(`      stopped in order after ${ends.map(({ ms }) => ms).join(', ')} ms\n`);
    }, 300_000);

    it('a second signal ends a process at once, one while it opens leaves nothing behind', async () => {
      await install((host) => `http://${host}/never`);
      const stuck = start('fetcher');
      await expect
        .poll(() => [...site.hits.keys()].some((path) => path.endsWith('/never')), { timeout: 60_000 })
        .toBe(true);
      stuck.signal('SIGTERM');
      await stuck.untilSaid(/stops/);
      stuck.signal('SIGTERM');
      const end = await stuck.ended();
      expect(end.code).toBe(130);
      expect(end.ms).toBeLessThan(2000);

      const opening = start('worker');
      await opening.untilSaid(/record:/);
      opening.signal('SIGINT');
      expect((await opening.ended()).code).toBe(0);
      expect(opening.said()).toContain('worker has stopped');
      expect(opening.said()).not.toContain('worker runs');
    }, 120_000);

    it('a process whose Redis is away says so to its probe, and is well again when it is back', async () => {
      await install((host) => `http://${host}/feed.xml`);
      const probePort = String(await freePort());
      const health = async (): Promise<string> => {
        const response = await fetch(`http://127.0.0.1:${probePort}/health`).catch(() => null);
        return response === null ? 'no answer' : `${response.status} ${await response.text()}`;
      };
      start('fetcher', { KHABAR_PROBE_PORT: probePort });
      await expect.poll(health, { timeout: 60_000 }).toMatch(/^503 .*"starting"/);
      await expect.poll(health, { timeout: 60_000 }).toMatch(/^200 /);
      await redis.end('SIGKILL');
      await expect.poll(health, { timeout: 10_000 }).toMatch(/^503 .*queue: /);
      await redis.start();
      await expect.poll(health, { timeout: 10_000 }).toMatch(/^200 /);
    }, 150_000);

    it('a process without a shared record says what to do', async () => {
      await install((host) => `http://${host}/feed.xml`);
      const alone = startProcess('worker', { KHABAR_DATA: folder });
      expect((await alone.ended()).code).toBe(1);
      expect(alone.said()).toContain('set DATABASE_URL');
    }, 60_000);
  },
);

function configOf(environment: Readonly<Record<string, string>>): Config {
  const read = readConfig(environment);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.config;
}

/** Reads an event stream until it is stopped. */
function listenTo(url: string): { names(): string[]; stop(): void } {
  const stop = new AbortController();
  let text = '';
  const read = async (): Promise<void> => {
    const response = await fetch(url, { signal: stop.signal });
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
  };
  read().catch(() => {});
  return {
    names: () => Array.from(text.matchAll(/^event: (\w+)$/gm), ([, name = '']) => name),
    stop: () => stop.abort(),
  };
}
