import { type ErrorCode, KhabarError } from '@khabar/article';
import type { Logger } from '@khabar/observe';
import type { PostgresConnection } from '@khabar/store';
import type { Job, Queue, QueueEvents, Worker } from 'bullmq';
import { z } from 'zod';

import { type Classes, postgresClasses, redisClasses } from './bullmq-classes.ts';
import { JOB_NAMES, JOBS, type JobName, isJobName } from './jobs.ts';
import type { OnDead, QueueCounts, Queues, Schedule } from './port.ts';
import { checkRedis } from './redis-connection.ts';
import { runJob, stalledLetter } from './run-worker.ts';
import { openSchedule } from './schedule.ts';
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
const LOCK_MS = 30_000;
const STALL_CHECK_MS = 10_000;
const ANSWER_MS = 2000;
/** Kubernetes ends a process 30 s after it asked it to stop; the parts after the queue need some of that. */
const CLOSE_MS = 20_000;
const COMPLAINT_MS = 10_000;
const AT_THE_END = 5;

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
  // A job a second costs the embedded store 19 ms of CPU a second (9 at rest without it) and 390 MB of log a day, for a clock that its one
  // process has anyway; on a PostgreSQL server each process ticks for itself, which the claims in the record make harmless.
  const keepsTime = 'redisUrl' in config;
  return new OpenQueues({ classes, deps, queues, nameOf, keepsTime });
}

interface Parts {
  readonly classes: Classes;
  readonly deps: QueueDeps;
  readonly queues: ReadonlyMap<JobName, Queue>;
  readonly nameOf: (name: JobName) => string;
  /** See `Queues.schedule`. */
  readonly keepsTime: boolean;
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
  readonly #schedules: Schedule[] = [];
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
    await answered(`queue ${name}: took no job`, adding);
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
        // An answer that is nothing would be left out of the message.
        return { ok: true, value: (await handler(kind, input)) ?? null };
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
    const job = await answered('queue interactive: took no job', adding);
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

  async schedule(name: string, everyMs: number, work: () => Promise<void>): Promise<Schedule | null> {
    const { classes, deps, keepsTime } = this.#parts;
    if (!keepsTime) return null;
    const schedule = await openSchedule(
      { name, everyMs, queueName: `${deps.prefix ?? 'khabar'}-timer-${name}` },
      { classes, work, logger: deps.logger },
    );
    this.#schedules.push(schedule);
    return schedule;
  }

  async counts(): Promise<Record<JobName, QueueCounts>> {
    const counting = JOB_NAMES.map(async (name) => [name, await this.#count(name)] as const);
    const counted = await answered('queue: not counted', Promise.all(counting));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one entry for each of JOB_NAMES
    return Object.fromEntries(counted) as Record<JobName, QueueCounts>;
  }

  async oldestWaiting(): Promise<Record<JobName, string | null>> {
    const oldest = await Promise.all(
      JOB_NAMES.map(async (name) => {
        // The oldest are last in the list; a few of them, since some may be taken before they are read.
        const { waiting } = await this.#count(name);
        const oldestJobs =
          waiting === 0
            ? []
            : await this.#queue(name).getJobs(['wait'], Math.max(0, waiting - AT_THE_END), waiting - 1);
        const times = oldestJobs.map((job) => job.timestamp);
        return [name, times.length === 0 ? null : new Date(Math.min(...times)).toISOString()] as const;
      }),
    );
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one entry for each of JOB_NAMES
    return Object.fromEntries(oldest) as Record<JobName, string | null>;
  }

  async isIdle(): Promise<boolean> {
    const counts = Object.values(await this.counts());
    return counts.every((count) => count.waiting === 0 && count.active === 0);
  }

  async close(options: { readonly timeoutMs: number } = { timeoutMs: CLOSE_MS }): Promise<void> {
    await Promise.all(this.#schedules.map((schedule) => schedule.stop()));
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

/** Waits until the queue has done what it was asked; whatever goes wrong means that it is away. */
async function answered<T>(what: string, asking: Promise<T>): Promise<T> {
  try {
    return await within(asking, ANSWER_MS, () => new Error(`no answer within ${ANSWER_MS} ms`));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KhabarError('QUEUE_UNAVAILABLE', `${what}: ${reason}`, { retry: 'later', cause });
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
