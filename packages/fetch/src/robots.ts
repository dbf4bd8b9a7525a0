import type { Clock } from './clock.ts';
import { parseRobots, type RobotsRules } from './robots-rules.ts';
import type { WebAnswer } from './web-client.ts';

/** What is known of a host's robots.txt. */
export interface RobotsAnswer extends RobotsRules {
  /** found: rules were read; absent: none there, everything may be fetched; unreachable: nothing may be fetched until it answers (RFC 9309 2.3.1). */
  readonly state: 'found' | 'absent' | 'unreachable';
  /** In words, for an unreachable one. */
  readonly detail: string;
  /** UTC ISO 8601. */
  readonly fetchedAt: string;
  /** Milliseconds until it is asked again. */
  readonly freshForMs: number;
}

export interface RobotsDeps {
  /** One request, paced and guarded, redirects not followed. */
  readonly get: (url: string) => Promise<WebAnswer>;
  readonly clock: Clock;
  /** Product token by which files name this crawler. */
  readonly agent: string;
}

export interface Robots {
  /** The rules of an origin (`https://host:port`), from the cache when fresh. Never throws. */
  of(origin: string): Promise<RobotsAnswer>;
}

const HOUR_MS = 3_600_000;
/** RFC 9309 2.4: not to be used for more than 24 hours. */
const FRESH_MS = 24 * HOUR_MS;
/** An unreachable file is asked for again soon: until it answers the whole host stands still. */
const RETRY_MS = HOUR_MS / 12;
/** RFC 9309 2.3.1.4: unreachable for so long, a file may be taken as absent. */
const GIVEN_UP_MS = 30 * 24 * HOUR_MS;
/** RFC 9309 2.3.1.2. */
const MAX_REDIRECTS = 5;
const MAX_ORIGINS = 5_000;

interface Kept {
  readonly answer: RobotsAnswer;
  readonly expiresAt: number;
  readonly unreachableSince: number | undefined;
}

type Read =
  | { readonly state: 'found'; readonly body: Uint8Array }
  | { readonly state: 'absent' }
  | { readonly state: 'unreachable'; readonly detail: string };

const EVERYTHING: RobotsRules = { allows: () => true, crawlDelayMs: undefined, sitemaps: [] };
const NOTHING: RobotsRules = { allows: () => false, crawlDelayMs: undefined, sitemaps: [] };

function readStatus(answer: Extract<WebAnswer, { kind: 'answer' }>): Read {
  const { status } = answer;
  if (status >= 200 && status < 300) return { state: 'found', body: answer.body };
  // 429 is "not now", not "not there": Google takes it as a server error, and so does a polite crawler.
  if (status >= 500 || status === 429)
    return { state: 'unreachable', detail: `robots.txt answered ${status}` };
  return { state: 'absent' };
}

async function read(origin: string, deps: RobotsDeps): Promise<Read> {
  let url = new URL('/robots.txt', origin);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    // One hop after the other is the point.
    // oxlint-disable-next-line no-await-in-loop
    const answer = await deps.get(url.href);
    if (answer.kind === 'failed') return { state: 'unreachable', detail: `robots.txt: ${answer.detail}` };
    const location = answer.headers['location'];
    if (answer.status < 300 || answer.status >= 400 || location === undefined) return readStatus(answer);
    const next = URL.parse(location, url.href);
    if (!next) return { state: 'absent' };
    url = next;
  }
  return { state: 'absent' };
}

/** Opens the cache of robots.txt files, one an origin, kept a day at most. */
export function openRobots(deps: RobotsDeps): Robots {
  const kept = new Map<string, Kept>();
  const underWay = new Map<string, Promise<RobotsAnswer>>();

  function answerFor(result: Read, since: number | undefined, now: number): RobotsAnswer {
    const fetchedAt = new Date(now).toISOString();
    switch (result.state) {
      case 'found':
        return {
          ...parseRobots(result.body, deps.agent),
          state: 'found',
          detail: '',
          fetchedAt,
          freshForMs: FRESH_MS,
        };
      case 'absent':
        return { ...EVERYTHING, state: 'absent', detail: '', fetchedAt, freshForMs: FRESH_MS };
      case 'unreachable':
        break;
    }
    if (since !== undefined && now - since >= GIVEN_UP_MS) {
      return { ...EVERYTHING, state: 'absent', detail: result.detail, fetchedAt, freshForMs: FRESH_MS };
    }
    return { ...NOTHING, state: 'unreachable', detail: result.detail, fetchedAt, freshForMs: RETRY_MS };
  }

  async function refresh(origin: string): Promise<RobotsAnswer> {
    const before = kept.get(origin);
    const result = await read(origin, deps);
    const now = deps.clock.now().getTime();
    const unreachableSince = result.state === 'unreachable' ? (before?.unreachableSince ?? now) : undefined;
    const answer = answerFor(result, unreachableSince, now);
    if (kept.size >= MAX_ORIGINS)
      for (const [key, entry] of kept) if (entry.expiresAt < now) kept.delete(key);
    kept.set(origin, { answer, expiresAt: now + answer.freshForMs, unreachableSince });
    return answer;
  }

  async function of(origin: string): Promise<RobotsAnswer> {
    const entry = kept.get(origin);
    const now = deps.clock.now().getTime();
    // A clock set back must not make a file eternal.
    if (entry && now < entry.expiresAt && now > entry.expiresAt - entry.answer.freshForMs - HOUR_MS) {
      return { ...entry.answer, freshForMs: entry.expiresAt - now };
    }
    const running = underWay.get(origin);
    if (running) return running;
    const started = refresh(origin).finally(() => underWay.delete(origin));
    underWay.set(origin, started);
    return started;
  }

  return { of };
}
