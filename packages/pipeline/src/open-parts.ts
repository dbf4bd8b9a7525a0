import { join } from 'node:path';

import { KhabarError } from '@khabar/article';
import type { Config } from '@khabar/config';
import { openFetcher, openGuard, openWebClient, readTestSwitches } from '@khabar/fetch';
import type { Logger, Metrics } from '@khabar/observe';
import { openQueues } from '@khabar/queue';
import { loadRegistry } from '@khabar/registry';
import { openPostgresSearch, type Search } from '@khabar/search';
import {
  openEmbeddedPostgres,
  openHostTurns,
  openRawPages,
  openStore,
  type EmbeddedPostgres,
} from '@khabar/store';

import { openAnalysis } from './analysis/open-analysis.ts';
import { openIndexer } from './indexer.ts';
import { openPost } from './open-post.ts';
import type { PipelineEvent, PipelineParts } from './pipeline-parts.ts';
import { openRelay } from './relay.ts';
import { entityResolver } from './resolve-entity.ts';

/** What the parts were opened with, and how to close them in the opposite order. */
export interface OpenedParts extends PipelineParts {
  readonly embedded: EmbeddedPostgres | null;
  /** The fetcher's exceptions to the address guard: the sample web. */
  readonly route: Map<string, string>;
  readonly roles: { readonly record: string; readonly queue: string; readonly search: string };
  close(): Promise<void>;
}

export interface OpenPartsDeps {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly version: string;
  readonly publicUrl: () => string;
  readonly onEvent: (event: PipelineEvent) => void;
  /** Says what is being opened, for people who wait. */
  readonly onProgress: (message: string) => void;
}

/** Opens record, queue, index, fetcher and analysis as the three addresses say. What was opened is closed again when a later part fails. */
export async function openParts(config: Config, deps: OpenPartsDeps): Promise<OpenedParts> {
  const closers: (() => Promise<void>)[] = [];
  const opened = <T extends { close(): Promise<void> }>(part: T): T => {
    closers.push(() => part.close());
    return part;
  };
  const close = async (): Promise<void> => {
    for (const closer of closers.toReversed()) await closer();
    closers.length = 0;
  };
  try {
    const { clock, guard: guardOptions } = readTestSwitches({
      ...(config.testAllow === undefined ? {} : { allow: config.testAllow }),
      ...(config.testDns === undefined ? {} : { dns: config.testDns }),
      ...(config.testRoute === undefined ? {} : { route: config.testRoute }),
      ...(config.testClock === undefined ? {} : { clock: config.testClock }),
    });
    const now = (): Date => clock.now();

    deps.onProgress(
      config.databaseUrl === undefined
        ? `record: embedded PostgreSQL in ${config.dataFolder}`
        : 'record: PostgreSQL (DATABASE_URL)',
    );
    const embedded =
      config.databaseUrl === undefined
        ? opened(
            await openEmbeddedPostgres(join(config.dataFolder, 'postgres'), {
              onProgress: (stage) => deps.onProgress(`record: new folder, ${stage}`),
              onEvent: (event) => deps.logger.warn({ event }, 'embedded store'),
            }),
          )
        : null;
    const connection = embedded?.connection ?? { connectionString: config.databaseUrl ?? '' };
    const store = opened(
      await openStore(connection).catch((cause: unknown) => {
        throw cause instanceof KhabarError
          ? cause
          : new KhabarError(
              'STORE_UNAVAILABLE',
              `record: ${cause instanceof Error ? cause.message : String(cause)}`,
              { retry: 'later', cause },
            );
      }),
    );
    await store.users.ensureLocal(now().toISOString());
    const rawPages = opened(await openRawPages(join(config.dataFolder, 'warc')));

    deps.onProgress(
      config.redisUrl === undefined
        ? 'queue: BullMQ in the same PostgreSQL'
        : 'queue: BullMQ on Redis (REDIS_URL)',
    );
    const queues = await openQueues(
      config.redisUrl === undefined ? { postgres: connection } : { redisUrl: config.redisUrl },
      {
        logger: deps.logger.child({ part: 'queue' }),
        now,
        onDead: async (letter) => {
          deps.logger.error(
            { step: letter.step, payload: letter.payload, error: letter.error },
            'given up; see dead letters',
          );
          deps.metrics.deadLetters({ step: letter.step });
          const { firstAt, lastAt, ...rest } = letter;
          await store.deadLetters.put({ ...rest, first_at: firstAt, last_at: lastAt });
        },
      },
    );
    opened({ close: () => queues.close() });

    deps.onProgress(
      config.elasticsearchUrl === undefined
        ? 'index: full-text search in the same PostgreSQL'
        : 'index: Elasticsearch (ELASTICSEARCH_URL)',
    );
    const registry = await loadRegistry();
    const openIndex = async (): Promise<Search> => {
      const resolveEntity = entityResolver(registry);
      if (config.elasticsearchUrl === undefined)
        return openPostgresSearch(store.pool, { schema: 'khabar_search', resolveEntity });
      // Loaded only when it is chosen: its client costs a quarter of a second.
      const { openElasticsearchSearch } = await import('@khabar/search/elasticsearch');
      return openElasticsearchSearch({
        url: config.elasticsearchUrl,
        resolveEntity,
        logger: deps.logger.child({ part: 'search' }),
      });
    };
    const search = opened(await openIndex());

    deps.onProgress('analysis: extraction and tagging');
    const analysis = opened(
      await openAnalysis({ threads: config.analysisThreads, timeoutMs: config.analysisTimeoutMs }),
    );

    const route = new Map<string, string>();
    const guard = openGuard(guardOptions);
    // The embedded record belongs to one process, which is alone in asking.
    const turns = embedded === null ? opened(openHostTurns(store.db)) : undefined;
    const fetcher = opened(
      openFetcher({
        userAgent: userAgent(config, deps.version),
        guard,
        clock,
        minDelayMs: config.fetchDelayMs,
        route,
        ...(turns === undefined ? {} : { turns }),
      }),
    );
    const client = opened(openWebClient({ guard }));
    const relay = opened(openRelay({ store, queues, logger: deps.logger.child({ part: 'relay' }) }));
    const indexer = opened(openIndexer({ store, queues, logger: deps.logger.child({ part: 'indexer' }) }));
    return {
      store,
      rawPages,
      queues,
      search,
      analysis,
      registry,
      relay,
      indexer,
      embedded,
      route,
      fetchPage: fetcher.fetchPage,
      post: openPost(client, now),
      logger: deps.logger,
      metrics: deps.metrics,
      now,
      publicUrl: deps.publicUrl,
      onEvent: deps.onEvent,
      roles: {
        record: embedded === null ? 'postgresql' : 'embedded',
        queue: config.redisUrl === undefined ? 'postgresql' : 'redis',
        search: config.elasticsearchUrl === undefined ? 'postgresql' : 'elasticsearch',
      },
      close,
    };
  } catch (error) {
    await close().catch(() => {});
    throw error;
  }
}

/** Names the product first, as robots.txt groups know it, and a way to reach its people. */
export function userAgent(config: Pick<Config, 'userAgent' | 'contact'>, version: string): string {
  if (config.userAgent !== undefined) return config.userAgent;
  return config.contact === undefined ? `Khabar/${version}` : `Khabar/${version} (+${config.contact})`;
}
