import type { Logger } from '@khabar/observe';
import type { Queue } from 'bullmq';

import type { Classes } from './bullmq-classes.ts';
import type { Schedule } from './port.ts';

/** What comes back, how often, and the queue that keeps its time. */
export interface ScheduleRequest {
  readonly name: string;
  readonly everyMs: number;
  readonly queueName: string;
}

export interface ScheduleDeps {
  readonly classes: Classes;
  readonly work: () => Promise<void>;
  readonly logger: Logger;
}

/** How often a process looks whether the scheduler is still there: a Redis that lost its memory has forgotten it. */
const LOOK_MS = 10_000;
/** A run that is so much overdue, and by this at least, will not come by itself. */
const OVERDUE_RUNS = 5;
const OVERDUE_MS = 10_000;
const LOCK_MS = 40_000;

/**
 * One scheduler for all processes that open a schedule of the same queue: its id is the name, so that asking again, also from a newer
 * version with another pace, changes the one there is; what an older version left under another id is removed.
 */
export async function openSchedule(request: ScheduleRequest, deps: ScheduleDeps): Promise<Schedule> {
  const logger = deps.logger.child({ schedule: request.name });
  const complain = (error: unknown): void =>
    logger.warn({ error: error instanceof Error ? error.message : String(error) }, 'schedule: run failed');
  const queue = deps.classes.queue(request.queueName);
  queue.on('error', () => {});
  await queue.waitUntilReady();
  await keepScheduler(queue, request);
  const worker = deps.classes.worker(request.queueName, () => deps.work().catch(complain), {
    concurrency: 1,
    lockDuration: LOCK_MS,
    stalledInterval: LOCK_MS / 2,
  });
  // The queue of the jobs complains in the log already.
  worker.on('error', () => {});
  await worker.waitUntilReady();
  let looking: Promise<void> = Promise.resolve();
  const look = setInterval(() => {
    looking = keepScheduler(queue, request).catch(complain);
  }, LOOK_MS);
  look.unref();
  return {
    async stop() {
      clearInterval(look);
      await worker.close();
      await looking;
      await queue.close();
    },
  };
}

async function keepScheduler(queue: Queue, { name, everyMs }: ScheduleRequest): Promise<void> {
  const found = await queue.getJobSchedulers();
  for (const { key } of found) if (key !== name) await queue.removeJobScheduler(key);
  const own = found.find(({ key }) => key === name);
  const overdueMs = Math.max(everyMs * OVERDUE_RUNS, OVERDUE_MS);
  if (own !== undefined && own.every === everyMs && (own.next ?? 0) > Date.now() - overdueMs) return;
  await queue.upsertJobScheduler(
    name,
    { every: everyMs },
    { name, opts: { attempts: 1, removeOnComplete: true, removeOnFail: true } },
  );
}
