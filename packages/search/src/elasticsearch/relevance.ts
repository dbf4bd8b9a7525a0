import type { estypes } from '@elastic/elasticsearch';

import type { SearchRequest } from '../port.ts';
import { ENTITY_BOOSTS, rankedBy, saturated, TITLE_BOOST, type RankedBy } from '../relevance.ts';
import type { Condition } from './compile-query.ts';
import { kept } from './document-source.ts';
import type { Matching } from './matching.ts';

function raisedBy(ranked: RankedBy): Condition[] {
  switch (ranked.kind) {
    case 'word': {
      const value = kept(ranked.stem);
      return [
        { term: { title_stems: { value, boost: TITLE_BOOST * ranked.by } } },
        { term: { body_stems: { value, boost: ranked.by } } },
      ];
    }
    case 'beginning': {
      const boost = TITLE_BOOST * saturated(1) * ranked.by;
      return [{ prefix: { title_forms: { value: kept(ranked.prefix), boost } } }];
    }
    case 'entity':
      return [
        { term: { entities_often: { value: ranked.id, boost: ENTITY_BOOSTS.often * ranked.by } } },
        { term: { entities_very_often: { value: ranked.id, boost: ENTITY_BOOSTS.veryOften * ranked.by } } },
      ];
  }
}

/**
 * Query of a page; by relevance: scored by the server's BM25. Fields of words have no norms, so that length does not count, and
 * how rare a word is is counted over all indices behind the alias.
 */
export function scored(
  conditions: Condition[],
  request: SearchRequest,
  matching: Matching,
): Pick<estypes.SearchRequest, 'query' | 'search_type'> {
  const filtered = { bool: { filter: conditions } };
  if (request.sort !== 'rel') return { query: filtered };
  const should = rankedBy(request.query, matching.context).flatMap(raisedBy);
  return should.length === 0
    ? { query: filtered }
    : { query: { bool: { filter: conditions, should } }, search_type: 'dfs_query_then_fetch' };
}
