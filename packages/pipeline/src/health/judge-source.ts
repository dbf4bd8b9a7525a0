import {
  primaryLanguage,
  type SourceHealth,
  type SourceTrouble,
  stateOfTrouble,
  type TroubleValues,
} from '@khabar/article';
import type { ArticleFetch, RecentArticle, Rhythm } from '@khabar/store';

import type { ChannelMemory } from './channel-memory.ts';
import { expectedBetween, isJudgeable } from './rhythm.ts';

/** Everything from which the health of a source is told. */
export interface SourceFacts {
  readonly now: Date;
  /** It has channels, ended ones too. */
  readonly isWatched: boolean;
  /** Of the channels that are still asked; `listsAll`: an empty list is unusual for its kind. */
  readonly channels: readonly {
    readonly memory: ChannelMemory;
    readonly listsAll: boolean;
    readonly ok: boolean;
  }[];
  /** It answered at some time. */
  readonly everOk: boolean;
  readonly language: string;
  readonly createdAt: string;
  readonly lastNewAt: string | null;
  readonly rhythm: Rhythm | null;
  /** Articles found in the last seven days; null where that was not asked for. */
  readonly foundLastWeek: number | null;
  /** Newest first. */
  readonly articleFetches: readonly ArticleFetch[];
  readonly articles: readonly RecentArticle[];
  readonly drift: string | null;
  readonly before: SourceHealth | null;
}

interface Found {
  readonly code: SourceTrouble;
  readonly values: TroubleValues;
  readonly since?: string;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FAILING_TIMES = 3;
/** One visit may meet an accident. */
const CERTAIN_TIMES = 2;
const LEAST_FETCHES = 5;
const MOST_FAILED = 0.8;
const RECENT_ARTICLES = 10;
/** Codes that one answer settles: no accident looks like them. */
const AT_ONCE: ReadonlySet<SourceTrouble> = new Set(['gone', 'address-refused']);

/** How a source fares after a visit: the worst that was found, with its reason as a code. */
export function judgeSource(facts: SourceFacts): SourceHealth {
  const judges = [channelFailure, articleFailure, emptyList, changedChannel, changedArticles, silence];
  for (const judge of judges) {
    const found = judge(facts);
    if (found !== null) return healthOf(found, facts);
  }
  return healthOf(null, facts);
}

function healthOf(found: (Found & { readonly mild?: boolean }) | null, facts: SourceFacts): SourceHealth {
  const { before, now } = facts;
  const code = found?.code ?? null;
  const state = found === null || found.mild === true ? 'ok' : stateOfTrouble(found.code);
  const since =
    before !== null && before.code === code && before.state === state
      ? before.since
      : (found?.since ?? now.toISOString());
  return { state, code, values: found?.values ?? {}, since };
}

/** Every channel failed. A refusal counts at once, a failure after three visits in a row, unless it never answered. */
function channelFailure({ channels, everOk, isWatched }: SourceFacts): (Found & { mild?: boolean }) | null {
  if (channels.length === 0) return isWatched ? { code: 'gone', values: { status: 410 } } : null;
  if (channels.some(({ ok }) => ok)) return null;
  const troubles = channels.flatMap(({ memory }) => (memory.trouble === null ? [] : [memory]));
  const worst = troubles.find(({ trouble }) => isBlocked(trouble?.code)) ?? troubles[0];
  if (worst === undefined || worst.trouble === null) return null;
  const { code, values, since } = worst.trouble;
  const certain = isBlocked(code) || AT_ONCE.has(code) || worst.failures >= FAILING_TIMES || !everOk;
  return certain ? { code, values, since } : { code, values, since, mild: true };
}

function isBlocked(code: SourceTrouble | undefined): boolean {
  return code !== undefined && stateOfTrouble(code) === 'blocked';
}

function isForbidden({ status }: ArticleFetch): boolean {
  return status === 401 || status === 403 || status === 451;
}

/** The list answers, its articles do not. */
function articleFailure({ articleFetches }: SourceFacts): Found | null {
  const of = articleFetches.length;
  if (of < LEAST_FETCHES) return null;
  const share = (test: (fetch: ArticleFetch) => boolean): boolean =>
    articleFetches.filter(test).length / of >= MOST_FAILED;
  if (share(({ outcome }) => outcome === 'challenge')) return { code: 'challenge', values: {} };
  if (share(({ outcome, status }) => outcome === 'login-wall' || status === 402))
    return { code: 'login-wall', values: {} };
  if (share((fetch) => isForbidden(fetch) || fetch.outcome === 'challenge'))
    return { code: 'http-forbidden', values: { status: articleFetches.find(isForbidden)?.status ?? 403 } };
  if (share(({ outcome }) => outcome === 'robots')) return { code: 'robots-forbidden', values: {} };
  const failed = articleFetches.filter(
    ({ outcome }) => outcome !== 'ok' && outcome !== 'not-modified',
  ).length;
  return failed / of >= MOST_FAILED ? { code: 'articles-failing', values: { failed, of } } : null;
}

/** A list that has nothing, visit after visit, where something was to be expected. */
function emptyList({ channels, rhythm, now }: SourceFacts): Found | null {
  const listing = channels.filter(({ listsAll }) => listsAll);
  if (listing.length === 0 || channels.some(({ memory }) => memory.everRead && memory.empty === null))
    return null;
  const [first] = listing.filter(({ memory }) => (memory.empty?.times ?? 0) >= FAILING_TIMES);
  const empty = first?.memory.empty ?? null;
  if (empty === null) return null;
  // A list of today's articles is empty on a day without any.
  const begun = Date.parse(empty.since);
  const isUsual =
    isJudgeable(rhythm, now) &&
    expectedBetween(rhythm, begun, now.getTime()) < 3 &&
    now.getTime() - begun < 7 * DAY_MS;
  return isUsual ? null : { code: 'empty-feed', values: {}, since: empty.since };
}

function changedChannel({ channels, language }: SourceFacts): Found | null {
  const memories = channels.map(({ memory }) => memory);
  const lying = memories.find(({ liesSince }) => liesSince !== null)?.liesSince;
  if (lying != null) return { code: 'not-modified-forever', values: { since: lying }, since: lying };
  const moved = memories.find((memory) => (memory.moved?.times ?? 0) >= CERTAIN_TIMES)?.moved;
  if (moved != null) return { code: 'moved', values: { from: moved.from, to: moved.to }, since: moved.since };
  const spoken = memories.filter((memory) => memory.everFull);
  const other = spoken.find((memory) => (memory.language?.times ?? 0) >= CERTAIN_TIMES)?.language;
  if (other != null && spoken.every((memory) => memory.language !== null))
    return { code: 'language-changed', values: { from: language, to: other.to }, since: other.since };
  const future = memories.find((memory) => (memory.future?.times ?? 0) >= CERTAIN_TIMES)?.future;
  return future == null
    ? null
    : { code: 'future-dates', values: { future: future.future, of: future.of }, since: future.since };
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const SHORT_WORDS = 120;
const LEAST_SHARE = 0.4;

function shareWalled(some: readonly RecentArticle[]): number {
  return some.filter(({ paywalled }) => paywalled).length / Math.max(1, some.length);
}

/** Its articles are not what they were: cut to teasers, behind a wall, in another language, no longer as its profile says. */
function changedArticles({ articles, before, language, drift }: SourceFacts): Found | null {
  if (drift !== null) return { code: 'profile-drift', values: { profile: drift } };
  const recent = articles.slice(0, RECENT_ARTICLES);
  const older = articles.slice(RECENT_ARTICLES);
  if (recent.length < RECENT_ARTICLES) return null;
  const wasWalled = before?.code === 'login-wall';
  if (
    shareWalled(recent) >= MOST_FAILED &&
    (wasWalled || (older.length >= RECENT_ARTICLES && shareWalled(older) < 0.3))
  )
    return { code: 'login-wall', values: {} };
  const words = median(recent.map(({ wordCount }) => wordCount));
  // Once found it holds until texts are long again, however many teasers have come meanwhile.
  const usual =
    before?.code === 'teasers'
      ? Number(before.values['before'] ?? 0)
      : median(older.map(({ wordCount }) => wordCount));
  const isKnown = before?.code === 'teasers' || older.length >= RECENT_ARTICLES;
  if (isKnown && words <= SHORT_WORDS && words < usual * LEAST_SHARE)
    return { code: 'teasers', values: { words, before: usual } };
  const [first] = recent;
  const changed =
    first !== undefined &&
    language !== 'und' &&
    recent.every((article) => primaryLanguage(article.language) === primaryLanguage(first.language)) &&
    primaryLanguage(first.language) !== primaryLanguage(language) &&
    older.length >= RECENT_ARTICLES &&
    older.filter((article) => primaryLanguage(article.language) === primaryLanguage(language)).length /
      older.length >=
      0.5;
  return changed ? { code: 'language-changed', values: { from: language, to: first.language } } : null;
}

const QUIET_DAYS = 7;
/** Chance of none where eight are to be expected: 3 in 10,000. */
const LEAST_EXPECTED = 8;
/** Silences repeat: one has to be longer than any before by this much. */
const LONGER = 1.5;
const LEAST_WEEK = 20;
const LOW_SHARE = 0.2;

/** Visits work, and less comes than the hours of its week let expect. */
function silence(facts: SourceFacts): Found | null {
  const { createdAt, foundLastWeek, lastNewAt, now, rhythm } = facts;
  const last = Date.parse(lastNewAt ?? createdAt);
  const silentHours = (now.getTime() - last) / HOUR_MS;
  if (!isJudgeable(rhythm, now)) {
    const days = Math.floor(silentHours / 24);
    return silentHours > QUIET_DAYS * 24 ? { code: 'nothing-new', values: { days } } : null;
  }
  const expected = expectedBetween(rhythm, last, now.getTime());
  if (expected >= LEAST_EXPECTED && silentHours > rhythm.longestHours * LONGER)
    return {
      code: 'volume-missed',
      values: { found: 0, hours: Math.round(silentHours), expected: Math.round(expected) },
    };
  const week = expectedBetween(rhythm, now.getTime() - QUIET_DAYS * DAY_MS, now.getTime());
  if (foundLastWeek !== null && week >= LEAST_WEEK && foundLastWeek < week * LOW_SHARE)
    return {
      code: 'volume-missed',
      values: { found: foundLastWeek, hours: QUIET_DAYS * 24, expected: Math.round(week) },
    };
  const isUsual = silentHours <= rhythm.longestHours * LONGER;
  return silentHours > QUIET_DAYS * 24 && !isUsual
    ? { code: 'nothing-new', values: { days: Math.floor(silentHours / 24) } }
    : null;
}
