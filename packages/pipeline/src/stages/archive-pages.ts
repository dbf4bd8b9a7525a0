import { hash } from 'node:crypto';

import type { Page } from '@khabar/article';
import type { BackfillRow, NewPage } from '@khabar/store';
import { z } from 'zod';

import type { BackfillParts, BackfillStep } from './backfill.ts';
import { pageRow } from './page-row.ts';

/** Pages that a command hands over, and where it goes on. */
export const ArchivePages = z.object({
  id: z.string(),
  pages: z
    .array(
      z.object({
        url: z.string(),
        bodyBase64: z.base64(),
        contentType: z.string().nullable(),
        fetchedAt: z.string(),
      }),
    )
    .max(500),
  bad: z.number().default(0),
  place: z.unknown(),
});
export type ArchivePages = z.infer<typeof ArchivePages>;

function bare(host: string): string {
  return host.replace(/^(www|m|amp)\./, '');
}

/** Keeps pages of an archive raw and hands them to extraction; the same page twice is one. */
export async function keepArchivePages(given: ArchivePages, parts: BackfillParts): Promise<BackfillStep> {
  const { store } = parts;
  const row = await store.backfills.get(given.id);
  const outletIds = await outletIdsOf(given.pages, row, parts);
  const rows: NewPage[] = [];
  for (const { url, bodyBase64, contentType, fetchedAt } of given.pages) {
    const page: Page = {
      url,
      finalUrl: url,
      fetchedAt,
      status: 200,
      headers: contentType === null ? {} : { 'content-type': contentType },
      body: Buffer.from(bodyBase64, 'base64'),
    };
    const outletId = outletIds.get(new URL(url).hostname) ?? 'unknown';
    const location = await parts.rawPages.append(page, 'pages');
    const kept = pageRow(page, { outletId, frontierId: null }, location);
    // The same page handed over again, after a kill, is the same row.
    const id = `${kept.id.slice(0, kept.id.indexOf('-'))}-${hash('sha256', `${row.id} ${url} ${kept.sha256}`).slice(0, 12)}`;
    rows.push({ ...kept, id, backfill_id: row.id });
  }
  const at = parts.now().toISOString();
  const taken = await store.transaction(async (records) => {
    const fresh = await records.pages.putNew(rows);
    await records.outbox.add(
      fresh.map((pageId) => ({ job: 'extract', payload: { pageId } })),
      at,
    );
    const step = { place: { handed: given.place }, found: rows.length, taken: fresh.length };
    await records.backfills.advance(row.id, { ...step, bad: given.bad }, at);
    return fresh.length;
  });
  parts.relay.kick();
  return { done: false, found: rows.length, taken, at: '' };
}

/** The outlet given, else the one whose site the host is, else one that is made for the host. */
async function outletIdsOf(
  pages: readonly { readonly url: string }[],
  row: BackfillRow,
  { store, now }: BackfillParts,
): Promise<Map<string, string>> {
  const hosts = new Set(pages.map(({ url }) => new URL(url).hostname));
  if (row.outlet_id !== null) {
    const given = row.outlet_id;
    return new Map(Array.from(hosts, (host) => [host, given]));
  }
  const known = new Map<string, string>();
  for (const outlet of await store.outlets.list()) {
    const host = outlet.homepage === null ? null : URL.parse(outlet.homepage)?.hostname;
    if (host != null && !known.has(bare(host))) known.set(bare(host), outlet.id);
  }
  const ids = new Map<string, string>();
  for (const host of hosts) {
    const id = known.get(bare(host)) ?? bare(host);
    if (!known.has(bare(host))) {
      const homepage = `http://${host}/`;
      await store.outlets.putNamed({ id, name: bare(host), language: 'und', homepage }, now().toISOString());
      known.set(bare(host), id);
    }
    ids.set(host, id);
  }
  return ids;
}
