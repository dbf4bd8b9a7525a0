import type { ReadSearch, Search, SearchFilters } from '@khabar/search';

import type { Range } from '../schemas.ts';

/** A search with the dates that will really be searched. */
export interface RangedSearch {
  readonly read: ReadSearch;
  readonly filters: SearchFilters;
  readonly range: Range;
}

/** Undated articles count as of the time they were first seen, so they say nothing about which dates are covered. */
const DATED = { dated: true } as const;
const EVERYTHING = { type: 'all' } as const;

/**
 * The last thirty days unless the address says otherwise; where they hold nothing that matches, all dates,
 * and the answer says that it did so.
 */
export async function withRange(read: ReadSearch, search: Search): Promise<RangedSearch> {
  const data =
    (await search.dateRange({ query: EVERYTHING, filters: DATED })) ??
    (await search.dateRange({ query: EVERYTHING, filters: {} }));
  const given = read.request.filters;
  const asGiven = (): RangedSearch => ({
    read,
    filters: given,
    range: { from: given.from ?? null, to: given.to ?? null, defaulted: false, data },
  });
  if (!read.defaultRange || data === null || given.dated === false) return asGiven();
  const { query } = read.request;
  const { totalArticles } = await search.count({ query, filters: { ...given, ...DATED }, duplicates: 'all' });
  if (totalArticles > 0) return asGiven();
  const { from: _default, ...open } = given;
  const found = await search.dateRange({ query, filters: { ...open, ...DATED } });
  if (found === null) return asGiven();
  return { read, filters: open, range: { from: found.first, to: null, defaulted: true, data } };
}

/** Charts over time leave out what has no date: it would stand where it was first seen, as if it were published then. */
export function withDates(ranged: RangedSearch): RangedSearch {
  return ranged.filters.dated === undefined
    ? { ...ranged, filters: { ...ranged.filters, ...DATED } }
    : ranged;
}
