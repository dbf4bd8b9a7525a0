import { articleId, type Outlet } from '@khabar/article';
import { canonicalUrl, decodeText } from '@khabar/fetch';
import { type ChannelVisit, discover } from '@khabar/sources';
import type { NewFrontierUrl, VisitResult } from '@khabar/store';

import type { PipelineParts } from '../pipeline-parts.ts';
import { dispatchHosts } from './dispatch-hosts.ts';

const MINUTE_MS = 60_000;

/** Looks at every channel of an outlet and puts what is new in the frontier. */
export async function visitOutlet(outletId: string, parts: PipelineParts): Promise<void> {
  const { store } = parts;
  const row = await store.outlets.get(outletId);
  if (row === undefined || row.paused || row.definition === null) return;
  const outlet = row.definition;
  const known = await store.outlets.channelValidators(outletId);
  const { leads, visits } = await discover(outlet, {
    fetchPage: (url, options) =>
      parts.fetchPage(url, {
        ...options,
        ...(outlet.delayMs === undefined ? {} : { delayMs: outlet.delayMs }),
      }),
    decodeText,
    now: parts.now,
    validators: (url) => known.get(url),
  });
  const now = parts.now();
  const at = now.toISOString();
  const urls = new Map<string, NewFrontierUrl>();
  for (const lead of leads) {
    const url = canonicalUrl(lead.url);
    const id = articleId(url);
    if (!urls.has(id)) urls.set(id, { id, url: lead.url, host: new URL(lead.url).host, outletId, lead });
  }
  await store.transaction(async (records) => {
    const found = await records.frontier.add(Array.from(urls.values()), at);
    for (const visit of visits) {
      if (visit.outcome === 'ok') {
        await records.outlets.putChannel({
          url: visit.url,
          outletId,
          at,
          ...(visit.status === undefined ? {} : { status: visit.status }),
          ...visit.validators,
        });
      }
    }
    await records.outlets.logVisits(
      visits.map((visit) => ({
        outlet_id: outletId,
        at,
        url: visit.url,
        what: 'channel' as const,
        outcome: visit.refusal ?? visit.outcome,
        status: visit.status ?? null,
        bytes: visit.bytes,
        ms: Math.round(visit.ms),
        found: visit.leads,
        reason: visit.reason ?? null,
      })),
    );
    await records.outlets.visited(outletId, resultOf(outlet, visits, { found, now, failures: row.failures }));
  });
  for (const visit of visits) parts.metrics.visits({ outcome: visit.refusal ?? visit.outcome }, visit.bytes);
  parts.onEvent?.({ kind: 'outlet', outletId });
  await dispatchHosts(parts);
}

function resultOf(
  outlet: Outlet,
  visits: readonly ChannelVisit[],
  context: { found: number; now: Date; failures: number },
): VisitResult {
  const ok = visits.some((visit) => visit.outcome === 'ok' || visit.outcome === 'not-modified');
  const failed = visits.find((visit) => visit.outcome !== 'ok' && visit.outcome !== 'not-modified');
  const blocked =
    failed !== undefined &&
    (failed.refusal === 'robots' || failed.status === 401 || failed.status === 403 || failed.status === 451);
  const everyMs = outlet.everyMinutes * MINUTE_MS;
  // A source that fails is asked less and less often, up to a day apart.
  const waitMs = ok
    ? everyMs
    : Math.min(everyMs * 2 ** Math.min(context.failures + 1, 6), 24 * 60 * MINUTE_MS);
  return {
    at: context.now.toISOString(),
    ok,
    found: context.found,
    trouble:
      ok || failed === undefined
        ? null
        : { kind: blocked ? 'blocked' : 'failing', reason: failed.reason ?? failed.outcome },
    nextVisitAt: new Date(context.now.getTime() + waitMs).toISOString(),
  };
}
