import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';

import type { Page } from '@khabar/article';
import { processEnvironment } from '@khabar/config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openGuard } from './address-guard.ts';
import { findChromium } from './find-chromium.ts';
import { openRenderer, type Renderer } from './open-renderer.ts';
import { openWebClient, type WebClient } from './web-client.ts';

const environment = processEnvironment();
const chromium = await findChromium(environment['CHROMIUM_PATH'] ?? '', environment['PATH'] ?? '');

describe.skipIf(chromium === undefined)('the renderer (skipped where there is no Chromium)', () => {
  let site: Server;
  let canary: Server;
  let client: WebClient;
  let renderer: Renderer;
  let host: string;
  let canaryHost: string;
  const asked: string[] = [];
  const caught: string[] = [];

  function answer(request: IncomingMessage): readonly [number, Record<string, string>, string] {
    asked.push(request.url ?? '');
    if (request.url === '/app.js')
      return [
        200,
        { 'content-type': 'text/javascript' },
        `
        fetch('/data.json').then((r) => r.json()).then((d) => {
          document.getElementById('root').innerHTML = '<article><h1>' + d.title + '</h1><p>' + d.text + '</p></article>';
        });
        navigator.serviceWorker?.register('/worker.js').catch(() => {});
        fetch('http://${canaryHost}/from-script').catch(() => {});
        try { new WebSocket('ws://${canaryHost}/socket'); } catch {}
        new Image().src = 'http://${canaryHost}/pixel.gif';
        window.open('http://${canaryHost}/popup');
        navigator.sendBeacon('http://${canaryHost}/beacon', 'x');`,
      ];
    if (request.url === '/data.json')
      return [
        200,
        { 'content-type': 'application/json' },
        JSON.stringify({ title: 'سخن روز', text: 'Drawn by a script.' }),
      ];
    if (request.url === '/redirect.js') return [302, { location: `http://${canaryHost}/redirected` }, ''];
    return [404, {}, ''];
  }

  async function listen(server: Server): Promise<string> {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  beforeAll(async () => {
    canary = createServer((request, response) => {
      caught.push(request.url ?? '');
      response.end('canary');
    });
    canary.on('upgrade', (request) => caught.push(`upgrade ${request.url ?? ''}`));
    canaryHost = await listen(canary);
    site = createServer((request, response) => {
      const [status, headers, body] = answer(request);
      response.writeHead(status, headers).end(body);
    });
    host = await listen(site);
    client = openWebClient({ guard: openGuard({ allow: [host] }) });
    renderer = openRenderer({
      executablePath: chromium ?? '',
      userAgent: 'Khabar/test',
      client,
      timeoutMs: 15_000,
    });
  });

  afterAll(async () => {
    await renderer.close();
    await client.close();
    site.closeAllConnections();
    site.close();
    canary.closeAllConnections();
    canary.close();
  });

  const page = (html: string): Page => ({
    url: `http://${host}/news/1`,
    finalUrl: `http://${host}/news/1`,
    fetchedAt: '2025-07-04T00:00:00Z',
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: new TextEncoder().encode(html),
  });

  test('a page that is empty without its script is drawn, and the script reaches nothing that the guard forbids', async () => {
    const drawn = await renderer.render(
      page(
        `<!doctype html><title>Kubha</title><div id="root"></div><script src="/app.js"></script><script src="/redirect.js"></script>
<iframe src="http://${canaryHost}/frame"></iframe><img src="http://${canaryHost}/image.png"><link rel="prefetch" href="http://${canaryHost}/prefetch">`,
      ),
    );
    expect(drawn).toMatchObject({ kind: 'rendered' });
    expect(drawn.kind === 'rendered' && drawn.html).toContain('<h1>سخن روز</h1><p>Drawn by a script.</p>');
    expect(asked).toEqual(expect.arrayContaining(['/app.js', '/data.json', '/redirect.js']));
    expect(asked).not.toContain('/news/1');
    expect(asked).not.toContain('/worker.js');
    expect(caught).toEqual([]);
  });

  test('a page cannot lead the browser away', async () => {
    const drawn = await renderer.render(
      page(`<p>Here</p><script>location.href = 'http://${canaryHost}/away';</script>`),
    );
    expect(caught).toEqual([]);
    expect(drawn.kind === 'rendered' ? drawn.html : drawn.reason).not.toContain('canary');
  });

  test('a page that never ends is given up in time, and the next one is drawn', async () => {
    const hasty = openRenderer({
      executablePath: chromium ?? '',
      userAgent: 'Khabar/test',
      client,
      timeoutMs: 9_000,
    });
    const [endless, next] = await Promise.all([
      hasty.render(page('<script>for (;;) {}</script>')),
      hasty.render(page('<p>Next</p>')),
    ]);
    expect(endless).toEqual({ kind: 'failed', reason: 'not drawn within 9000 ms' });
    expect(next).toMatchObject({ kind: 'rendered' });
    await hasty.close();
  });

  test('requests of a page are counted and end at the limit', async () => {
    asked.length = 0;
    const strict = openRenderer({
      executablePath: chromium ?? '',
      userAgent: 'Khabar/test',
      client,
      maxRequests: 3,
    });
    const scripts = Array.from({ length: 10 }, (_, index) => `<script src="/s${index}.js"></script>`).join(
      '',
    );
    expect(await strict.render(page(`${scripts}<p>Text</p>`))).toMatchObject({
      kind: 'rendered',
      requests: 3,
    });
    expect(asked).toHaveLength(3);
    await strict.close();
  });

  test('where there is no browser the reason is said', async () => {
    const none = openRenderer({ executablePath: '/nowhere/chromium', userAgent: 'Khabar/test', client });
    expect(await none.render(page('<p>x</p>'))).toMatchObject({ kind: 'failed' });
    await none.close();
  });
});
