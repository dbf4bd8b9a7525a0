import { hash } from 'node:crypto';

import { articleId, KhabarError, type Lead, type Outlet } from '@khabar/article';
import { canonicalUrl, decodeText } from '@khabar/fetch';
import {
  type Archive,
  COMMON_SITEMAP_PATHS,
  fetchSitemap,
  findArchives,
  sitemapLines,
  walkArchive,
} from '@khabar/sources';
import type { BackfillRow, NewFrontierUrl, OutletRow } from '@khabar/store';
import { z } from 'zod';

import type { PipelineParts } from '../pipeline-parts.ts';
import { ArchivePages, keepArchivePages } from './archive-pages.ts';
import { dispatchHosts } from './dispatch-hosts.ts';

export type BackfillParts = Pick<PipelineParts, 'store' | 'rawPages' | 'fetchPage' | 'relay' | 'now'>;

const MINUTE_MS = 60_000;

/** What a backfill was asked for. */
const Options = z.object({
  /** Pages dated before or after are left out; undated ones are taken. */
  since: z.string().optional(),
  until: z.string().optional(),
  /** Addresses a minute that are given to the fetcher; absent: as the hosts allow. */
  perMinute: z.number().optional(),
  most: z.number().optional(),
});

/** Where a walk goes on, and from when the next address may be asked for. */
const Place = z.object({
  sitemaps: z.array(z.object({ url: z.string(), depth: z.number() })).optional(),
  /** Hashes of sitemaps that were read. */
  read: z.array(z.string()).default([]),
  archives: z.array(z.object({ kind: z.string(), url: z.string() })).optional(),
  next: z.string().nullable().default(null),
  nextAt: z.string().nullable().default(null),
  /** Of the command that hands over: its own. */
  handed: z.unknown().optional(),
});
type Place = z.infer<typeof Place>;

const Wish = z.object({ id: z.string() });
const Addresses = Wish.extend({
  addresses: z
    .array(z.object({ url: z.string(), title: z.string().optional(), published: z.string().optional() }))
    .max(5_000),
  place: z.unknown(),
});

/** What one step came to; `done`: nothing is left to look at. */
export interface BackfillStep {
  readonly done: boolean;
  readonly found: number;
  readonly taken: number;
  /** What was read in this step, in words. */
  readonly at: string;
}

/** Steps of a backfill, each of them small, so that an interrupted one goes on where it was. */
export async function answerBackfill(
  kind: string,
  input: unknown,
  parts: BackfillParts,
): Promise<BackfillStep> {
  switch (kind) {
    case 'backfill-look':
      return look(await parts.store.backfills.get(Wish.parse(input).id), parts);
    case 'backfill-addresses': {
      const { id, addresses, place } = Addresses.parse(input);
      const row = await parts.store.backfills.get(id);
      const found = addresses.filter(({ url }) => URL.parse(url)?.protocol.startsWith('http') === true);
      return take(row, { addresses: found, place: { ...placeOf(row), handed: place }, at: 'list' }, parts);
    }
    case 'backfill-pages':
      return keepArchivePages(ArchivePages.parse(input), parts);
    default:
      throw new KhabarError('INTERNAL', `interactive: nobody answers "${kind}"`);
  }
}

function placeOf(row: BackfillRow): Place {
  return Place.safeParse(row.place ?? {}).data ?? Place.parse({});
}

async function outletOf(row: BackfillRow, parts: BackfillParts): Promise<OutletRow> {
  const outlet = row.outlet_id === null ? undefined : await parts.store.outlets.get(row.outlet_id);
  if (outlet === undefined)
    throw new KhabarError('NOT_FOUND', `outlet ${row.outlet_id ?? ''}: there is none of this id`);
  return outlet;
}

async function look(row: BackfillRow, parts: BackfillParts): Promise<BackfillStep> {
  const { definition } = await outletOf(row, parts);
  if (definition === null)
    throw new KhabarError(
      'INPUT_INVALID',
      `outlet ${row.outlet_id ?? ''}: it is known from texts only; it has no site to look at`,
    );
  return row.kind === 'sitemaps'
    ? nextSitemap(row, definition, parts)
    : nextOlderPage(row, definition, parts);
}

const MAX_DEPTH = 5;
const MAX_SITEMAPS = 5_000;

async function nextSitemap(row: BackfillRow, outlet: Outlet, parts: BackfillParts): Promise<BackfillStep> {
  const place = placeOf(row);
  const queue = place.sitemaps ?? (await firstSitemaps(outlet, parts));
  const [next, ...rest] = queue;
  if (next === undefined || place.read.length >= MAX_SITEMAPS)
    return { done: true, found: 0, taken: 0, at: '' };
  const key = hash('sha256', next.url).slice(0, 16);
  const options = Options.parse(row.options);
  const known = place.read.includes(key);
  const result = known
    ? { kind: 'refused' as const, reason: '' }
    : await fetchSitemap(next.url, { fetchPage: parts.fetchPage, decodeText });
  const deeper =
    result.kind === 'index' && next.depth < MAX_DEPTH
      ? result.sitemaps
          .filter(({ modified }) => isWithin(modified, { ...options, until: undefined }))
          .map(({ url }) => ({ url, depth: next.depth + 1 }))
      : [];
  const pages =
    result.kind === 'pages'
      ? result.pages
          .map(({ url, modified, news }) => ({
            url,
            published: news?.published,
            title: news?.title,
            dated: news?.published ?? modified,
          }))
          .filter(({ dated }) => isWithin(dated, options))
      : [];
  // Depth first, so that what is left to remember stays short.
  const sitemaps = [...deeper, ...rest];
  const step = { place: { ...place, sitemaps, read: [...place.read, key] }, at: next.url };
  return { ...(await take(row, { ...step, addresses: pages }, parts)), done: sitemaps.length === 0 };
}

async function firstSitemaps(
  outlet: Outlet,
  parts: BackfillParts,
): Promise<{ url: string; depth: number }[]> {
  const robotsUrl = new URL('/robots.txt', outlet.homepage).href;
  const robots = await parts.fetchPage(robotsUrl, { accept: 'any' });
  const text = robots.kind === 'page' ? decodeText(robots.page.body, 'text/plain', 'text').text : '';
  const named = sitemapLines(text, robotsUrl);
  const own = outlet.channels.flatMap(({ kind, url }) => (kind === 'sitemap' ? [url] : []));
  const common =
    named.length > 0 ? [] : COMMON_SITEMAP_PATHS.map((path) => new URL(path, outlet.homepage).href);
  return Array.from(new Set([...own, ...named, ...common]), (url) => ({ url, depth: 0 }));
}

async function nextOlderPage(row: BackfillRow, outlet: Outlet, parts: BackfillParts): Promise<BackfillStep> {
  const place = placeOf(row);
  const deps = { fetchPage: parts.fetchPage, decodeText };
  const archives = place.archives ?? (await findArchives(outlet, deps));
  const [first, ...rest] = archives;
  if (first === undefined) return { done: true, found: 0, taken: 0, at: '' };
  const archive: Archive = { kind: archiveKind(first.kind), url: first.url };
  const options = Options.parse(row.options);
  const walk = walkArchive(archive, deps, {
    maxPages: 1,
    ...(place.next === null ? {} : { from: place.next }),
  });
  const page = (await walk.next()).value ?? null;
  const links = page?.links ?? [];
  const wanted = links.filter((link) => isWithin(link.published ?? link.updated, options));
  // Archives go from new to old: a page that is older throughout ends them.
  const isOver =
    page?.next === undefined ||
    (links.length > 0 && links.every((link) => isBefore(link.published ?? link.updated, options.since)));
  const left = isOver ? rest : archives;
  const step = {
    place: { ...place, archives: [...left], next: isOver ? null : (page?.next ?? null) },
    at: page?.url ?? first.url,
  };
  const taken = await take(
    row,
    { ...step, addresses: wanted.map(({ url, title, published }) => ({ url, title, published })) },
    parts,
  );
  return { ...taken, done: left.length === 0 };
}

function archiveKind(kind: string): Archive['kind'] {
  const known = (['feed-next', 'feed-paged', 'wordpress', 'listing', 'telegram'] as const).find(
    (one) => one === kind,
  );
  return known ?? 'listing';
}

function isBefore(date: string | undefined, since: string | undefined): boolean {
  return date !== undefined && since !== undefined && date < since;
}

function isWithin(
  date: string | undefined,
  { since, until }: { since?: string | undefined; until?: string | undefined },
): boolean {
  return date === undefined || (!isBefore(date, since) && (until === undefined || date <= until));
}

interface Address {
  readonly url: string;
  readonly title?: string | undefined;
  readonly published?: string | undefined;
}

/** Puts addresses in the frontier behind everything new, spread over time where a rate was asked for. */
async function take(
  row: BackfillRow,
  step: { addresses: readonly Address[]; place: Place; at: string },
  parts: BackfillParts,
): Promise<BackfillStep> {
  const { addresses } = step;
  const now = parts.now();
  const { perMinute, most } = Options.parse(row.options);
  const left = most === undefined ? addresses.length : Math.max(0, most - row.taken);
  const gapMs = perMinute === undefined ? 0 : MINUTE_MS / perMinute;
  let nextAt = Math.max(now.getTime(), Date.parse(step.place.nextAt ?? now.toISOString()));
  const outletId = row.outlet_id ?? '';
  const urls = new Map<string, NewFrontierUrl>();
  for (const { url, title, published } of addresses) {
    if (urls.size >= left) break;
    const id = articleId(canonicalUrl(url));
    if (urls.has(id)) continue;
    const lead: Lead = {
      url,
      outletId,
      foundIn: step.at,
      ...(title === undefined ? {} : { title }),
      ...(published === undefined ? {} : { published }),
    };
    urls.set(id, {
      id,
      url,
      host: new URL(url).host,
      outletId,
      lead,
      nextAt: new Date(nextAt).toISOString(),
      backfillId: row.id,
    });
    nextAt += gapMs;
  }
  const at = now.toISOString();
  const fresh = await parts.store.transaction(async (records) => {
    const added = await records.frontier.addOld(Array.from(urls.values()), at);
    await records.backfills.advance(
      row.id,
      {
        place: { ...step.place, nextAt: new Date(nextAt).toISOString() },
        found: addresses.length,
        taken: added,
        bad: 0,
      },
      at,
    );
    return added;
  });
  if (fresh > 0) await dispatchHosts(parts);
  return { done: false, found: addresses.length, taken: fresh, at: step.at };
}
