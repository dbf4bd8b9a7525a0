import type {
  Channel,
  DecodeText,
  Fetched,
  FetchPage,
  Lead,
  Outlet,
  RefusalReason,
  Validators,
} from '@khabar/article';
import { LanguageCode } from '@khabar/article';

import { htmlToText } from './html-text.ts';
import { READERS } from './readers/index.ts';
import type { FoundLink } from './readers/reader.ts';

export interface DiscoverDeps {
  readonly fetchPage: FetchPage;
  readonly decodeText: DecodeText;
  readonly now: () => Date;
  /** Validators of the last answer of a channel's address, for conditional requests. */
  readonly validators: (url: string) => Validators | undefined;
}

/** How the visit to one channel went. */
export interface ChannelVisit {
  readonly url: string;
  readonly kind: Channel['kind'];
  /** unreadable: it answered, but not with what it should be. */
  readonly outcome: 'ok' | 'not-modified' | 'refused' | 'unreadable';
  readonly status: number | undefined;
  /** Of the decoded body. */
  readonly bytes: number;
  readonly ms: number;
  readonly leads: number;
  /** To be remembered for the next visit. */
  readonly validators: Validators | undefined;
  /** In words: why it failed, or what was left out of what it had. */
  readonly reason: string | undefined;
  readonly refusal: RefusalReason | undefined;
  readonly retry: 'later' | 'never' | undefined;
  readonly retryAfterMs: number | undefined;
  /** Where a permanent redirect leads now. */
  readonly movedTo: string | undefined;
}

export interface Discovery {
  /** As the channels gave them, each address once; addresses are not canonical yet. */
  readonly leads: readonly Lead[];
  /** What a discovery service names without the article's address: headlines only, not to be fetched. */
  readonly headlines: readonly Lead[];
  readonly visits: readonly ChannelVisit[];
}

/** A page dated further ahead than clocks and zones explain has a wrong date. */
const MAX_AHEAD_MS = 24 * 3_600_000;
const MAX_SUMMARY = 2_000;

function notInFuture(date: string | undefined, now: Date): string | undefined {
  return date !== undefined && Date.parse(date) <= now.getTime() + MAX_AHEAD_MS ? date : undefined;
}

function languageOf(tag: string | undefined): LanguageCode | undefined {
  const [primary = '', region] = tag?.split('-') ?? [];
  const code =
    region === undefined || region.length !== 2
      ? primary.toLowerCase()
      : `${primary.toLowerCase()}-${region.toUpperCase()}`;
  return LanguageCode.safeParse(code).data;
}

function leadOf(
  link: FoundLink,
  place: { readonly outlet: Outlet; readonly channel: Channel },
  now: Date,
): Lead {
  const published = notInFuture(link.published, now);
  const updated = notInFuture(link.updated, now);
  const language = languageOf(link.language);
  const summary =
    link.summary === undefined ? undefined : htmlToText(link.summary).slice(0, MAX_SUMMARY) || undefined;
  return {
    url: link.url,
    outletId: place.outlet.id,
    foundIn: place.channel.url,
    ...(link.title === undefined ? {} : { title: link.title }),
    ...(published === undefined ? {} : { published }),
    ...(updated === undefined ? {} : { updated }),
    ...(language === undefined ? {} : { language }),
    ...(summary === undefined ? {} : { summary }),
    ...(link.post === undefined ? {} : { post: link.post }),
    ...(link.site === undefined ? {} : { site: link.site }),
  };
}

function validatorsOf(headers: Readonly<Record<string, string>>): Validators | undefined {
  const [etag, lastModified] = [headers['etag'], headers['last-modified']];
  if (etag === undefined && lastModified === undefined) return undefined;
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}

type VisitFacts = Partial<ChannelVisit> & Pick<ChannelVisit, 'outcome'>;

function visitOf(channel: Channel, facts: VisitFacts): ChannelVisit {
  return {
    url: channel.url,
    kind: channel.kind,
    status: undefined,
    bytes: 0,
    ms: 0,
    leads: 0,
    validators: undefined,
    reason: undefined,
    refusal: undefined,
    retry: undefined,
    retryAfterMs: undefined,
    movedTo: undefined,
    ...facts,
  };
}

function withoutPage(
  answer: Exclude<Fetched, { kind: 'page' }>,
  validators: Validators | undefined,
): VisitFacts {
  if (answer.kind === 'not-modified') return { outcome: 'not-modified', status: 304, validators };
  const { reason, detail, status, retry, retryAfterMs } = answer;
  return { outcome: 'refused', reason: detail, refusal: reason, status, retry, retryAfterMs, validators };
}

async function visit(outlet: Outlet, channel: Channel, deps: DiscoverDeps): Promise<Discovery> {
  const reader = READERS[channel.kind];
  const startedAt = performance.now();
  const known = deps.validators(channel.url);
  const answer = await deps.fetchPage(channel.url, {
    accept: reader.accept,
    ...(known ? { validators: known } : {}),
    ...(outlet.delayMs === undefined ? {} : { delayMs: outlet.delayMs }),
  });
  const done = (
    facts: VisitFacts,
    leads: readonly Lead[] = [],
    headlines: readonly Lead[] = [],
  ): Discovery => {
    const ms = Math.round(performance.now() - startedAt);
    return { leads, headlines, visits: [visitOf(channel, { ...facts, ms, leads: leads.length })] };
  };
  if (answer.kind !== 'page') return done(withoutPage(answer, known));
  const { page } = answer;
  const paced: FetchPage = (url, options = {}) =>
    deps.fetchPage(url, { ...(outlet.delayMs === undefined ? {} : { delayMs: outlet.delayMs }), ...options });
  const found = await reader.read(page, channel, { ...deps, fetchPage: paced });
  const facts = {
    status: page.status,
    bytes: page.body.length,
    movedTo: page.finalUrl === page.url ? undefined : page.finalUrl,
  };
  // Without validators the next visit reads it again, once it may be whole.
  if (found.kind === 'refused')
    return done({ ...facts, outcome: 'unreadable', reason: found.reason, retry: 'later' });
  const now = deps.now();
  const home = URL.parse(outlet.homepage)?.href;
  const links = found.links.filter((link) => URL.parse(link.url)?.href !== home);
  const distinct = Array.from(
    new Map(links.toReversed().map((link) => [link.url, link])).values(),
  ).toReversed();
  const leadsOf = (headlineOnly: boolean): readonly Lead[] =>
    distinct
      .filter((link) => (link.headlineOnly ?? false) === headlineOnly)
      .map((link) => leadOf(link, { outlet, channel }, now));
  return done(
    { ...facts, outcome: 'ok', reason: found.note, validators: validatorsOf(page.headers) },
    leadsOf(false),
    leadsOf(true),
  );
}

/**
 * Visits all channels of an outlet, one after the other, and says which articles they name. A channel that fails costs only itself. Throws only what
 * `fetchPage` throws, which is nothing that a site does.
 */
export async function discover(outlet: Outlet, deps: DiscoverDeps): Promise<Discovery> {
  const leads = new Map<string, Lead>();
  const headlines: Lead[] = [];
  const visits: ChannelVisit[] = [];
  for (const channel of outlet.channels) {
    // One after the other: they mostly lie on one host.
    // oxlint-disable-next-line no-await-in-loop
    const found = await visit(outlet, channel, deps);
    visits.push(...found.visits);
    headlines.push(...found.headlines);
    // What a feed says of an article counts before what a later channel says; gaps are filled.
    for (const lead of found.leads) leads.set(lead.url, { ...lead, ...leads.get(lead.url) });
  }
  return { leads: Array.from(leads.values()), headlines, visits };
}
