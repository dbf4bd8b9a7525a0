import type { estypes } from '@elastic/elasticsearch';
import type { QueryContext, QueryNode } from '@khabar/query';
import { z } from 'zod';

import type { FacetField, SearchFilters } from '../port.ts';
import { compileSearch } from './compile-filters.ts';
import { compileQuery, type CompileContext, type Condition } from './compile-query.ts';
import { onServer, type Connection } from './connection.ts';
import type { Counts } from './count-by-value.ts';
import { expandWords } from './expand-words.ts';
import { patiently } from './patience.ts';
import type { Recent } from './recent.ts';
import { resolveParts } from './resolve-parts.ts';

/** A query with what it is narrowed to. */
export interface Narrowed {
  readonly query: QueryNode;
  readonly filters: SearchFilters;
}

/** Asks the articles as they stood when the snapshot was taken. */
export interface Ask {
  (
    request: estypes.SearchRequest,
  ): Promise<{ answer: Answer; aggregations: Readonly<Record<string, unknown>> }>;
  /** All articles lie in one shard: what it counts is the whole. */
  readonly isOneShard: boolean;
}

/** What was found out in the last minute. */
export interface RecentCounts {
  /** Conditions, as JSON, that very many repeated stories match. */
  readonly often: Recent<true>;
  /** Estimates of stories by value, by condition and what was counted. */
  readonly estimates: Recent<Counts>;
}

const Answer = z.object({
  _shards: z.object({ total: z.int(), failed: z.int() }),
  timed_out: z.boolean(),
  hits: z.object({
    total: z.object({ value: z.int() }).optional(),
    hits: z.array(
      z.object({
        sort: z.array(z.unknown()).optional(),
        _source: z.unknown().optional(),
        fields: z.record(z.string(), z.array(z.unknown())).optional(),
      }),
    ),
  }),
  aggregations: z.record(z.string(), z.unknown()).optional(),
});
type Answer = z.infer<typeof Answer>;

/** One search on one snapshot. */
export interface Matching {
  readonly ask: Ask;
  readonly search: Narrowed;
  readonly recent: RecentCounts;
  /** From so many repeated stories on, stories by value and by time are estimated. */
  readonly estimatedFrom: number;
  readonly context: CompileContext;
  /** The condition of query and filters, but for the filters named. */
  readonly condition: (without?: ReadonlySet<FacetField>) => Condition;
}

const SNAPSHOT_KEPT = '2m';

/** Hands work a snapshot (a point in time) of all indices behind the alias. Throws KhabarError SEARCH_UNAVAILABLE. */
export function onSnapshot<T>(connection: Connection, work: (ask: Ask) => Promise<T>): Promise<T> {
  const { client, index } = connection;
  return onServer(async () => {
    const opened = await patiently(connection, () =>
      client.openPointInTime({ index, keep_alive: SNAPSHOT_KEPT }),
    );
    let { id } = opened;
    try {
      const ask = async (
        request: estypes.SearchRequest,
      ): Promise<{ answer: Answer; aggregations: Readonly<Record<string, unknown>> }> => {
        const given = await patiently(connection, () =>
          client.search({ ...request, pit: { id, keep_alive: SNAPSHOT_KEPT } }),
        );
        id = given.pit_id ?? id;
        const answer = Answer.parse(given);
        // Part of an answer would be a wrong count.
        if (answer._shards.failed > 0 || answer.timed_out)
          throw new Error(`${answer._shards.failed} of ${answer._shards.total} shards did not answer`);
        return { answer, aggregations: answer.aggregations ?? {} };
      };
      return await work(Object.assign(ask, { isOneShard: opened._shards.total === 1 }));
    } finally {
      // The snapshot also goes by itself.
      await client.closePointInTime({ id }).catch(() => {});
    }
  });
}

/** Looks up what compiling the search needs. */
export async function openMatching(
  search: Narrowed,
  given: Pick<Matching, 'ask' | 'recent' | 'estimatedFrom'> & {
    connection: Connection;
    context: QueryContext;
  },
): Promise<Matching> {
  const { ask, connection } = given;
  const expansions = await expandWords(search.query, connection);
  const resolved = await resolveParts(search.query, { ...given.context, expansions }, ask);
  const context: CompileContext = { ...given.context, expansions, resolved };
  const query = compileQuery(search.query, context);
  return {
    ask,
    search,
    recent: given.recent,
    estimatedFrom: given.estimatedFrom,
    context,
    condition: (without) =>
      compileSearch(query, search.filters, { context, ...(without === undefined ? {} : { without }) }),
  };
}
