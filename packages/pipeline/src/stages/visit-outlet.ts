import { articleId, type Channel, type Lead, type Outlet, type SourceHealth } from '@khabar/article';
import { canonicalUrl, decodeText } from '@khabar/fetch';
import { type ChannelVisit, discover } from '@khabar/sources';
import type { NewFrontierUrl, OutletRow, Rhythm } from '@khabar/store';

import { type ChannelMemory, readMemory, remember } from '../health/channel-memory.ts';
import { answerOf, type ChannelAnswer, sightOf } from '../health/channel-sight.ts';
import { judgeSource } from '../health/judge-source.ts';
import { expectedBetween, hourStart, isJudgeable, RHYTHM_DAYS, rhythmOf } from '../health/rhythm.ts';
import type { PipelineParts } from '../pipeline-parts.ts';
import { type MadeVisit, nextVisit, type SeenChannel } from './next-visit.ts';
import { ownersOfLeads } from './owner-of-lead.ts';

export type VisitParts = Pick<PipelineParts, 'store' | 'fetchPage' | 'metrics' | 'relay' | 'now' | 'onEvent'>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** An outlet that was not visited for longer than this was not collected meanwhile. */
const LEAST_GAP_MS = 3 * HOUR_MS;

/** One channel as it was before the visit. */
interface Watched {
  readonly channel: Channel;
  readonly memory: ChannelMemory;
  readonly validators: { readonly etag?: string; readonly lastModified?: string } | undefined;
  /** Asked without conditions, to see whether "not modified" is true. */
  readonly probe: boolean;
}

interface Seen extends SeenChannel {
  readonly watched: Watched;
}

/** Looks at every channel of an outlet, puts what is new in the frontier (whose hosts the schedule gives out every second), and says how the outlet fares and when to look again. */
export async function visitOutlet(outletId: string, parts: VisitParts): Promise<void> {
  const { store } = parts;
  const row = await store.outlets.get(outletId);
  if (row === undefined || row.paused || row.definition === null) return;
  const startedAt = parts.now();
  const watched = await watchedChannels(row, row.definition, { store, now: startedAt });
  const outlet = { ...row.definition, channels: watched.map(({ channel }) => channel) };
  const answers = new Map<string, ChannelAnswer>();
  const { leads, visits } = await discover(outlet, {
    fetchPage: async (url, options) => {
      const fetched = await parts.fetchPage(url, {
        ...options,
        ...(outlet.delayMs === undefined ? {} : { delayMs: outlet.delayMs }),
      });
      const answer = answerOf(fetched);
      if (!answers.has(url)) answers.set(url, answer);
      return answer.fetched;
    },
    decodeText,
    now: parts.now,
    validators: (url) => watched.find(({ channel }) => channel.url === url)?.validators,
  });
  const now = parts.now();
  const seen = seenOf({ outlet, watched, visits, answers, leads }, now);
  await keepVisit({ row, outlet, startedAt, now, seen, leads }, parts);
  for (const visit of visits) parts.metrics.visits({ outcome: outcomeOf(visit, answers) }, visit.bytes);
  parts.onEvent?.({ kind: 'outlet', outletId });
}

function outcomeOf(visit: ChannelVisit, answers: ReadonlyMap<string, ChannelAnswer>): string {
  return answers.get(visit.url)?.interstitial ?? visit.refusal ?? visit.outcome;
}

async function watchedChannels(
  row: OutletRow,
  outlet: Outlet,
  { store, now }: Pick<PipelineParts, 'store'> & { now: Date },
): Promise<Watched[]> {
  const known = new Map((await store.sources.channels(row.id)).map((one) => [one.url, one]));
  return outlet.channels.flatMap((channel) => {
    const before = known.get(channel.url);
    if (before !== undefined && before.endedAt !== null) return [];
    const memory = readMemory(before?.memory);
    const probe = isProbeDue(memory, row.rhythm, now);
    const conditional = before !== undefined && !probe && memory.liesSince === null;
    return [{ channel, memory, probe, validators: conditional ? before.validators : undefined }];
  });
}

/** "Not modified" is believed for a day, and then for as long as nothing was to be expected. */
function isProbeDue(memory: ChannelMemory, rhythm: Rhythm | null, now: Date): boolean {
  if (memory.notModifiedSince === null || memory.liesSince !== null) return false;
  const since = Date.parse(memory.notModifiedSince);
  const lastProbe = memory.probedAt === null ? since : Math.max(since, Date.parse(memory.probedAt));
  if (now.getTime() - lastProbe < DAY_MS) return false;
  return isJudgeable(rhythm, now)
    ? expectedBetween(rhythm, lastProbe, now.getTime()) >= 3
    : now.getTime() - lastProbe >= 7 * DAY_MS;
}

function seenOf(
  found: {
    outlet: Outlet;
    watched: readonly Watched[];
    visits: readonly ChannelVisit[];
    answers: ReadonlyMap<string, ChannelAnswer>;
    leads: readonly Lead[];
  },
  now: Date,
): Seen[] {
  const { outlet, watched, visits, answers, leads } = found;
  return visits.flatMap((visit) => {
    const one = watched.find(({ channel }) => channel.url === visit.url);
    if (one === undefined) return [];
    const answer = answers.get(visit.url);
    const own = leads.filter(({ foundIn }) => foundIn === visit.url);
    // An address that two channels name counts for the first; the second list is not empty for that.
    const sight = sightOf(
      { outlet, channel: one.channel, now },
      { visit, answer, leads: own },
      { probe: one.probe },
    );
    const whole = sight.kind === 'read' ? { ...sight, leads: Math.max(sight.leads, visit.leads) } : sight;
    return [{ watched: one, visit, answer, memory: remember(one.memory, whole, now.toISOString()) }];
  });
}

interface VisitFound extends MadeVisit {
  readonly seen: readonly Seen[];
  readonly leads: readonly Lead[];
}

async function keepVisit(found: VisitFound, parts: VisitParts): Promise<void> {
  const { row, now, seen, leads } = found;
  const { store } = parts;
  const at = now.toISOString();
  const urls = new Map<string, NewFrontierUrl>();
  for (const lead of leads) {
    const url = canonicalUrl(lead.url);
    const id = articleId(url);
    if (!urls.has(id))
      urls.set(id, { id, url: lead.url, host: new URL(lead.url).host, outletId: row.id, lead });
  }
  const owners = await ownersOfLeads(leads, store.outlets, at);
  const ok = seen.some(({ visit }) => visit.outcome === 'ok' || visit.outcome === 'not-modified');
  const { health, rhythm } = await healthAfter({ ...found, ok }, store);
  const fresh = await store.sources.keepVisit({
    outletId: row.id,
    at,
    ok,
    urls: Array.from(urls.values(), (one) => ({
      ...one,
      outletId: owners.get(one.url) ?? one.outletId,
      hour: hourOf(one.lead, { row, now }),
    })),
    channels: seen.map(({ visit, memory }) => ({
      url: visit.url,
      status: visit.status ?? null,
      validators: visit.outcome === 'ok' ? (visit.validators ?? {}) : null,
      memory,
      // 410 says for ever; a feed that only moved is looked for again (404).
      endedAt: visit.status === 410 ? at : null,
    })),
    log: seen.map((one) => logLine(row.id, at, one)),
    health,
    rhythm,
    ...nextVisit(found, { ok, rhythm: rhythm ?? row.rhythm }),
  });
  await keepGaps({ row, now, ok, health: fresh > 0 ? health.withNew : health.without }, store);
}

function logLine(outletId: string, at: string, { visit, answer }: Seen) {
  return {
    outlet_id: outletId,
    at,
    url: visit.url,
    what: 'channel' as const,
    outcome: answer?.interstitial ?? visit.refusal ?? visit.outcome,
    status: visit.status ?? null,
    bytes: visit.bytes,
    ms: Math.round(visit.ms),
    found: visit.leads,
    reason: visit.reason ?? null,
  };
}

/** The hour for which a new address counts; null: what comes undated in a first list says nothing of its hour. */
function hourOf(lead: Lead, { row, now }: { row: OutletRow; now: Date }): string | null {
  const oldest = now.getTime() - RHYTHM_DAYS * DAY_MS;
  const published = Date.parse(lead.published ?? '');
  if (published >= oldest && published <= now.getTime()) return hourStart(published);
  return row.last_success_at === null || published < oldest ? null : hourStart(now.getTime());
}

/** Reasons that lie in the articles, not in the list: looked at again until they are gone. */
const DEEP: ReadonlySet<SourceHealth['code']> = new Set([
  'challenge',
  'http-forbidden',
  'login-wall',
  'robots-forbidden',
  'articles-failing',
  'teasers',
  'language-changed',
  'profile-drift',
  'volume-missed',
]);
const FETCHES = 10;
const ARTICLES = 60;

async function healthAfter(
  visit: VisitFound & { ok: boolean },
  records: Pick<PipelineParts['store'], 'sources'>,
): Promise<{ health: { withNew: SourceHealth; without: SourceHealth }; rhythm: Rhythm | null | undefined }> {
  const { row, now, seen, ok } = visit;
  const isStale = row.rhythm === null || now.getTime() - Date.parse(row.rhythm.at) >= HOUR_MS;
  const deep = isStale || DEEP.has(row.health?.code ?? null);
  const since = new Date(now.getTime() - RHYTHM_DAYS * DAY_MS).toISOString();
  const hours = isStale || deep ? await records.sources.hoursSince(row.id, since) : [];
  const rhythm = isStale ? rhythmOf(hours, row.created_at, now) : row.rhythm;
  const weekAgo = new Date(now.getTime() - 7 * DAY_MS).toISOString();
  const facts = {
    now,
    isWatched: (row.definition?.channels.length ?? 0) > 0,
    channels: seen.map(({ watched, visit: one, memory }) => ({
      memory,
      listsAll: watched.channel.kind !== 'sitemap',
      ok: one.outcome === 'ok' || one.outcome === 'not-modified',
    })),
    everOk: ok || row.last_success_at !== null,
    language: row.language,
    createdAt: row.created_at,
    lastNewAt: row.last_new_at,
    rhythm,
    foundLastWeek: deep
      ? hours.filter(({ hour }) => hour >= weekAgo).reduce((sum, one) => sum + one.found, 0)
      : null,
    articleFetches: deep ? await records.sources.lastArticleFetches(row.id, FETCHES) : [],
    articles: deep ? await records.sources.lastArticles(row.id, ARTICLES) : [],
    drift: deep ? driftOf(await records.sources.lastArticlePages(row.id, FETCHES)) : null,
    before: row.health,
  };
  return {
    health: {
      withNew: judgeSource({ ...facts, lastNewAt: now.toISOString() }),
      without: judgeSource(facts),
    },
    rhythm: isStale ? rhythm : undefined,
  };
}

const LEAST_DRIFTED = 3;

/** The profile that most of the last pages say does not fit them; stages/extract-pages.ts writes the reasons. */
function driftOf(reasons: readonly (string | null)[]): string | null {
  const drifted = reasons.flatMap((reason) => /^profile-drift: (\S+)/.exec(reason ?? '')?.[1] ?? []);
  return drifted.length >= LEAST_DRIFTED && drifted.length * 2 >= reasons.length
    ? (drifted[0] ?? null)
    : null;
}

function isDown(health: SourceHealth | null): boolean {
  return health?.state === 'failing' || health?.state === 'blocked';
}

async function keepGaps(
  { row, now, ok, health }: { row: OutletRow; now: Date; ok: boolean; health: SourceHealth },
  { sources }: Pick<PipelineParts['store'], 'sources'>,
): Promise<void> {
  const at = now.toISOString();
  if (isDown(health)) {
    await sources.beginGap(row.id, {
      at: row.last_success_at ?? row.created_at,
      code: health.code ?? 'unreachable',
    });
    return;
  }
  if (isDown(row.health)) await sources.endGap(row.id, at);
  else if (ok && row.last_success_at !== null) {
    const silentMs = now.getTime() - Date.parse(row.last_success_at);
    const usualMs = 4 * (row.definition?.everyMinutes ?? 30) * MINUTE_MS;
    if (silentMs > Math.max(LEAST_GAP_MS, usualMs))
      await sources.addGap(row.id, { from: row.last_success_at, to: at, code: 'not-visited' });
  }
}
