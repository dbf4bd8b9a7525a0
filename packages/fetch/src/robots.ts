import type { KeptRobots, RobotsRecord } from '@khabar/article';

import type { Clock } from './clock.ts';
import { freshForMs } from './freshness.ts';
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
  /** Kept for other processes and the next start; without it this process alone remembers. */
  readonly record?: RobotsRecord;
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
/** A file that says that it changes soon is asked for again within the hour, not with every page. */
const LEAST_FRESH_MS = HOUR_MS;

interface Known {
  readonly kept: KeptRobots;
  readonly rules: RobotsRules;
}

type Read =
  | { readonly state: 'found'; readonly body: Uint8Array; readonly maxAgeMs: number }
  | { readonly state: 'absent' }
  | { readonly state: 'unreachable'; readonly detail: string };

const EVERYTHING: RobotsRules = { allows: () => true, crawlDelayMs: undefined, sitemaps: [] };
const NOTHING: RobotsRules = { allows: () => false, crawlDelayMs: undefined, sitemaps: [] };

function readStatus(answer: Extract<WebAnswer, { kind: 'answer' }>, now: Date): Read {
  const { status } = answer;
  if (status >= 200 && status < 300)
    return { state: 'found', body: answer.body, maxAgeMs: freshForMs(answer.headers, now) };
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
    if (answer.status < 300 || answer.status >= 400 || location === undefined)
      return readStatus(answer, deps.clock.now());
    const next = URL.parse(location, url.href);
    if (!next) return { state: 'absent' };
    url = next;
  }
  return { state: 'absent' };
}

/** RFC 9309 2.4 lets Cache-Control say how long, and no file is used for longer than a day. */
function freshMsOf(result: Read): number {
  if (result.state === 'unreachable') return RETRY_MS;
  if (result.state === 'absent' || result.maxAgeMs === 0) return FRESH_MS;
  return Math.min(FRESH_MS, Math.max(LEAST_FRESH_MS, result.maxAgeMs));
}

/** What is to be remembered of an answer, given since when the file has been out of reach. */
function keptOf(result: Read, before: KeptRobots | undefined, now: Date): KeptRobots {
  const unreachableSince =
    result.state === 'unreachable' ? (before?.unreachableSince ?? now.toISOString()) : null;
  const isGivenUp = unreachableSince !== null && now.getTime() - Date.parse(unreachableSince) >= GIVEN_UP_MS;
  return {
    state: isGivenUp ? 'absent' : result.state,
    body: result.state === 'found' ? result.body : null,
    detail: result.state === 'unreachable' ? result.detail : '',
    fetchedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + (isGivenUp ? FRESH_MS : freshMsOf(result))).toISOString(),
    unreachableSince,
  };
}

function rulesOf(kept: KeptRobots, agent: string): RobotsRules {
  switch (kept.state) {
    case 'found':
      return parseRobots(kept.body ?? new Uint8Array(), agent);
    case 'absent':
      return EVERYTHING;
    case 'unreachable':
      return NOTHING;
  }
}

/** A clock set back must not make a file eternal. */
function isFresh(kept: KeptRobots, now: number): boolean {
  const begun = Date.parse(kept.fetchedAt);
  return now < Date.parse(kept.expiresAt) && now > begun - HOUR_MS && now - begun < FRESH_MS;
}

/** Opens the cache of robots.txt files, one an origin, kept a day at most; shared through the record where one is given. */
export function openRobots(deps: RobotsDeps): Robots {
  const known = new Map<string, Known>();
  const underWay = new Map<string, Promise<RobotsAnswer>>();

  function answerOf({ kept, rules }: Known, now: number): RobotsAnswer {
    return {
      ...rules,
      state: kept.state,
      detail: kept.detail,
      fetchedAt: kept.fetchedAt,
      freshForMs: Math.max(0, Date.parse(kept.expiresAt) - now),
    };
  }

  function learn(origin: string, kept: KeptRobots, now: number): Known {
    if (known.size >= MAX_ORIGINS)
      for (const [key, entry] of known) if (Date.parse(entry.kept.expiresAt) < now) known.delete(key);
    const learned = { kept, rules: rulesOf(kept, deps.agent) };
    known.set(origin, learned);
    return learned;
  }

  /** The record may be away: then this process asks for itself. */
  async function fromRecord(origin: string): Promise<KeptRobots | undefined> {
    return deps.record?.get(origin).catch(() => undefined);
  }

  async function refresh(origin: string): Promise<RobotsAnswer> {
    const recorded = await fromRecord(origin);
    const asked = deps.clock.now();
    if (recorded !== undefined && isFresh(recorded, asked.getTime()))
      return answerOf(learn(origin, recorded, asked.getTime()), asked.getTime());
    const result = await read(origin, deps);
    const now = deps.clock.now();
    const kept = keptOf(result, recorded ?? known.get(origin)?.kept, now);
    await deps.record?.put(origin, kept).catch(() => {});
    return answerOf(learn(origin, kept, now.getTime()), now.getTime());
  }

  async function of(origin: string): Promise<RobotsAnswer> {
    const entry = known.get(origin);
    const now = deps.clock.now().getTime();
    if (entry && isFresh(entry.kept, now)) return answerOf(entry, now);
    const running = underWay.get(origin);
    if (running) return running;
    const started = refresh(origin).finally(() => underWay.delete(origin));
    underWay.set(origin, started);
    return started;
  }

  return { of };
}
