import { readSearchParams } from '@khabar/search';
import type { SavedSearchRow } from '@khabar/store';
import { sql } from 'kysely';

import { savedQueries } from '../route-parts.ts';
import type { ApiServices } from '../services.ts';
import { matchingIds } from './matching-ids.ts';

/** A saved search means all dates unless it says otherwise. */
export function savedSearchParams(search: Pick<SavedSearchRow, 'query' | 'params'>): Record<string, string> {
  return { from: '1900', ...search.params, q: search.query };
}

/** How many stories a saved search finds, and how many articles came since it was last looked at. */
export async function searchCounts(
  search: SavedSearchRow,
  services: ApiServices,
): Promise<{ total: number; newSinceLook: number }> {
  const read = readSearchParams(savedSearchParams(search), services.now(), await savedQueries(services));
  const ids = await matchingIds({ read, filters: read.request.filters }, services);
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from articles where id = any(${ids}::text[]) and first_seen_at > ${search.looked_at}::timestamptz`.execute(
    services.store.db,
  );
  // Stories, as in the list that the number opens.
  const { total } = await services.search.count({
    query: read.request.query,
    filters: read.request.filters,
    duplicates: 'fold',
  });
  return { total, newSinceLook: rows[0]?.n ?? 0 };
}
