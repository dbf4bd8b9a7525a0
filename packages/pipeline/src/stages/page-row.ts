import { hash, randomBytes } from 'node:crypto';

import type { Page } from '@khabar/article';
import type { NewPage, RawLocation } from '@khabar/store';

/** A page as the record has it: what came, whose it is, and where its bytes lie. */
export function pageRow(
  page: Page,
  origin: { readonly outletId: string; readonly frontierId: string | null },
  location: RawLocation,
): NewPage {
  return {
    id: newPageId(page.fetchedAt),
    url: page.url,
    final_url: page.finalUrl,
    outlet_id: origin.outletId,
    frontier_id: origin.frontierId,
    fetched_at: page.fetchedAt,
    status: page.status,
    content_type: page.headers['content-type'] ?? null,
    bytes: page.body.length,
    sha256: hash('sha256', page.body),
    warc_file: location.file,
    warc_offset: location.offset,
  };
}

/** Sorts by time, so that a re-extraction goes through the pages in the order in which they came. */
function newPageId(fetchedAt: string): string {
  return `${new Date(fetchedAt).getTime().toString(36).padStart(9, '0')}-${randomBytes(6).toString('hex')}`;
}
