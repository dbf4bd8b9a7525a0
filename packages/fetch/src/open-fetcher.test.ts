import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { openGuard } from './address-guard.ts';
import { systemClock, type Clock } from './clock.ts';
import { openFetcher, type Fetcher, type FetcherOptions } from './open-fetcher.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let fetcher: Fetcher | undefined;
let asked: IncomingMessage[];
let routes: Record<string, Handler>;

beforeEach(async () => {
  asked = [];
  routes = {};
  server = createServer((request, response) => {
    asked.push(request);
    const handler = routes[request.url ?? ''];
    if (handler) handler(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});

afterEach(async () => {
  await fetcher?.close();
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

function html(body: string, headers: Record<string, string> = {}): Handler {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  };
}

function redirect(location: string): Handler {
  return (_request, response) => {
    response.writeHead(302, { location }).end();
  };
}

function address(): AddressInfo {
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('not listening');
  return bound;
}

/** `kubha.example` is the test server; everything else is resolved to a private address. */
function open(options: Partial<FetcherOptions> = {}): Fetcher['fetchPage'] {
  fetcher = openFetcher({
    userAgent: 'Khabar/0.1 (+https://khabar.example)',
    guard: openGuard({ dns: async () => ['10.0.0.1'] }),
    minDelayMs: 0,
    route: new Map([['kubha.example', `http://127.0.0.1:${address().port}`]]),
    ...options,
  });
  return fetcher.fetchPage;
}

function paths(): string[] {
  return asked.map((request) => request.url ?? '');
}

describe('fetchPage', () => {
  test('brings the page, after asking robots.txt once, under an honest name', async () => {
    routes['/a'] = html('<title>A</title>', { 'X-Test': 'yes' });
    const fetchPage = open();
    const answer = await fetchPage('http://kubha.example/a#top');
    await fetchPage('http://kubha.example/a');
    expect(answer).toMatchObject({
      kind: 'page',
      page: { url: 'http://kubha.example/a', status: 200, headers: { 'x-test': 'yes' } },
    });
    expect(paths()).toEqual(['/robots.txt', '/a', '/a']);
    expect(asked[1]?.headers).toMatchObject({
      'user-agent': 'Khabar/0.1 (+https://khabar.example)',
      host: 'kubha.example',
    });
  });

  test('does not ask for what robots.txt forbids, nor follows a redirect to it', async () => {
    routes['/robots.txt'] = html('User-agent: *\nDisallow: /private/\n');
    routes['/a'] = redirect('/private/b');
    const fetchPage = open();
    expect(await fetchPage('http://kubha.example/private/b')).toMatchObject({
      kind: 'refused',
      reason: 'robots',
      retry: 'never',
    });
    expect(await fetchPage('http://kubha.example/a')).toMatchObject({ kind: 'refused', reason: 'robots' });
    expect(paths()).toEqual(['/robots.txt', '/a']);
  });

  test('asks for nothing while robots.txt answers with a server error', async () => {
    routes['/robots.txt'] = (_request, response) => void response.writeHead(503).end();
    expect(await open()('http://kubha.example/a')).toMatchObject({
      kind: 'refused',
      reason: 'robots',
      retry: 'later',
    });
  });

  test('when it is stopped it asks nothing further, and the page under way still comes', async () => {
    const asking = Promise.withResolvers<void>();
    const answering = Promise.withResolvers<void>();
    routes['/a'] = (_request, response) => {
      asking.resolve();
      void answering.promise.then(() => html('a')(_request, response));
    };
    const fetchPage = open();
    const underWay = fetchPage('http://kubha.example/a');
    await asking.promise;
    const waiting = fetchPage('http://kubha.example/b');
    fetcher?.stop();
    answering.resolve();
    expect(await underWay).toMatchObject({ kind: 'page' });
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED', retry: 'later' });
    await expect(fetchPage('http://kubha.example/c')).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(paths()).toEqual(['/robots.txt', '/a']);
  });

  test('asks for robots.txt again after a day', async () => {
    routes['/a'] = html('a');
    let now = Date.parse('2025-07-04T00:00:00Z');
    const clock: Clock = { ...systemClock, now: () => new Date(now) };
    const fetchPage = open({ clock });
    await fetchPage('http://kubha.example/a');
    now += 25 * 3_600_000;
    await fetchPage('http://kubha.example/a');
    expect(paths()).toEqual(['/robots.txt', '/a', '/robots.txt', '/a']);
  });

  test('refuses a redirect into a private network', async () => {
    routes['/a'] = redirect('http://inside.example/');
    routes['/b'] = redirect('file:///etc/passwd');
    const fetchPage = open();
    expect(await fetchPage('http://kubha.example/a')).toMatchObject({ kind: 'refused', reason: 'address' });
    expect(await fetchPage('http://kubha.example/b')).toMatchObject({ kind: 'refused', reason: 'scheme' });
  });

  test('follows five redirects and no sixth', async () => {
    for (let hop = 1; hop <= 6; hop += 1) routes[`/${hop}`] = redirect(`/${hop + 1}`);
    routes['/7'] = html('end');
    const fetchPage = open();
    expect(await fetchPage('http://kubha.example/2')).toMatchObject({
      kind: 'page',
      page: { finalUrl: 'http://kubha.example/7' },
    });
    expect(await fetchPage('http://kubha.example/1')).toMatchObject({
      kind: 'refused',
      reason: 'too-many-redirects',
    });
  });

  test('a conditional request that finds nothing new is not-modified', async () => {
    routes['/feed'] = (request, response) => {
      response.writeHead(request.headers['if-none-match'] === '"1"' ? 304 : 200, { etag: '"1"' }).end();
    };
    const answer = await open()('http://kubha.example/feed', { accept: 'feed', validators: { etag: '"1"' } });
    expect(answer).toMatchObject({ kind: 'not-modified' });
  });

  test('stops a compressed bomb at the limit of decoded bytes', async () => {
    const bomb = gzipSync(Buffer.alloc(4_000_000));
    routes['/bomb'] = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(bomb);
    };
    expect(await open({ maxBytes: 100_000 })('http://kubha.example/bomb')).toMatchObject({
      kind: 'refused',
      reason: 'too-large',
    });
  });

  test('gives up on a body that trickles', async () => {
    routes['/slow'] = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).write('<title>');
    };
    const answer = await open({ timeoutMs: 300 })('http://kubha.example/slow');
    expect(answer).toMatchObject({ kind: 'refused', reason: 'too-slow', retry: 'later' });
  });

  test('refuses a type that the caller cannot read, unless any will do', async () => {
    routes['/film'] = (_request, response) =>
      void response.writeHead(200, { 'content-type': 'video/mp4' }).end('x');
    const fetchPage = open();
    expect(await fetchPage('http://kubha.example/film')).toMatchObject({
      kind: 'refused',
      reason: 'content-type',
    });
    expect(await fetchPage('http://kubha.example/film', { accept: 'any' })).toMatchObject({ kind: 'page' });
  });

  test('obeys Retry-After: the host is not asked again before', async () => {
    routes['/busy'] = (_request, response) => void response.writeHead(429, { 'retry-after': '3600' }).end();
    const fetchPage = open();
    expect(await fetchPage('http://kubha.example/busy')).toMatchObject({
      reason: 'server-error',
      retryAfterMs: 3_600_000,
    });
    expect(await fetchPage('http://kubha.example/other')).toMatchObject({
      reason: 'server-error',
      retry: 'later',
    });
    expect(paths()).toEqual(['/robots.txt', '/busy']);
  });

  test('says gone, http-error and server-error apart', async () => {
    routes['/403'] = (_request, response) => void response.writeHead(403).end();
    routes['/500'] = (_request, response) => void response.writeHead(500).end();
    const fetchPage = open();
    expect(await fetchPage('http://kubha.example/none')).toMatchObject({
      reason: 'gone',
      status: 404,
      retry: 'never',
    });
    expect(await fetchPage('http://kubha.example/403')).toMatchObject({
      reason: 'http-error',
      retry: 'never',
    });
    expect(await fetchPage('http://kubha.example/500')).toMatchObject({
      reason: 'server-error',
      retry: 'later',
    });
  });

  test('a caller may give up', async () => {
    routes['/slow'] = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).write('<title>');
    };
    const signal = AbortSignal.timeout(200);
    expect(await open()('http://kubha.example/slow', { signal })).toMatchObject({
      kind: 'refused',
      reason: 'network',
    });
  });
});
