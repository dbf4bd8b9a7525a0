import {
  type Fetched,
  type FetchPage,
  type FetchPageOptions,
  type HostTurns,
  KhabarError,
  type RefusalReason,
  type RobotsRecord,
} from '@khabar/article';

import type { AddressGuard } from './address-guard.ts';
import { systemClock, type Clock } from './clock.ts';
import { isWantedType } from './media-type.ts';
import { openPace, type HeldBack, type Turn } from './pace.ts';
import { retryAfterMs } from './retry-after.ts';
import { productToken } from './robots-rules.ts';
import { openRobots, type RobotsAnswer } from './robots.ts';
import { openWebClient, type WebAnswer, type WebRequest } from './web-client.ts';

export interface FetcherOptions {
  /** Product token first, a way to reach its people in brackets: `Khabar/0.1 (+https://…)`. */
  readonly userAgent: string;
  readonly guard: AddressGuard;
  readonly clock?: Clock;
  /** Of a decoded body; default 10 MiB. */
  readonly maxBytes?: number;
  /** For a whole fetch, its redirects included, waiting for the host's turn not; default 20 s. */
  readonly timeoutMs?: number;
  /** Default 5. */
  readonly maxRedirects?: number;
  /** Least gap between two requests to a host; default 1 s. */
  readonly minDelayMs?: number;
  /** Where turns on a host are kept when other processes ask it as well; without it this process is taken to be alone. */
  readonly turns?: HostTurns;
  /** Where robots.txt files are kept for other processes and the next start. */
  readonly robots?: RobotsRecord;
  /** `host` or `host:port` -> `http://127.0.0.1:PORT`: the sample web and tests. */
  readonly route?: ReadonlyMap<string, string>;
}

export interface Fetcher {
  /** Polite, guarded, bounded GET. Never throws for what a site does; throws KhabarError when the turns are out of reach or the fetcher was stopped. */
  readonly fetchPage: FetchPage;
  /** What robots.txt of a host (`news.example`, `https://news.example`) says to this crawler; asks for it when not known. Never throws. */
  robotsFor(host: string): Promise<RobotsAnswer>;
  /** Asks nothing further: who waits for a host's turn, or comes later, gets KhabarError CANCELLED. A request under way ends as it would. */
  stop(): void;
  close(): Promise<void>;
}

/** StormCrawler's cap, too: a longer Crawl-delay is a way of saying no that robots.txt has a better word for. */
const MAX_CRAWL_DELAY_MS = 30_000;
/** RFC 9309 2.5 asks for at least 500 KiB. */
const ROBOTS_MAX_BYTES = 512 * 1024;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

interface Hop {
  readonly url: URL;
  readonly options: FetchPageOptions;
  /** Shared by all hops of a fetch; time in the host's queue does not count. */
  readonly budget: Budget;
}

interface Budget {
  leftMs: number;
}

interface Refusal {
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly retry?: 'later' | 'never';
  readonly status?: number;
  readonly retryAfterMs?: number | undefined;
}

const LATER: ReadonlySet<RefusalReason> = new Set(['too-slow', 'server-error', 'network', 'bad-encoding']);

function refused(url: string, refusal: Refusal): Fetched {
  const { reason, detail, status, retryAfterMs: after } = refusal;
  const retry = refusal.retry ?? (LATER.has(reason) ? 'later' : 'never');
  return {
    kind: 'refused',
    url,
    reason,
    detail,
    retry,
    ...(status === undefined ? {} : { status }),
    ...(after === undefined ? {} : { retryAfterMs: after }),
  };
}

function acceptHeader(accept: FetchPageOptions['accept']): string {
  if (accept === 'feed') {
    return 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5';
  }
  return accept === 'any'
    ? '*/*'
    : 'text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8';
}

function requestHeaders(userAgent: string, options: FetchPageOptions): Record<string, string> {
  const { etag, lastModified } = options.validators ?? {};
  return {
    'user-agent': userAgent,
    accept: acceptHeader(options.accept),
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}

/** Rules are compared with percent codes in upper case; a link may write them in lower case. */
function upperCodes(href: string): string {
  return href.replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase());
}

/** The request as it is, which also ends when `signal` aborts. */
function ending(request: WebRequest, signal: AbortSignal | undefined): WebRequest {
  if (signal === undefined) return request;
  return { ...request, signal: request.signal ? AbortSignal.any([request.signal, signal]) : signal };
}

function originOf(host: string): string | null {
  const url = URL.parse(host.includes('://') ? host : `https://${host}`);
  return url && /^https?:$/.test(url.protocol) ? url.origin : null;
}

/** Opens the fetcher: robots.txt, pace, address guard, redirects by hand and every limit in one place. */
export function openFetcher(options: FetcherOptions): Fetcher {
  const { userAgent, guard } = options;
  const clock = options.clock ?? systemClock;
  const maxBytes = options.maxBytes ?? 10 * 1024 * 1024;
  const timeoutMs = options.timeoutMs ?? 20_000;
  const maxRedirects = options.maxRedirects ?? 5;
  const minDelayMs = options.minDelayMs ?? 1_000;
  const client = openWebClient({ guard, ...(options.route ? { route: options.route } : {}) });
  const pace = openPace(clock, options.turns);

  const stopping = new AbortController();

  async function turnOf(
    host: string,
    delayMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Turn | HeldBack> {
    const either = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal;
    return pace.turn(host, delayMs, either).catch((cause: unknown) => {
      if (!stopping.signal.aborted || signal?.aborted === true) throw cause;
      throw new KhabarError('CANCELLED', `${host}: not asked, since fetching was stopped`, {
        retry: 'later',
        cause,
      });
    });
  }

  async function paced(request: WebRequest, delayMs: number, budget?: Budget): Promise<WebAnswer | HeldBack> {
    // A name may be written with the root's dot.
    const host = new URL(request.url).hostname.replace(/\.$/, '');
    const turn = await turnOf(host, delayMs, request.signal);
    if ('retryAfterMs' in turn) return turn;
    const startedAt = clock.monotonicMs();
    try {
      const answer = await client.send(ending(request, turn.lost));
      if (budget) budget.leftMs -= clock.monotonicMs() - startedAt;
      if (answer.kind === 'answer' && (answer.status === 429 || answer.status === 503)) {
        const after = retryAfterMs(answer.headers['retry-after'], clock.now());
        if (after !== undefined) pace.hold(host, after);
      }
      return answer;
    } finally {
      turn.done();
    }
  }

  const robots = openRobots({
    clock,
    agent: productToken(userAgent),
    ...(options.robots === undefined ? {} : { record: options.robots }),
    get: async (url) => {
      const answer = await paced(
        {
          url,
          headers: { 'user-agent': userAgent, accept: 'text/plain, */*;q=0.1' },
          timeoutMs: timeoutMs / 2,
          maxBytes: ROBOTS_MAX_BYTES,
          truncate: true,
          wants: (status) => status >= 200 && status < 300,
        },
        minDelayMs,
      );
      if ('kind' in answer) return answer;
      return {
        kind: 'failed',
        reason: 'server-error',
        detail: `the host asked for ${answer.retryAfterMs} ms of rest`,
      };
    },
  });

  /** One request of a fetch: robots.txt first, then the host's turn. */
  async function hop(step: Hop): Promise<WebAnswer | Refusal> {
    const { url, options: asked } = step;
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      return { reason: 'scheme', detail: `${url.protocol} is not fetched, only http: and https:` };
    }
    // Before robots.txt, so that a private address is called by its name and not "robots.txt unreachable".
    const routed = options.route?.has(url.host) === true || options.route?.has(url.hostname) === true;
    const verdict = routed ? undefined : await guard.check(url);
    if (verdict?.allowed === false) return { reason: verdict.reason, detail: verdict.detail };
    // robots.txt itself may always be read (RFC 9309 section 2.2.2).
    const rules = url.pathname === '/robots.txt' ? undefined : await robots.of(url.origin);
    if (rules && (!rules.allows(url.href) || !rules.allows(upperCodes(url.href)))) {
      if (rules.state === 'unreachable') {
        return { reason: 'robots', detail: rules.detail, retry: 'later', retryAfterMs: rules.freshForMs };
      }
      return { reason: 'robots', detail: `robots.txt of ${url.host} forbids ${url.pathname.slice(0, 200)}` };
    }
    const crawlDelayMs = Math.min(rules?.crawlDelayMs ?? 0, MAX_CRAWL_DELAY_MS);
    const answer = await paced(
      {
        url: url.href,
        headers: requestHeaders(userAgent, asked),
        timeoutMs: Math.max(1, Math.ceil(step.budget.leftMs)),
        maxBytes,
        wants: (status, headers) => {
          if (status < 200 || status >= 300) return false;
          return (
            isWantedType(headers['content-type'], asked.accept ?? 'html') ||
            `content-type "${(headers['content-type'] ?? '').slice(0, 100)}" is not read here`
          );
        },
        ...(asked.signal ? { signal: asked.signal } : {}),
      },
      Math.max(minDelayMs, asked.delayMs ?? 0, crawlDelayMs),
      step.budget,
    );
    if ('kind' in answer) return answer;
    return {
      reason: 'server-error',
      detail: `${url.host} asked to be left alone for ${answer.retryAfterMs} ms (Retry-After)`,
      retryAfterMs: answer.retryAfterMs,
    };
  }

  function refusalOf(status: number, url: URL, headers: Readonly<Record<string, string>>): Refusal {
    const detail = `${url.host} answered ${status}`;
    if (status === 404 || status === 410) return { reason: 'gone', detail, status };
    if (status === 429 || status >= 500) {
      return {
        reason: 'server-error',
        detail,
        status,
        retryAfterMs: retryAfterMs(headers['retry-after'], clock.now()),
      };
    }
    return {
      reason: 'http-error',
      detail,
      status,
      retry: status === 408 || status === 425 ? 'later' : 'never',
    };
  }

  async function follow(start: URL, asked: FetchPageOptions): Promise<Fetched> {
    let url = start;
    const budget: Budget = { leftMs: timeoutMs };
    for (let redirects = 0; redirects <= maxRedirects; redirects += 1) {
      // One hop after the other is the point.
      // oxlint-disable-next-line no-await-in-loop
      const answer = await hop({ url, options: asked, budget });
      if ('detail' in answer) return refused(start.href, answer);
      const { status, headers } = answer;
      const fetchedAt = clock.now().toISOString();
      if (status === 304 && asked.validators)
        return { kind: 'not-modified', url: start.href, fetchedAt, headers };
      const location = headers['location'];
      if (!REDIRECTS.has(status) || location === undefined) {
        if (status < 200 || status >= 300) return refused(start.href, refusalOf(status, url, headers));
        const page = { url: start.href, finalUrl: url.href, fetchedAt, status, headers, body: answer.body };
        return { kind: 'page', page };
      }
      const next = URL.parse(location, url.href);
      if (!next) {
        return refused(start.href, {
          reason: 'http-error',
          detail: `redirect to an unreadable address`,
          status,
        });
      }
      next.hash = '';
      url = next;
    }
    return refused(start.href, {
      reason: 'too-many-redirects',
      detail: `more than ${maxRedirects} redirects`,
    });
  }

  const fetchPage: FetchPage = async (address, asked = {}) => {
    const url = URL.parse(address);
    if (!url)
      return refused(address, { reason: 'scheme', detail: `${address.slice(0, 200)}: not a web address` });
    url.hash = '';
    try {
      return await follow(url, asked);
    } catch (cause) {
      if (!asked.signal?.aborted) throw cause;
      return refused(url.href, {
        reason: 'network',
        detail: `${url.host}: given up by the caller`,
        retry: 'later',
      });
    }
  };

  return {
    fetchPage,
    robotsFor: async (host) => robots.of(originOf(host) ?? 'http://invalid.invalid'),
    stop: () => stopping.abort(),
    close: () => client.close(),
  };
}
