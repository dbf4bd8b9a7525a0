import { setTimeout as wait } from 'node:timers/promises';

import type { Logger } from '@khabar/observe';
import type { QueryContext } from '@khabar/query';
import { z } from 'zod';

import type { Search } from '../port.ts';
import { connect, onServer, type Connection } from './connection.ts';
import { countFacets } from './count-facets.ts';
import { ensureIndices, measureIndices } from './ensure-indices.ts';
import { completions } from './expand-words.ts';
import { findPage } from './find-page.ts';
import { onSnapshot, openMatching, type Matching, type Narrowed, type RecentCounts } from './matching.ts';
import { putDocuments, removeDocuments } from './put-documents.ts';
import { beginRebuild, removeLeftovers } from './rebuild.ts';
import { openRecent } from './recent.ts';
import { countMatching } from './repeated-stories.ts';
import { rollOverWhenLarge } from './roll-over.ts';
import { matchingDates, matchingStances, matchingTimeline } from './timelines.ts';
import type { KnownWords } from './vocabulary.ts';

export interface ElasticsearchSearchOptions {
  /** `http://` or `https://` address of an Elasticsearch 9 server, with user and password where it asks for them. */
  readonly url: string;
  /** Ids that a name or id in a query stands for; empty: unknown. */
  readonly resolveEntity: QueryContext['resolveEntity'];
  /** For relative dates. Default: the system's clock. */
  readonly now?: () => Date;
  /** Alias of the articles; other names begin with it. Default: khabar-articles. */
  readonly index?: string;
  /** Hears of pauses that a busy server asks for. */
  readonly logger?: Pick<Logger, 'warn'>;
  /** Waits between attempts, in milliseconds. */
  readonly wait?: (ms: number) => Promise<unknown>;
  /** How long searches that began before a rebuild took over may still read what it replaced, in milliseconds. Default: 10,000. */
  readonly replacedForMs?: number;
  /**
   * From so many repeated stories on, counts of stories by value and by time are estimated: each thousand that is counted exactly
   * costs a request. Default: 9,000.
   */
  readonly estimatedFrom?: number;
}

const DEFAULT_INDEX = 'khabar-articles';
const IDS_AT_ONCE = 5000;
const REPLACED_FOR_MS = 10_000;
const ESTIMATED_FROM = 9000;
const Place = z.tuple([z.int(), z.string()]).rest(z.unknown());

async function idsAfter(matching: Matching, after: [number, string] | null): Promise<[number, string][]> {
  const { answer } = await matching.ask({
    size: IDS_AT_ONCE,
    query: { bool: { filter: [matching.condition()] } },
    sort: [{ sort_ms: 'desc' }, { id: 'desc' }],
    track_total_hits: false,
    _source: false,
    ...(after === null ? {} : { search_after: after }),
  });
  return answer.hits.hits.map(({ sort }) => {
    const [sortMs, id] = Place.parse(sort);
    return [sortMs, id];
  });
}

/**
 * Opens the index on an Elasticsearch 9 server; made where missing, replaced where of another version. Throws KhabarError
 * SEARCH_UNAVAILABLE (retry later), CONFIG_INVALID for a wrong address, index name or version of the server.
 */
export async function openElasticsearchSearch(options: ElasticsearchSearchOptions): Promise<Search> {
  const { resolveEntity, now = () => new Date(), index = DEFAULT_INDEX, logger } = options;
  const client = await connect(options.url);
  const connection: Connection = {
    client,
    index,
    wait: async (ms) => {
      logger?.warn({ ms: Math.round(ms) }, 'Elasticsearch is busy; waiting');
      await (options.wait ?? wait)(ms);
    },
  };
  try {
    await ensureIndices(connection);
  } catch (error) {
    await client.close();
    throw error;
  }
  const known: KnownWords = new Set();
  const recent: RecentCounts = { often: openRecent(), estimates: openRecent() };
  let written = 0;
  let writing: Promise<unknown> = Promise.resolve();
  // One writer at a time: two would put the same new article twice where a rollover comes between.
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = writing.then(work);
    writing = turn.catch(() => {});
    return turn;
  };
  const closing = new AbortController();
  let removing: Promise<void> = Promise.resolve();
  const removeReplaced = (): void => {
    removing = wait(options.replacedForMs ?? REPLACED_FOR_MS, undefined, { signal: closing.signal })
      .catch(() => {})
      .then(() => removeLeftovers(connection))
      // The next rebuild removes them.
      .catch((error: unknown) =>
        logger?.warn({ error: String(error) }, 'Elasticsearch keeps replaced indices'),
      );
  };
  const on = <T>(search: Narrowed, work: (matching: Matching) => Promise<T>): Promise<T> =>
    onSnapshot(connection, async (ask) =>
      work(
        await openMatching(search, {
          ask,
          connection,
          context: { resolveEntity, now: now() },
          recent,
          estimatedFrom: options.estimatedFrom ?? ESTIMATED_FROM,
        }),
      ),
    );

  return {
    put: (documents) =>
      inTurn(async () => {
        await putDocuments(documents, connection, known);
        written = await rollOverWhenLarge(written + documents.length, connection);
      }),
    remove: (ids) => inTurn(() => removeDocuments(ids, connection)),
    find: (request) => on(request, (matching) => findPage(request, matching)),
    count: (request) =>
      on(request, async (matching) => {
        const { articles, stories } = await countMatching(matching.condition(), matching.ask);
        return { total: request.duplicates === 'fold' ? stories : articles, totalArticles: articles };
      }),
    async *ids(request) {
      let after: [number, string] | null = null;
      for (;;) {
        const place: [number, string] | null = after;
        const found: [number, string][] = await on(request, (matching) => idsAfter(matching, place));
        if (found.length > 0) yield found.map(([, id]) => id);
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
    terms: (prefix, limit) => onServer(() => completions(prefix, limit, connection)),
    size: () => onServer(() => measureIndices(connection)),
    beginRebuild: (id) => beginRebuild(id, connection, removeReplaced),
    close: async () => {
      closing.abort();
      await removing;
      await writing;
      await client.close();
    },
  };
}
