import { parseQuery } from '@khabar/query';

import type { Search, SearchDocument, SearchHit, SearchRequest } from '../port.ts';
import { CORPUS } from './corpus.ts';

/** A request for all articles that a query finds, newest first, but for what is given. */
export function search(query: string, given: Partial<SearchRequest> = {}): SearchRequest {
  return { query: parseQuery(query).ast, filters: {}, duplicates: 'all', sort: 'new', size: 100, ...given };
}

/** Ids in alphabetic order. */
export function idsOf(hits: readonly SearchHit[]): string[] {
  return hits.map(({ id }) => id).toSorted();
}

/** Ids of everything that a query finds, newest first. */
export async function allIds(index: Search, query: string): Promise<string[]> {
  const found: string[] = [];
  for await (const page of index.ids(search(query))) found.push(...page);
  return found;
}

/** A document of the corpus. */
export function corpusDocument(id: string): SearchDocument {
  const found = CORPUS.find((document) => document.id === id);
  if (found === undefined) throw new Error(`no document ${id} in the corpus`);
  return found;
}
