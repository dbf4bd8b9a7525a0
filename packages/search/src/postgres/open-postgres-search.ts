import type { QueryContext } from '@khabar/query';
import { foldText } from '@khabar/text';
import { z } from 'zod';

import type { FacetValue, Search } from '../port.ts';
import { countFacets } from './count-facets.ts';
import { countMatching, matchingDates, matchingIds } from './count-matching.ts';
import { afterPrefix } from './expand-words.ts';
import { findPage } from './find-page.ts';
import { quotedLexeme } from './lexemes.ts';
import { openMatching, type Matching, type Narrowed } from './matching.ts';
import { putDocuments, removeDocuments, type KnownWords } from './put-documents.ts';
import { beginRebuild } from './rebuild.ts';
import { ensureSchema } from './schema.ts';
import { reading, type SqlPool } from './sql-pool.ts';
import { matchingStances, matchingTimeline } from './timelines.ts';

export interface PostgresSearchOptions {
  /** Schema of the index's tables; created, and emptied when its version is not ours. */
  readonly schema: string;
  /** Ids that a name or id in a query stands for; empty: unknown. */
  readonly resolveEntity: QueryContext['resolveEntity'];
  /** For relative dates. Default: the system's clock. */
  readonly now?: () => Date;
}

const IDS_AT_ONCE = 5000;
// Completion counts each word by a look-up of its own.
const MOST_COMPLETIONS = 30;
const TermRow = z.object({ word: z.string(), count: z.number() });
const SizeRow = z.object({ documents: z.number(), bytes: z.number() });

async function completions(
  prefix: string,
  limit: number,
  given: { pool: SqlPool; schema: string },
): Promise<FacetValue[]> {
  const { pool, schema } = given;
  const begin = foldText(prefix.trim()).text;
  if (begin === '') return [];
  return reading(pool, async (client) => {
    const found = await client.query(
      `select word, 0 as count from ${schema}.vocabulary where folded and word >= $1 and word < $2 order by letters, word limit $3::int`,
      [begin, afterPrefix(begin), MOST_COMPLETIONS],
    );
    const words = z
      .array(TermRow)
      .parse(found.rows)
      .map(({ word }) => word);
    const { rows } = await client.query(
      `select word, (select count(*)::int from ${schema}.docs d where d.words @@ query::tsquery) as count
       from unnest($1::text[], $2::text[]) as given (word, query)`,
      [words, words.map(quotedLexeme)],
    );
    return z
      .array(TermRow)
      .parse(rows)
      .filter(({ count }) => count > 0)
      .toSorted((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1))
      .slice(0, limit)
      .map(({ word, count }) => ({ value: word, count }));
  });
}

/**
 * Opens the index in PostgreSQL, embedded or a server. The pool stays the caller's: `close` does not end it.
 * Throws KhabarError SEARCH_UNAVAILABLE (retry later), CONFIG_INVALID for a bad schema name.
 */
export async function openPostgresSearch(pool: SqlPool, options: PostgresSearchOptions): Promise<Search> {
  const { schema, resolveEntity, now = () => new Date() } = options;
  await ensureSchema(pool, schema);
  const known: KnownWords = new Set();
  const on = <T>(search: Narrowed, work: (matching: Matching) => Promise<T>): Promise<T> =>
    reading(pool, async (client) =>
      work(await openMatching(search, client, { schema, context: { resolveEntity, now: now() } })),
    );

  return {
    put: (documents) => putDocuments(documents, pool, { schema, known }),
    remove: (ids) => removeDocuments(ids, pool, schema),
    find: (request) => on(request, (matching) => findPage(request, matching)),
    count: (request) =>
      on(request, async (matching) => {
        const { articles, stories } = await countMatching(matching);
        return { total: request.duplicates === 'fold' ? stories : articles, totalArticles: articles };
      }),
    async *ids(request) {
      let after: { sortMs: number; id: string } | null = null;
      for (;;) {
        const place: { sortMs: number; id: string } | null = after;
        const found: { sortMs: number; id: string }[] = await on(request, (matching) =>
          matchingIds(matching, place, IDS_AT_ONCE),
        );
        if (found.length > 0) yield found.map(({ id }) => id);
        if (found.length < IDS_AT_ONCE) return;
        after = found.at(-1) ?? null;
      }
    },
    facets: (request, fields, facetOptions) =>
      on(request, (matching) =>
        countFacets(fields, matching, { options: facetOptions, duplicates: request.duplicates }),
      ),
    timeline: (request, bucket) =>
      on(request, (matching) => matchingTimeline(matching, bucket, request.duplicates)),
    stanceTimeline: (request, pair, bucket) =>
      on(request, (matching) => matchingStances(matching, pair, { bucket, duplicates: request.duplicates })),
    dateRange: (request) => on(request, matchingDates),
    terms: (prefix, limit) => completions(prefix, limit, { pool, schema }),
    size: () =>
      reading(pool, async (client) => {
        const { rows } = await client.query(
          `select (select count(*)::int from ${schema}.docs) as documents,
             (select coalesce(sum(pg_total_relation_size(c.oid)), 0)::float8 from pg_class c join pg_namespace s on s.oid = c.relnamespace where s.nspname = $1 and c.relkind = 'r') as bytes`,
          [schema],
        );
        const [row] = rows;
        return SizeRow.parse(row);
      }),
    beginRebuild: (id) => beginRebuild(id, { pool, schema }),
    close: async () => {},
  };
}
