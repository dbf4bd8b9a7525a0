import { randomUUID } from 'node:crypto';

import { type Fetched, KhabarError, type Outlet, type Page } from '@khabar/article';
import { type FrontierRow, HOST_LEASE_MS } from '@khabar/store';

import { answerOf } from '../health/channel-sight.ts';
import type { PipelineParts } from '../pipeline-parts.ts';
import { dispatchHosts } from './dispatch-hosts.ts';
import { pageRow } from './page-row.ts';

export type FetchHostParts = Pick<
  PipelineParts,
  'store' | 'rawPages' | 'fetchPage' | 'metrics' | 'relay' | 'now'
>;

/** After this long a host gives its place to another. */
const TURN_MS = 60_000;
const CLAIM = 4;
const MOST_TRIES = 5;
const FIRST_RETRY_MS = 60_000;

/**
 * Asks one host for its due addresses, one after the other; what comes is kept raw, then handed to extraction. Does nothing while
 * another process works on the host.
 */
export async function fetchHost(host: string, parts: FetchHostParts, stopping: () => boolean): Promise<void> {
  const { frontier } = parts.store;
  const holder = randomUUID();
  if (!(await frontier.takeHost(host, holder))) return;
  const lease = keepLease(host, holder, parts);
  try {
    await fetchDue(host, parts, () => stopping() || lease.isLost());
  } catch (error) {
    if (!isStop(error)) {
      lease.end();
      await frontier.returnHost(host, holder);
      throw error;
    }
  }
  lease.end();
  await frontier.releaseHost(host, holder);
  // A stop gives nothing further out: the next start looks for itself.
  if (!stopping()) await dispatchHosts(parts);
}

/** What was not asked for any more is in line again. */
function isStop(error: unknown): boolean {
  return error instanceof KhabarError && error.code === 'CANCELLED';
}

/** Gives signs of life while this process works on the host. */
function keepLease(host: string, holder: string, parts: FetchHostParts): { isLost(): boolean; end(): void } {
  let lost = false;
  let heldUntil = performance.now() + HOST_LEASE_MS;
  const renew = async (): Promise<void> => {
    const asked = performance.now();
    if (await parts.store.frontier.renewHost(host, holder)) heldUntil = asked + HOST_LEASE_MS;
    else lost = true;
  };
  // A sign that the record did not take is followed by the next one; without any the lease ends here when it ends there.
  const renewing = setInterval(() => void renew().catch(() => {}), HOST_LEASE_MS / 4);
  renewing.unref();
  return {
    isLost: () => lost || performance.now() >= heldUntil,
    end: () => clearInterval(renewing),
  };
}

async function fetchDue(host: string, parts: FetchHostParts, ended: () => boolean): Promise<void> {
  const begun = performance.now();
  const isOver = (): boolean => ended() || performance.now() - begun >= TURN_MS;
  const outlets = new Map<string, { definition: Outlet | null; sample: boolean }>();
  while (!isOver()) {
    const rows = await parts.store.frontier.claim(host, parts.now().toISOString(), CLAIM);
    if (rows.length === 0) return;
    for (const row of rows) {
      if (isOver()) return;
      const outlet = outlets.get(row.outlet_id) ?? (await outletOf(row.outlet_id, parts));
      outlets.set(row.outlet_id, outlet);
      await fetchOne(row, outlet, parts);
    }
  }
}

async function outletOf(
  id: string,
  parts: FetchHostParts,
): Promise<{ definition: Outlet | null; sample: boolean }> {
  const row = await parts.store.outlets.get(id);
  return { definition: row?.definition ?? null, sample: row?.sample ?? false };
}

async function fetchOne(
  row: FrontierRow,
  outlet: { definition: Outlet | null; sample: boolean },
  parts: FetchHostParts,
): Promise<void> {
  const begun = performance.now();
  const delayMs = outlet.definition?.delayMs;
  const { fetched, interstitial } = answerOf(
    await parts.fetchPage(row.url, {
      accept: 'html',
      validators: {
        ...(row.etag === null ? {} : { etag: row.etag }),
        ...(row.last_modified === null ? {} : { lastModified: row.last_modified }),
      },
      ...(delayMs === undefined ? {} : { delayMs }),
      ...(outlet.definition?.render === true ? { render: true } : {}),
    }),
  );
  const ms = Math.round(performance.now() - begun);
  parts.metrics.pages(
    { outcome: interstitial ?? (fetched.kind === 'refused' ? fetched.reason : fetched.kind) },
    fetched.kind === 'page' ? fetched.page.body.length : 0,
  );
  const log = {
    outlet_id: row.outlet_id,
    at: parts.now().toISOString(),
    url: row.url,
    what: 'article' as const,
    ms,
    found: null,
  };
  switch (fetched.kind) {
    case 'page':
      await keepPage({ row, page: fetched.page, ms, sample: outlet.sample }, parts);
      return;
    case 'not-modified':
      await parts.store.frontier.notModified(row.id);
      await parts.store.outlets.logVisits([
        { ...log, outcome: 'not-modified', status: 304, bytes: 0, reason: null },
      ]);
      return;
    case 'refused':
      await parts.store.frontier.refused(row.id, afterRefusal(row, fetched, parts.now()));
      await parts.store.outlets.logVisits([
        {
          ...log,
          outcome: interstitial ?? fetched.reason,
          status: fetched.status ?? null,
          bytes: 0,
          reason: fetched.detail,
        },
      ]);
  }
}

function afterRefusal(row: FrontierRow, refused: Extract<Fetched, { kind: 'refused' }>, now: Date) {
  const again = refused.retry === 'later' && row.tries + 1 < MOST_TRIES;
  const waitMs = refused.retryAfterMs ?? FIRST_RETRY_MS * 4 ** row.tries;
  const ended = refused.retry === 'later' ? ('failed' as const) : ('refused' as const);
  return {
    state: again ? ('waiting' as const) : ended,
    reason: refused.detail,
    status: refused.status ?? null,
    nextAt: new Date(now.getTime() + (again ? waitMs : 0)).toISOString(),
  };
}

async function keepPage(
  fetched: { row: FrontierRow; page: Page; ms: number; sample: boolean },
  parts: FetchHostParts,
): Promise<void> {
  const { row, page } = fetched;
  const location = await parts.rawPages.append(page, fetched.sample ? 'sample' : 'pages');
  await parts.store.pages.keepFetched(
    {
      ...pageRow(page, { outletId: row.outlet_id, frontierId: row.id }, location),
      backfill_id: row.backfill_id,
    },
    {
      etag: page.headers['etag'] ?? null,
      lastModified: page.headers['last-modified'] ?? null,
      ms: fetched.ms,
    },
  );
  parts.relay.kick();
}
