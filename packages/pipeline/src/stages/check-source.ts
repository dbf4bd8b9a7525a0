import type { Channel, Lead, Outlet } from '@khabar/article';
import { decodeText } from '@khabar/fetch';
import { type ChannelVisit, discover, exploreSite } from '@khabar/sources';

import type { PipelineParts } from '../pipeline-parts.ts';
import { type PreviewedArticle, previewArticles } from './preview-articles.ts';

/** What a source is worth on this machine, by trying it. */
export interface SourceCheck {
  readonly outletId: string;
  readonly name: string;
  /** UTC ISO 8601. */
  readonly at: string;
  /** ok: found, dated and read; partly: usable, with what `reasons` name; failed: nothing to be had. */
  readonly verdict: 'ok' | 'partly' | 'failed';
  /** In words, worst first. */
  readonly reasons: readonly string[];
  readonly channels: readonly {
    readonly kind: Channel['kind'];
    readonly url: string;
    readonly leads: number;
    readonly reason: string | null;
    /** It is not in the catalogue: the site named it now. */
    readonly isNew: boolean;
  }[];
  readonly leads: number;
  /** Leads with a date, and the newest of them. */
  readonly dated: number;
  readonly newest: string | null;
  readonly articles: readonly PreviewedArticle[];
  /** The source with the channels that answered, as it may be added. */
  readonly outlet: Outlet;
}

const READ = 3;
const QUIET_DAYS = 30;
const DAY_MS = 24 * 3_600_000;

type Trying = Pick<PipelineParts, 'fetchPage' | 'analysis' | 'now'>;

interface Visited {
  readonly outlet: Outlet;
  readonly leads: readonly Lead[];
  readonly visits: readonly ChannelVisit[];
}

function answered({ outcome, leads }: ChannelVisit): boolean {
  return outcome === 'ok' && leads > 0;
}

async function visitChannels(outlet: Outlet, parts: Trying): Promise<Visited> {
  const { fetchPage, now } = parts;
  const found = await discover(outlet, { fetchPage, decodeText, now, validators: () => undefined });
  return { outlet, ...found };
}

/** The channels of the entry; where none of them answers, or the entry says that only the site knows them, those that the site names now. */
async function visitKnownOrFound(outlet: Outlet, parts: Trying): Promise<Visited> {
  const known = await visitChannels(outlet, parts);
  const fed = known.visits.some((visit) => answered(visit) && visit.kind !== 'listing');
  if (fed || (outlet.findChannels !== true && known.visits.some(answered))) return known;
  const { fetchPage } = parts;
  const explored = await exploreSite(outlet.homepage, { fetchPage, decodeText });
  if (explored.kind === 'refused') return known;
  const fresh = explored.channels.filter(
    ({ url }) => !outlet.channels.some((channel) => channel.url === url),
  );
  if (fresh.length === 0) return known;
  const more = await visitChannels({ ...outlet, channels: [...fresh] }, parts);
  return {
    outlet: { ...outlet, channels: [...outlet.channels, ...fresh] },
    leads: [...more.leads, ...known.leads],
    visits: [...known.visits, ...more.visits],
  };
}

function newestOf(leads: readonly Lead[]): string | null {
  return leads.reduce<string | null>(
    (newest, { published }) => (published !== undefined && published > (newest ?? '') ? published : newest),
    null,
  );
}

function reasonsOf(
  { visits, leads }: Visited,
  articles: readonly PreviewedArticle[],
  now: Date,
): readonly string[] {
  const silent = visits
    .filter((visit) => !answered(visit))
    .map((visit) => `${visit.kind} ${visit.url}: ${visit.reason ?? 'names no article'}`);
  const unread = articles
    .filter(({ isArticle }) => !isArticle)
    .map(({ url, reason }) => `article ${url}: ${reason ?? 'not read'}`);
  const undated = articles.filter(({ isArticle, published }) => isArticle && published === null).length;
  const newest = newestOf(leads);
  const quietDays = newest === null ? 0 : Math.floor((now.getTime() - Date.parse(newest)) / DAY_MS);
  return [
    ...silent,
    ...unread,
    ...(undated > 0 ? [`${undated} of ${articles.length} articles without a date`] : []),
    ...(quietDays > QUIET_DAYS ? [`the newest article is ${quietDays} days old`] : []),
  ];
}

/**
 * Tries a source for real and keeps nothing: robots.txt and address guard (through `fetchPage`), each channel, dates, and the first three articles as
 * they come out. What a site does is a verdict, never an exception.
 */
export async function checkSource(outlet: Outlet, parts: Trying): Promise<SourceCheck> {
  const visited = await visitKnownOrFound(outlet, parts);
  const { leads, visits } = visited;
  const articles = await previewArticles(leads.slice(0, READ), outlet, parts);
  const now = parts.now();
  const reasons = reasonsOf(visited, articles, now);
  const usable = articles.some(({ isArticle }) => isArticle);
  const working = visited.outlet.channels.filter(({ url }) =>
    visits.some((visit) => visit.url === url && answered(visit)),
  );
  const worth = reasons.length === 0 ? 'ok' : 'partly';
  return {
    outletId: outlet.id,
    name: outlet.name,
    at: now.toISOString(),
    verdict: usable ? worth : 'failed',
    reasons: reasons.length === 0 && !usable ? ['it has no channel that names an article'] : reasons,
    channels: visits.map(({ kind, url, leads: count, reason }) => ({
      kind,
      url,
      leads: count,
      reason: reason ?? null,
      isNew: !outlet.channels.some((channel) => channel.url === url),
    })),
    leads: leads.length,
    dated: leads.filter(({ published }) => published !== undefined).length,
    newest: newestOf(leads),
    articles,
    outlet: working.length === 0 ? outlet : { ...outlet, channels: working },
  };
}
