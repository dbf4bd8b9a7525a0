import { type ErrorCode, KhabarError } from '@khabar/article';
import type { Logger } from '@khabar/observe';
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
import { z } from 'zod';

import { JOB_NAMES, JOBS, type JobName, isJobName } from './jobs.ts';
import type { OnDead, QueueCounts, Queues } from './port.ts';
import { checkRedis, redisOptions } from './redis-connection.ts';
import { ATTEMPTS, pauseAfter, runJob, stalledLetter } from './run-worker.ts';
import { seldom } from './seldom.ts';
import { within } from './within.ts';

/** Where the queue lives: a Redis, or the PostgreSQL of the record (schema `bullmq`). */
export type QueueConfig =
  | { readonly redisUrl: string }
  | { readonly postgres: PostgresConnection; readonly schema?: string };

export interface QueueDeps {
  readonly logger: Logger;
  readonly onDead: OnDead;
  readonly now: () => Date;
  /** Prefix of the queue names, so that tests share one store. */
  readonly prefix?: string;
  /** How long a job stays taken without a sign of life of its worker, and how often dead workers are looked for. */
  readonly lockMs?: number;
  readonly stallCheckMs?: number;
}

/** Renewed while the job runs. A dead worker's jobs are taken up again within a minute: the lock and one check. */
const LOCK_MS = 40_000;
const STALL_CHECK_MS = 15_000;
/** Seconds after which an idle worker looks by itself, in case the connection that would tell it was lost. */
const LOOK_SECONDS = 1;
/** A job is not to blame for the crashes it lives through; a job that kills its worker each time still ends. */
const MOST_STALLS = 20;
const KEEP_DONE = { age: 3600, count: 1000 };
const KEEP_FAILED = { age: 24 * 3600, count: 1000 };
const ADD_TIMEOUT_MS = 2000;
const CLOSE_MS = 25_000;
const COMPLAINT_MS = 10_000;
const POOL = 2;

interface Classes {
  queue(name: string): Queue;
  worker(
    name: string,
    run: (job: Job, token?: string) => Promise<unknown>,
    options: Pick<WorkerOptions, 'concurrency' | 'lockDuration' | 'stalledInterval'>,
  ): Worker;
  events(name: string): QueueEvents;
}

/** Opens the queue. Throws KhabarError QUEUE_UNAVAILABLE or QUEUE_MISCONFIGURED. */
export async function openQueues(config: QueueConfig, deps: QueueDeps): Promise<Queues> {
  if ('redisUrl' in config) await checkRedis(config.redisUrl);
  const classes =
    'redisUrl' in config
      ? redisClasses(config.redisUrl)
      : postgresClasses(config.postgres, config.schema ?? 'bullmq');
  const nameOf = (name: JobName): string => `${deps.prefix ?? 'khabar'}-${name}`;
  const queues = new Map<JobName, Queue>();
  for (const name of JOB_NAMES) {
    const queue = classes.queue(nameOf(name));
    queue.on('error', (error) =>
      deps.logger.warn({ queue: name, error: error.message }, 'queue: connection failed'),
    );
    // One after the other: the first brings the tables.
    await queue.waitUntilReady();
    queues.set(name, queue);
  }
  return new OpenQueues({ classes, deps, queues, nameOf });
}

interface Parts {
  readonly classes: Classes;
  readonly deps: QueueDeps;
  readonly queues: ReadonlyMap<JobName, Queue>;
  readonly nameOf: (name: JobName) => string;
}

const Answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({
    ok: z.literal(false),
    code: z.string(),
    message: z.string(),
    retry: z.enum(['later', 'never']),
  }),
]);

class OpenQueues implements Queues {
  readonly #parts: Parts;
  readonly #workers: Worker[] = [];
  #events: QueueEvents | null = null;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async add(
    name: JobName,
    payloads: readonly unknown[],
    options: { readonly delayMs?: number } = {},
  ): Promise<void> {
    if (payloads.length === 0) return;
    const delay = options.delayMs === undefined ? {} : { delay: options.delayMs };
    const adding = this.#queue(name).addBulk(payloads.map((data) => ({ name, data, opts: delay })));
    await taken(name, adding);
  }

  async addParsed(name: string, payloads: readonly unknown[]): Promise<void> {
    if (!isJobName(name))
      throw new KhabarError(
        'INPUT_INVALID',
        `job ${name}: there is no such job; there are ${JOB_NAMES.join(', ')}`,
      );
    const parsed = payloads.map((payload) => {
      const result = JOBS[name].safeParse(payload);
      if (!result.success) throw new KhabarError('INPUT_INVALID', `job ${name}: ${result.error.message}`);
      return result.data;
    });
    await this.add(name, parsed);
  }

  async work<N extends JobName>(
    name: N,
    handler: (payload: z.infer<(typeof JOBS)[N]>) => Promise<void>,
    options: { readonly concurrency: number },
  ): Promise<void> {
    const { deps } = this.#parts;
    const handle = async (data: unknown): Promise<void> => {
      const parsed = JOBS[name].safeParse(data);
      if (!parsed.success) throw new KhabarError('INPUT_INVALID', `job ${name}: ${parsed.error.message}`);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of this very name read it
      await handler(parsed.data as z.infer<(typeof JOBS)[N]>);
    };
    await this.#start(
      name,
      (job, token) => runJob(job, name, { handle, onDead: deps.onDead, now: deps.now, token }),
      options,
    );
  }

  async answer(handler: (kind: string, input: unknown) => Promise<unknown>): Promise<void> {
    const run = async (job: Job): Promise<unknown> => {
      const { kind, input } = JOBS.interactive.parse(job.data);
      try {
        return { ok: true, value: await handler(kind, input) };
      } catch (error) {
        const { code, retry }: { code: ErrorCode; retry: 'later' | 'never' } =
          error instanceof KhabarError ? error : { code: 'INTERNAL', retry: 'never' };
        return { ok: false, code, retry, message: error instanceof Error ? error.message : String(error) };
      }
    };
    await this.#start('interactive', run, { concurrency: 4 });
  }

  async ask(kind: string, input: unknown, timeoutMs: number): Promise<unknown> {
    this.#events ??= this.#openEvents();
    await this.#events.waitUntilReady();
    const adding = this.#queue('interactive').add('interactive', { kind, input }, { attempts: 1 });
    const job = await taken('interactive', adding);
    const late = (): KhabarError =>
      new KhabarError('TIMEOUT', `${kind}: no answer within ${timeoutMs} ms`, { retry: 'later' });
    const value: unknown = await within(
      job.waitUntilFinished(this.#events, timeoutMs),
      timeoutMs + 1000,
      late,
    ).catch((error: unknown) => {
      throw error instanceof Error && /timed out/i.test(error.message) ? late() : error;
    });
    const answer = Answer.parse(value);
    if (answer.ok) return answer.value;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was an ErrorCode when it was sent
    throw new KhabarError(answer.code as ErrorCode, answer.message, { retry: answer.retry });
  }

  async counts(): Promise<Record<JobName, QueueCounts>> {
    const counted = await Promise.all(
      JOB_NAMES.map(async (name) => [name, await this.#count(name)] as const),
    );
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one entry for each of JOB_NAMES
    return Object.fromEntries(counted) as Record<JobName, QueueCounts>;
  }

  async isIdle(): Promise<boolean> {
    const counts = Object.values(await this.counts());
    return counts.every((count) => count.waiting === 0 && count.active === 0);
  }

  async close(options: { readonly timeoutMs: number } = { timeoutMs: CLOSE_MS }): Promise<void> {
    await Promise.all(this.#workers.map(async (worker) => stop(worker, options.timeoutMs)));
    await this.#events?.close();
    await Promise.all(Array.from(this.#parts.queues.values(), async (queue) => queue.close()));
  }

  #queue(name: JobName): Queue {
    const queue = this.#parts.queues.get(name);
    if (queue === undefined) throw new KhabarError('INTERNAL', `queue ${name}: not open`);
    return queue;
  }

  async #count(name: JobName): Promise<QueueCounts> {
    const counts = await this.#queue(name).getJobCounts('wait', 'prioritized', 'active', 'delayed', 'failed');
    return {
      waiting: (counts['wait'] ?? 0) + (counts['prioritized'] ?? 0),
      active: counts['active'] ?? 0,
      delayed: counts['delayed'] ?? 0,
      failed: counts['failed'] ?? 0,
    };
  }

  async #start(
    name: JobName,
    run: (job: Job, token?: string) => Promise<unknown>,
    options: { readonly concurrency: number },
  ): Promise<void> {
    const { classes, deps, nameOf } = this.#parts;
    const { lockMs = LOCK_MS, stallCheckMs = STALL_CHECK_MS } = deps;
    const worker = classes.worker(nameOf(name), run, {
      ...options,
      lockDuration: lockMs,
      stalledInterval: stallCheckMs,
    });
    // A full disk or a store that is away fails many times a second; the log must not fill the disk as well.
    worker.on(
      'error',
      seldom<Error>(
        COMPLAINT_MS,
        (error, leftOut) =>
          deps.logger.warn({ queue: name, error: error.message, leftOut }, 'worker: connection failed'),
        () => performance.now(),
      ),
    );
    worker.on('failed', (job, error) => {
      if (job !== undefined && /stalled more than/.test(error.message))
        void deps.onDead(stalledLetter(job, name, deps.now()));
    });
    await worker.waitUntilReady();
    this.#workers.push(worker);
  }

  #openEvents(): QueueEvents {
    const events = this.#parts.classes.events(this.#parts.nameOf('interactive'));
    events.on('error', (error) =>
      this.#parts.deps.logger.warn({ error: error.message }, 'queue events: connection failed'),
    );
    return events;
  }
}

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

function redisClasses(address: string): Classes {
  const connection = redisOptions(address);
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

function postgresClasses(postgres: PostgresConnection, schema: string): Classes {
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

/** Waits until the queue has taken a job; whatever goes wrong means that it is away. */
async function taken<T>(name: JobName, adding: Promise<T>): Promise<T> {
  try {
    return await within(adding, ADD_TIMEOUT_MS, () => new Error(`no answer within ${ADD_TIMEOUT_MS} ms`));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KhabarError('QUEUE_UNAVAILABLE', `queue ${name}: took no job: ${reason}`, {
      retry: 'later',
      cause,
    });
  }
}

/** Lets running jobs finish in time; those that do not go back in line when their lock runs out. */
async function stop(worker: Worker, timeoutMs: number): Promise<void> {
  // A close that waits cannot be turned into one that does not, so the waiting is done by a pause.
  const finished = await within(worker.pause(), timeoutMs, () => new Error('late')).then(
    () => true,
    () => false,
  );
  await worker.close(!finished);
}
