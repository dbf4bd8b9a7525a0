import { join } from 'node:path';

import type { Config } from '@khabar/config';
import type { Logger, Metrics } from '@khabar/observe';
import { checkRedis, openQueues, type Queues } from '@khabar/queue';
import { type LiveRegistry, loadRegistryData, openLiveRegistry } from '@khabar/registry';
import { openPostgresSearch, type Search } from '@khabar/search';
import {
  type EmbeddedPostgres,
  openEmbeddedPostgres,
  openSecrets,
  openStore,
  type Secrets,
  type Store,
} from '@khabar/store';
import { readSubjects, type SubjectPack } from '@khabar/subjects';

import { type EventWire, type InstallationEvent, openLocalWire, openPostgresWire } from './event-wire.ts';
import { followRegistry } from './follow-registry.ts';
import { entityResolver } from './resolve-entity.ts';

/** What the three addresses decide: record, queue and index, and the wire between processes. */
export interface Backends {
  readonly store: Store;
  readonly queues: Queues;
  readonly search: Search;
  /** Seals what the record must not show. */
  readonly secrets: Secrets;
  readonly registry: LiveRegistry;
  /** Subjects that are watched. */
  readonly subjects: readonly SubjectPack[];
  /** Takes what was changed in the registry, here or elsewhere. */
  readonly refreshRegistry: () => Promise<void>;
  /** Null with a record on a server. */
  readonly embedded: EmbeddedPostgres | null;
  readonly events: EventWire;
  readonly roles: { readonly record: string; readonly queue: string; readonly search: string };
  close(): Promise<void>;
}

export interface BackendsDeps {
  readonly logger: Logger;
  readonly metrics: Pick<Metrics, 'deadLetters'>;
  readonly now: () => Date;
  /** Says what is being opened, for people who wait. */
  readonly onProgress: (message: string) => void;
  /** Hears what happened, in whichever process; null where nobody listens. */
  readonly onEvent: ((event: InstallationEvent) => void) | null;
}

/** How long another process may work with the registry as it was. */
const REGISTRY_LOOK_MS = 2000;

/**
 * Opens record, queue and index as the three addresses say; closes again what was opened when a later one fails.
 * Throws KhabarError STORE_*, QUEUE_*, SEARCH_UNAVAILABLE or CONFIG_INVALID.
 */
export async function openBackends(config: Config, deps: BackendsDeps): Promise<Backends> {
  // A bad setting is refused before anything is opened.
  const subjects = readSubjects(config.subjects);
  const closers: (() => Promise<void>)[] = [];
  const opened = <T extends { close(): Promise<void> }>(part: T): T => {
    closers.push(() => part.close());
    return part;
  };
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).toReversed()) await closer();
  };
  try {
    // First, since it takes two seconds at most to know, and opening an embedded record several.
    if (config.redisUrl !== undefined) await checkRedis(config.redisUrl);
    const onServer = config.databaseUrl !== undefined;
    deps.onProgress(
      onServer ? 'record: PostgreSQL (DATABASE_URL)' : `record: embedded PostgreSQL in ${config.dataFolder}`,
    );
    const embedded = onServer ? null : opened(await openEmbedded(config, deps));
    const connection = embedded?.connection ?? { connectionString: config.databaseUrl ?? '' };
    const store = opened(await openStore(connection, onServer ? { max: config.databasePool } : {}));
    await store.users.ensureLocal(deps.now().toISOString());
    const events = opened(
      config.databaseUrl === undefined
        ? openLocalWire(deps)
        : await openPostgresWire({ pool: store.pool, address: config.databaseUrl }, deps),
    );
    deps.onProgress(
      config.redisUrl === undefined
        ? 'queue: BullMQ in the same PostgreSQL'
        : 'queue: BullMQ on Redis (REDIS_URL)',
    );
    const queues = opened(
      await openQueues(
        config.redisUrl === undefined ? { postgres: connection } : { redisUrl: config.redisUrl },
        {
          logger: deps.logger.child({ part: 'queue' }),
          now: deps.now,
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
      ),
    );
    deps.onProgress(
      config.elasticsearchUrl === undefined
        ? 'index: full-text search in the same PostgreSQL'
        : 'index: Elasticsearch (ELASTICSEARCH_URL)',
    );
    const registry = openLiveRegistry(await loadRegistryData(subjects));
    const follower = opened(
      await followRegistry(
        { store, registry, logger: deps.logger.child({ part: 'registry' }) },
        onServer ? REGISTRY_LOOK_MS : null,
      ),
    );
    const search = opened(await openIndex(config, { store, registry, logger: deps.logger }));
    return {
      store,
      queues,
      search,
      secrets: await openSecrets(config.dataFolder, config.secretKey),
      registry,
      subjects,
      refreshRegistry: () => follower.refresh(),
      embedded,
      events,
      roles: {
        record: onServer ? 'postgresql' : 'embedded',
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

function openEmbedded(config: Config, deps: BackendsDeps): Promise<EmbeddedPostgres> {
  return openEmbeddedPostgres(join(config.dataFolder, 'postgres'), {
    onProgress: (stage) => deps.onProgress(`record: new folder, ${stage}`),
    onEvent: (event) => deps.logger.warn({ event }, 'embedded store'),
  });
}

async function openIndex(
  config: Config,
  parts: { readonly store: Store; readonly registry: LiveRegistry; readonly logger: Logger },
): Promise<Search> {
  const resolveEntity = entityResolver(parts.registry);
  if (config.elasticsearchUrl === undefined)
    return openPostgresSearch(parts.store.pool, { schema: 'khabar_search', resolveEntity });
  // Loaded only when it is chosen: its client costs a quarter of a second.
  const { openElasticsearchSearch } = await import('@khabar/search/elasticsearch');
  return openElasticsearchSearch({
    url: config.elasticsearchUrl,
    resolveEntity,
    logger: parts.logger.child({ part: 'search' }),
  });
}
