import { hash } from 'node:crypto';

import {
  type Channel,
  type Fetched,
  type Lead,
  type Outlet,
  type Page,
  primaryLanguage,
} from '@khabar/article';
import { detectLanguage } from '@khabar/extract';
import { decodeText, siteOf } from '@khabar/fetch';
import { type ChannelVisit, readFeedDate } from '@khabar/sources';

import { type ChannelSight, troubleOf } from './channel-memory.ts';
import { type Interstitial, interstitialOf } from './interstitial.ts';

/** How the address of a channel answered, before anybody read it. */
export type ChannelAnswer = { readonly fetched: Fetched; readonly interstitial: Interstitial | null };

/** The answer as readers are to see it: what only stands before the content is a refusal. */
export function answerOf(fetched: Fetched): ChannelAnswer {
  if (fetched.kind !== 'page') return { fetched, interstitial: null };
  const interstitial = interstitialOf(fetched.page);
  if (interstitial === null) return { fetched, interstitial };
  const { page } = fetched;
  return {
    interstitial,
    fetched: {
      kind: 'refused',
      url: page.url,
      reason: 'http-error',
      status: page.status,
      detail: `${URL.parse(page.finalUrl)?.host ?? page.finalUrl} answered with a ${interstitial === 'challenge' ? 'challenge page' : 'login page'} instead of its content`,
      retry: 'later',
    },
  };
}

/** What a visit saw of a channel, from its answer and from what the reader made of it. */
export function sightOf(
  place: { readonly outlet: Outlet; readonly channel: Channel; readonly now: Date },
  seen: {
    readonly visit: ChannelVisit;
    readonly answer: ChannelAnswer | undefined;
    readonly leads: readonly Lead[];
  },
  options: { readonly probe: boolean },
): ChannelSight {
  const { visit, answer, leads } = seen;
  if (answer?.interstitial != null)
    return { kind: 'failed', code: answer.interstitial, values: { detail: visit.reason ?? '' } };
  if (visit.outcome === 'not-modified') return { kind: 'not-modified' };
  if (answer?.fetched.kind === 'refused') return { kind: 'failed', ...troubleOf(answer.fetched) };
  if (visit.outcome !== 'ok')
    return { kind: 'failed', code: 'not-a-feed', values: { detail: visit.reason ?? visit.outcome } };
  const page = answer?.fetched.kind === 'page' ? answer.fetched.page : null;
  return {
    kind: 'read',
    leads: leads.length,
    contents: hash(
      'sha256',
      leads
        .map(({ url }) => url)
        .toSorted()
        .join('\n'),
    ).slice(0, 32),
    probe: options.probe,
    moved: page === null ? null : movedSite(place, page, leads),
    otherLanguage: otherLanguage(place.outlet, leads),
    dates: page === null ? { future: 0, of: 0 } : datesOf(page, place.now),
  };
}

/** A feed that another service serves still names the outlet's own articles. */
function movedSite(
  { outlet, channel }: { outlet: Outlet; channel: Channel },
  page: Page,
  leads: readonly Lead[],
): { from: string; to: string } | null {
  const own = new Set([siteOf(channel.url), siteOf(outlet.homepage)]);
  if (own.has(siteOf(page.finalUrl))) return null;
  const at = leads.filter(({ url }) => own.has(siteOf(url))).length;
  if (leads.length > 0 && at / leads.length >= 0.5) return null;
  return { from: new URL(channel.url).host, to: new URL(page.finalUrl).host };
}

const LEAST_TITLES = 6;
const LEAST_LETTERS = 80;
const SURE = 0.75;

/** Two halves of the titles must agree: an outlet of two languages is none that changed. */
function otherLanguage(outlet: Outlet, leads: readonly Lead[]): string | null {
  if (outlet.language === 'und') return null;
  const titles = leads.flatMap(({ title }) => (title === undefined ? [] : [title]));
  if (titles.length < LEAST_TITLES) return null;
  const halves = [0, 1].map((half) => titles.filter((_, place) => place % 2 === half).join('. '));
  const found = halves.map((text) => (text.length < LEAST_LETTERS ? null : detectLanguage(text)));
  const [one, two] = found;
  if (one == null || two == null || one.confidence < SURE || two.confidence < SURE) return null;
  return primaryLanguage(one.language) === primaryLanguage(two.language) &&
    primaryLanguage(one.language) !== primaryLanguage(outlet.language)
    ? one.language
    : null;
}

/** As readers of feeds have them; dates of change are left out, since archives touch old pages. */
const DATES =
  /<(?:pubdate|(?:\w+:)?published|dc:date|dcterms:created|news:publication_date)\b[^>]*>\s*(?:<!\[CDATA\[)?([^<\]]{6,60})|"date_published"\s*:\s*"([^"]{6,60})"/gi;
const MOST_DATES = 200;
const AHEAD_MS = 24 * 3_600_000;

function datesOf(page: Page, now: Date): { future: number; of: number } {
  const type = page.headers['content-type'];
  if (/\bhtml\b/i.test(type ?? '')) return { future: 0, of: 0 };
  const { text } = decodeText(page.body, type, 'xml');
  let future = 0;
  let of = 0;
  for (const match of text.matchAll(DATES)) {
    if (of >= MOST_DATES) break;
    const date = readFeedDate((match[1] ?? match[2] ?? '').trim());
    if (date == null) continue;
    of += 1;
    if (Date.parse(date) > now.getTime() + AHEAD_MS) future += 1;
  }
  return { future, of };
}
