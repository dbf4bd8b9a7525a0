import type { ReadSearch, Search, SearchFilters } from '@khabar/search';
import type { Range } from '../schemas.ts';

/** A search with the dates that will really be searched. */
export interface RangedSearch {
  readonly read: ReadSearch;
  readonly filters: SearchFilters;
  readonly range: Range;
}

const EVERYTHING = { query: { type: 'all' }, filters: {} } as const;

/**
 * The last thirty days unless the address says otherwise; where they hold nothing that matches, all dates,
 * and the answer says that it did so.
 */
export async function withRange(read: ReadSearch, search: Search): Promise<RangedSearch> {
  const data = await search.dateRange(EVERYTHING);
  const given = read.request.filters;
  if (!read.defaultRange) return { read, filters: given, range: { from: given.from ?? null, to: given.to ?? null, defaulted: false, data } };
  const { totalArticles } = await search.count({ query: read.request.query, filters: given, duplicates: 'all' });
  if (totalArticles > 0 || data === null) return { read, filters: given, range: { from: given.from ?? null, to: null, defaulted: false, data } };
  const { from: _default, ...open } = given;
  const found = await search.dateRange({ query: read.request.query, filters: open });
  if (found === null) return { read, filters: given, range: { from: given.from ?? null, to: null, defaulted: false, data } };
  return { read, filters: open, range: { from: found.first, to: null, defaulted: true, data } };
}
