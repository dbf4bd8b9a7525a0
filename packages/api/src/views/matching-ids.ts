import type { ApiServices } from '../services.ts';
import type { RangedSearch } from './read-range.ts';

/** Past this many, counts over statements are taken from the newest articles. */
export const MOST_IDS = 50_000;

/** Ids of all articles that match, newest first, at most `MOST_IDS`. */
export async function matchingIds(
  ranged: Pick<RangedSearch, 'read' | 'filters'>,
  services: Pick<ApiServices, 'search'>,
): Promise<string[]> {
  const all: string[] = [];
  for await (const page of services.search.ids({
    query: ranged.read.request.query,
    filters: ranged.filters,
  })) {
    all.push(...page);
    if (all.length >= MOST_IDS) return all.slice(0, MOST_IDS);
  }
  return all;
}
