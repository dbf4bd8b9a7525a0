import type { Page as FetchedPage } from '@khabar/article';
import type { Browser, BrowserContext, Page, Route } from 'playwright-core';

import type { RobotsAnswer } from './robots.ts';
import type { WebAnswer, WebClient } from './web-client.ts';

export interface RendererOptions {
  readonly executablePath: string;
  readonly userAgent: string;
  /** Guarded: what the page asks for goes through it, and the browser itself reaches nothing. */
  readonly client: WebClient;
  readonly robotsFor?: (host: string) => Promise<RobotsAnswer>;
  /** For one page, from the moment that the browser is there; default 20 s. */
  readonly timeoutMs?: number;
  /** Scripts, styles and data of one page; default 80. */
  readonly maxRequests?: number;
  /** All of them together, decoded; default 16 MiB. */
  readonly maxBytes?: number;
}

export type Rendered =
  | { readonly kind: 'rendered'; readonly html: string; readonly requests: number }
  /** In words, naming the limit. */
  | { readonly kind: 'failed'; readonly reason: string };

export interface Renderer {
  /** Draws a page that was fetched: its scripts run, and what then stands in it is given as HTML. One page at a time. Never throws for what a page does. */
  render(page: FetchedPage): Promise<Rendered>;
  /** Ends a browser that still runs. */
  close(): Promise<void>;
}

// What makes text. Pictures, films, fonts, sockets, beacons and frames do not.
const WANTED = new Set(['script', 'stylesheet', 'xhr', 'fetch']);
const MAX_REDIRECTS = 5;
const MAX_HTML = 10 * 1024 * 1024;
/** After its last request a page is taken to be drawn. */
const QUIET_MS = 500;

// The browser gets no network of its own: names do not resolve, and everything goes to a proxy that is not there, loopback included.
const ARGUMENTS = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=http://127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-pings',
  '--disable-gpu',
  '--js-flags=--max-old-space-size=256',
];

interface Visit {
  readonly fetched: FetchedPage;
  readonly options: RendererOptions;
  readonly signal: AbortSignal;
  requests: number;
  bytes: number;
}

async function allowed(url: URL, { robotsFor }: RendererOptions): Promise<boolean> {
  const robots = await robotsFor?.(url.origin);
  return robots?.allows(url.href) ?? true;
}

/** One request of the page, redirects followed here so that each hop passes the guard. */
async function answerFor(route: Route, visit: Visit): Promise<WebAnswer | undefined> {
  const { client, userAgent, timeoutMs = 20_000, maxBytes = 16 * 1024 * 1024 } = visit.options;
  let url = URL.parse(route.request().url());
  for (let hops = 0; url && hops <= MAX_REDIRECTS; hops += 1) {
    // oxlint-disable-next-line no-await-in-loop
    if (!/^https?:$/.test(url.protocol) || !(await allowed(url, visit.options))) return undefined;
    // oxlint-disable-next-line no-await-in-loop
    const answer = await client.send({
      url: url.href,
      headers: { 'user-agent': userAgent, accept: '*/*', referer: new URL('/', visit.fetched.finalUrl).href },
      timeoutMs,
      maxBytes: Math.max(1, maxBytes - visit.bytes),
      signal: visit.signal,
    });
    const location =
      answer.kind === 'answer' && answer.status >= 300 && answer.status < 400
        ? answer.headers['location']
        : undefined;
    if (location === undefined) return answer;
    url = URL.parse(location, url.href);
  }
  return undefined;
}

async function serve(route: Route, visit: Visit): Promise<void> {
  const { maxRequests = 80, maxBytes = 16 * 1024 * 1024 } = visit.options;
  const request = route.request();
  const refuse = (): Promise<void> => route.abort('blockedbyclient');
  if (!WANTED.has(request.resourceType()) || request.method() !== 'GET') return refuse();
  if (visit.requests >= maxRequests || visit.bytes >= maxBytes) return refuse();
  visit.requests += 1;
  const answer = await answerFor(route, visit);
  if (answer?.kind !== 'answer') return refuse();
  visit.bytes += answer.body.length;
  const {
    'content-encoding': _coding,
    'content-length': _length,
    'set-cookie': _cookie,
    ...headers
  } = answer.headers;
  return route.fulfill({ status: answer.status, headers, body: Buffer.from(answer.body) });
}

/** The document is the one that was fetched; the page goes nowhere else. */
async function serveDocument(route: Route, visit: Visit, state: { served: boolean }): Promise<void> {
  if (state.served) return route.abort('blockedbyclient');
  state.served = true;
  const { body, headers } = visit.fetched;
  return route.fulfill({
    status: 200,
    headers: {
      'content-type': headers['content-type'] ?? 'text/html',
      ...(headers['content-security-policy'] === undefined
        ? {}
        : { 'content-security-policy': headers['content-security-policy'] }),
    },
    body: Buffer.from(body),
  });
}

/** A page that closes under a request leaves nobody to answer. */
async function quietly(answering: Promise<void>): Promise<void> {
  await answering.catch(() => undefined);
}

async function prepare(context: BrowserContext, visit: Visit): Promise<Page> {
  const page = await context.newPage();
  const state = { served: false };
  // Pages that this one opens belong to no frame of it.
  await context.route('**/*', (route) => quietly(route.abort('blockedbyclient')));
  await page.route('**/*', (route) => {
    const request = route.request();
    const isDocument = request.isNavigationRequest() && request.frame() === page.mainFrame();
    return quietly(isDocument ? serveDocument(route, visit, state) : serve(route, visit));
  });
  await context.routeWebSocket(/.*/, (socket) => socket.close());
  context.on('page', (other) => {
    if (other !== page) void other.close().catch(() => undefined);
  });
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => undefined));
  return page;
}

async function draw(browser: Browser, visit: Visit): Promise<Rendered> {
  const context = await browser.newContext({
    userAgent: visit.options.userAgent,
    serviceWorkers: 'block',
    acceptDownloads: false,
    permissions: [],
  });
  const page = await prepare(context, visit);
  await page.goto(visit.fetched.finalUrl, { waitUntil: 'load' });
  // Pages that never stop asking are taken as they then are.
  const patienceMs = (visit.options.timeoutMs ?? 20_000) / 3;
  await page.waitForLoadState('networkidle', { timeout: patienceMs }).catch(() => undefined);
  await page.evaluate(`new Promise((done) => setTimeout(done, ${QUIET_MS}))`);
  const html = await page.content();
  if (html.length > MAX_HTML)
    return { kind: 'failed', reason: `the drawn page has ${html.length} letters, more than ${MAX_HTML}` };
  return { kind: 'rendered', html, requests: visit.requests };
}

async function renderOnce(
  fetched: FetchedPage,
  options: RendererOptions,
  running: Set<Browser>,
): Promise<Rendered> {
  const { timeoutMs = 20_000 } = options;
  const { chromium } = await import('playwright-core');
  const deadline = new AbortController();
  const browser = await chromium.launch({
    executablePath: options.executablePath,
    // The sandbox of Chromium needs rights that root and most containers have not.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ARGUMENTS,
    timeout: timeoutMs,
  });
  running.add(browser);
  const expired = Promise.withResolvers<Rendered>();
  const timer = setTimeout(
    () => expired.resolve({ kind: 'failed', reason: `not drawn within ${timeoutMs} ms` }),
    timeoutMs,
  );
  try {
    const visit: Visit = { fetched, options, signal: deadline.signal, requests: 0, bytes: 0 };
    return await Promise.race([draw(browser, visit), expired.promise]);
  } catch (cause) {
    const words = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause);
    return { kind: 'failed', reason: words.slice(0, 300) };
  } finally {
    clearTimeout(timer);
    deadline.abort();
    running.delete(browser);
    await browser.close();
  }
}

/** Opens the renderer: a browser a page, started for it and ended after it, with the guarded client as its only way out. */
export function openRenderer(options: RendererOptions): Renderer {
  const running = new Set<Browser>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    render: (page) => {
      const turn = last
        .then(() => renderOnce(page, options, running))
        .catch((cause: unknown): Rendered => ({
          kind: 'failed',
          reason: `no browser: ${cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)}`,
        }));
      last = turn;
      return turn;
    },
    close: async () => {
      await Promise.all(Array.from(running, (browser) => browser.close()));
      await last;
    },
  };
}
