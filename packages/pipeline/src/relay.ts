import type { Logger } from '@khabar/observe';
import type { Queues } from '@khabar/queue';
import type { Store } from '@khabar/store';

import { jobsTogether } from './jobs-together.ts';

/** Hands jobs that a transaction decided (outbox) to the queue, after the commit. */
export interface Relay {
  /** Something was written: look now rather than at the next tick. */
  kick(): void;
  /** Hands over all there is. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

const BATCH = 500;
const TICK_MS = 1000;
/** Jobs decided within this time are handed over together: soon after quiet; while one follows another each round trip carries more. */
const GATHER_MS = { quiet: 30, busy: 200 };

/** When the queue is away the rows stay; the next tick tries again. */
export function openRelay(parts: { store: Store; queues: Queues; logger: Logger }): Relay {
  const { store, queues, logger } = parts;
  let running: Promise<void> | null = null;
  let again = false;
  let closed = false;
  let handedOverAt = -Infinity;
  let gathering: NodeJS.Timeout | null = null;

  async function handOver(): Promise<void> {
    for (;;) {
      const rows = await store.outbox.next(BATCH);
      if (rows.length === 0) return;
      const byJob = new Map<string, Map<string, unknown>>();
      for (const row of rows) {
        // The same job twice in one batch is the same work ("index what is pending").
        const payloads = byJob.get(row.job) ?? new Map<string, unknown>();
        payloads.set(JSON.stringify(row.payload), row.payload);
        byJob.set(row.job, payloads);
      }
      const ids = rows.map((row) => row.id);
      try {
        for (const [job, payloads] of byJob)
          await queues.addParsed(job, jobsTogether(job, Array.from(payloads.values())));
      } catch (error) {
        await store.outbox.giveBack(ids).catch(() => {});
        throw error;
      }
      await store.outbox.done(ids);
      if (rows.length < BATCH) return;
    }
  }

  function run(): Promise<void> {
    if (running !== null) {
      again = true;
      return running;
    }
    running = handOver()
      .catch((error: unknown) =>
        logger.warn({ error }, 'relay: the queue did not take the jobs; they stay in the outbox'),
      )
      .finally(() => {
        running = null;
        if (again && !closed) {
          again = false;
          void run();
        }
      });
    return running;
  }

  const timer = setInterval(() => void run(), TICK_MS);
  timer.unref();
  return {
    kick: () => {
      if (closed) return;
      const busy = performance.now() - handedOverAt < TICK_MS;
      gathering ??= setTimeout(
        () => {
          gathering = null;
          handedOverAt = performance.now();
          void run();
        },
        busy ? GATHER_MS.busy : GATHER_MS.quiet,
      );
    },
    drain: async () => {
      await run();
      await handOver();
    },
    async close() {
      closed = true;
      clearInterval(timer);
      if (gathering !== null) clearTimeout(gathering);
      await running;
    },
  };
}
