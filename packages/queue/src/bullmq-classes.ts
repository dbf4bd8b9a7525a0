import { KhabarError } from '@khabar/article';
import type { PostgresConnection } from '@khabar/store';
import {
  createPostgresBackend,
  type Job,
  Queue,
  QueueEvents,
  type QueueOptions,
  Worker,
  type WorkerOptions,
  withBackend,
} from 'bullmq';

import { redisOptions } from './redis-connection.ts';
import { ATTEMPTS, pauseAfter } from './run-worker.ts';

/** BullMQ's classes, bound to where the queue lives. */
export interface Classes {
  queue(name: string): Queue;
  worker(
    name: string,
    run: (job: Job, token?: string) => Promise<unknown>,
    options: Pick<WorkerOptions, 'concurrency' | 'lockDuration' | 'stalledInterval'>,
  ): Worker;
  events(name: string): QueueEvents;
}

/** Seconds after which an idle worker looks by itself, in case the connection that would tell it was lost. */
const LOOK_SECONDS = 1;
/** BullMQ waits 15 s after a lost connection and its reconnects grow to 20 s apart; work must go on sooner than that. */
const RETRY_MS = 1000;
/** A job is not to blame for the crashes it lives through; a job that kills its worker each time still ends. */
const MOST_STALLS = 20;
const KEEP_DONE = { age: 3600, count: 1000 };
const KEEP_FAILED = { age: 24 * 3600, count: 1000 };
const POOL = 2;

const JOB_OPTIONS: NonNullable<QueueOptions['defaultJobOptions']> = {
  attempts: ATTEMPTS,
  backoff: { type: 'custom' },
  removeOnComplete: KEEP_DONE,
  removeOnFail: KEEP_FAILED,
};

function workerOptions(options: Partial<WorkerOptions>): Omit<WorkerOptions, 'connection'> {
  return {
    ...options,
    maxStalledCount: MOST_STALLS,
    runRetryDelay: RETRY_MS,
    removeOnComplete: KEEP_DONE,
    removeOnFail: KEEP_FAILED,
    settings: {
      backoffStrategy: (attempts: number, _type?: string, error?: Error) =>
        error instanceof KhabarError && error.retryAfterMs !== undefined
          ? error.retryAfterMs
          : pauseAfter(attempts, Math.random),
    },
  };
}

/** On Redis. */
export function redisClasses(address: string): Classes {
  const connection = {
    ...redisOptions(address),
    retryStrategy: (times: number) => Math.min(times * 100, RETRY_MS),
  };
  return {
    queue: (name) =>
      new Queue(name, {
        connection: { ...connection, maxRetriesPerRequest: 1, enableOfflineQueue: true },
        defaultJobOptions: JOB_OPTIONS,
      }),
    worker: (name, run, options) =>
      new Worker(name, run, {
        connection: { ...connection, maxRetriesPerRequest: null },
        ...workerOptions(options),
      }),
    events: (name) => new QueueEvents(name, { connection: { ...connection, maxRetriesPerRequest: null } }),
  };
}

/** On PostgreSQL, embedded or not, in a schema of its own. */
export function postgresClasses(postgres: PostgresConnection, schema: string): Classes {
  const bound = withBackend(createPostgresBackend);
  const connection = { ...postgres, schema, migrate: true, max: POOL };
  return {
    queue: (name) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- BullMQ types its classes by backend
      new bound.Queue(name, { connection, defaultJobOptions: JOB_OPTIONS }) as unknown as Queue,
    worker: (name, run, options) =>
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- BullMQ types its classes by backend
      new bound.Worker(name, run, {
        connection,
        drainDelay: LOOK_SECONDS,
        ...workerOptions(options),
      }) as unknown as Worker,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- BullMQ types its classes by backend
    events: (name) => new bound.QueueEvents(name, { connection }) as unknown as QueueEvents,
  };
}
