import { z } from '@hono/zod-openapi';
import { acrossScripts, understoodAs } from '@khabar/query';
import type { LiveRegistry } from '@khabar/registry';
import { type FindSaved, type ReadSearch, readSearchParams } from '@khabar/search';

import { Problem } from './schemas.ts';
import type { SearchQuery } from './search-query.ts';
import type { ApiServices } from './services.ts';
import { namesInOtherScripts } from './views/names-in-other-scripts.ts';
import { type RangedSearch, withRange } from './views/read-range.ts';
import { openReferences, type References } from './views/references.ts';

type JsonOf<T> = { description: string; content: { 'application/json': { schema: T } } };
type ProblemAnswer = {
  description: string;
  content: { 'application/problem+json': { schema: typeof Problem } };
};

/** A 200 answer of this shape, and the problems that any route may answer with. */
export function answers<T extends z.ZodType>(
  schema: T,
  description: string,
): { 200: JsonOf<T>; 400: ProblemAnswer; 503: ProblemAnswer } {
  return {
    200: { description, content: { 'application/json': { schema } } },
    400: {
      description: 'What was sent cannot be read',
      content: { 'application/problem+json': { schema: Problem } },
    },
    503: {
      description: 'A part of Khabar is away',
      content: { 'application/problem+json': { schema: Problem } },
    },
  };
}

export const notFound = {
  404: {
    description: 'There is none of this id',
    content: { 'application/problem+json': { schema: Problem } },
  },
};

export const IdParam = z.object({
  id: z
    .string()
    .min(1)
    .max(200)
    .openapi({ param: { name: 'id', in: 'path' } }),
});

export async function referencesFor(services: ApiServices, ui: string | undefined): Promise<References> {
  return openReferences(services.registry, await services.store.outlets.list(), ui ?? 'en');
}

export async function rangedSearch(services: ApiServices, query: SearchQuery): Promise<RangedSearch> {
  const read = readSearchParams(query, services.now(), await savedQueries(services));
  return withRange(
    query.scripts === 'names' ? inOtherScripts(read, services.registry) : read,
    services.search,
  );
}

/** The search with its names in every script, and the reading that shows them. */
function inOtherScripts(read: ReadSearch, registry: LiveRegistry): ReadSearch {
  const query = acrossScripts(read.request.query, namesInOtherScripts(registry));
  return { ...read, request: { ...read.request, query }, understood: understoodAs(query) };
}

/** `saved:name` in a query stands for the saved search of this name, whatever its case. */
export async function savedQueries(services: Pick<ApiServices, 'store'>): Promise<FindSaved> {
  const queries = new Map(
    (await services.store.savedSearches.list()).map((search) => [search.name.toLowerCase(), search.query]),
  );
  return (name) => queries.get(name.toLowerCase());
}

/** Position in a list that is read page by page; opaque to the caller. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** null for a cursor that is none of ours. */
export function decodeCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | null {
  if (cursor === undefined || cursor === '') return null;
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
