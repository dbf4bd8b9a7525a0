import type { Logger } from '@khabar/observe';
import type { Queues } from '@khabar/queue';
import type { Store } from '@khabar/store';

import { rebuildUnderWay } from './rebuild-index.ts';
import { every } from './timer.ts';

/**
 * Asks for an `index` job. What is to be indexed stands in the record (`pending_index`), so one job serves any number of articles,
 * a job too many does nothing, and one that was lost is made up for by the next look at the record.
 */
export interface Indexer {
  request(): void;
  close(): Promise<void>;
}

/** Articles that arrive within this time go into the index together: each batch costs one run of every alert rule. */
const GATHER_MS = 200;
/** While batches follow one another on servers, where each also costs a dozen round trips and a refresh. */
const GATHER_BUSY_MS = 1500;
/** So long after a batch the next one is a first one again. */
const QUIET_MS = 3000;
const LOOK_MS = 5000;

export function openIndexer(parts: {
  store: Store;
  queues: Queues;
  logger: Logger;
  /** The index is a server of its own. */
  onServer: boolean;
}): Indexer {
  const { store, queues, logger } = parts;
  const busyMs = parts.onServer ? GATHER_BUSY_MS : GATHER_MS;
  let askedAt = -Infinity;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const add = (): void => {
    timer = null;
    askedAt = performance.now();
    queues.add('index', [{}]).catch((error: unknown) => {
      if (!closed)
        logger.warn(
          { error: error instanceof Error ? error.message : String(error) },
          'indexer: the queue took no job; the articles stay pending',
        );
    });
  };
  const look = every(
    LOOK_MS,
    async () => {
      if ((await store.pendingIndex.count()) > 0 || (await rebuildUnderWay(store)) !== null) add();
    },
    logger,
  );
  return {
    request() {
      const busy = performance.now() - askedAt < QUIET_MS;
      if (!closed) timer ??= setTimeout(add, busy ? busyMs : GATHER_MS);
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await look.stop();
    },
  };
}
