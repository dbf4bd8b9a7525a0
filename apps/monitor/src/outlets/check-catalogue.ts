import type { OutletCheck } from '@khabar/api/schemas';
import type { Outlet } from '@khabar/article';
import { z } from 'zod';

import { type Client, withJson } from '../client.ts';
import { textTable } from '../text-table.ts';

const DAY_MS = 24 * 3_600_000;

export interface CheckingView {
  readonly client: Client;
  readonly signal: AbortSignal;
  /** Checks of the last day count unless they are to be made again. */
  readonly again: boolean;
  /** Hears of each source as it is done. */
  readonly onDone: (check: OutletCheck, place: { readonly done: number; readonly of: number }) => void;
}

export interface Checked {
  readonly checks: readonly OutletCheck[];
  /** Sources that an interruption left. */
  readonly left: number;
}

/** Checks sources one after the other; each check is remembered as it is done, so that an interrupted run goes on where it was. */
export async function checkCatalogue(outlets: readonly Outlet[], view: CheckingView): Promise<Checked> {
  const { client, signal, again, onDone } = view;
  const schemas = await import('@khabar/api/schemas');
  const { items } = await client.json('/outlets/checks', schemas.OutletChecks);
  const since = new Date(Date.now() - DAY_MS).toISOString();
  const recent = new Map(
    items.filter(({ at }) => !again && at >= since).map((check) => [check.outletId, check]),
  );
  const checks: OutletCheck[] = [];
  for (const outlet of outlets) {
    const known = recent.get(outlet.id);
    if (known) {
      checks.push(known);
      continue;
    }
    if (signal.aborted) break;
    // One after the other: a person watches, and the fetcher has other work.
    // oxlint-disable-next-line no-await-in-loop
    const check = await client.json('/outlets/check', schemas.OutletCheck, withJson('POST', { outlet }));
    checks.push(check);
    onDone(check, { done: checks.length, of: outlets.length });
  }
  return { checks, left: outlets.length - checks.length };
}

const Added = z.object({ added: z.number().int(), changed: z.number().int() });
const Any = z.unknown();

/** Adds the sources that a check found usable, with the channels that answered, and starts those that were paused. */
export async function addChecked(checks: readonly OutletCheck[], client: Client): Promise<number> {
  const usable = checks.filter(({ verdict }) => verdict !== 'failed').map(({ outlet }) => outlet);
  if (usable.length === 0) return 0;
  await client.json('/outlets', Added, withJson('POST', { outlets: usable }));
  for (const { id } of usable) {
    // oxlint-disable-next-line no-await-in-loop
    await client.json(`/outlets/${encodeURIComponent(id)}`, Any, withJson('PATCH', { paused: false }));
  }
  return usable.length;
}

/** The report as a table, failures last with their first reason. */
export function checkTable(checks: readonly OutletCheck[], columns: number): string {
  const order = { ok: 0, partly: 1, failed: 2 };
  const rows = checks
    .toSorted((a, b) => order[a.verdict] - order[b.verdict])
    .map((check) => [
      check.verdict,
      check.outletId,
      String(check.leads),
      String(check.dated),
      check.newest?.slice(0, 10) ?? '',
      `${check.articles.filter(({ isArticle }) => isArticle).length}/${check.articles.length}`,
      check.reasons[0] ?? '',
    ]);
  return textTable(['verdict', 'id', 'found', 'dated', 'newest', 'read', 'reason'], rows, columns);
}
