import type { Logger } from '@khabar/observe';
import type { Queues } from '@khabar/queue';
import type { Store } from '@khabar/store';

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
const LOOK_MS = 5000;

export function openIndexer(parts: { store: Store; queues: Queues; logger: Logger }): Indexer {
  const { store, queues, logger } = parts;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  const add = (): void => {
    timer = null;
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
      if ((await store.pendingIndex.count()) > 0) add();
    },
    logger,
  );
  return {
    request() {
      if (!closed) timer ??= setTimeout(add, GATHER_MS);
    },
    async close() {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await look.stop();
    },
  };
}
