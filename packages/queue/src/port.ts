import type { ErrorCode } from '@khabar/article';

import type { JobName, JobPayload } from './jobs.ts';

export interface QueueCounts {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
}

/** Work that failed for good: its error can not go away, or every try was used up. */
export interface DeadLetter {
  readonly id: string;
  readonly step: JobName;
  readonly payload: unknown;
  readonly code: ErrorCode;
  readonly error: string;
  readonly stack: string | null;
  readonly attempts: number;
  /** UTC ISO 8601. */
  readonly firstAt: string;
  readonly lastAt: string;
}

/**
 * The queue: it says that there is work, the record says which. At least once: a job whose worker dies runs again.
 * When the queue is away, adding throws KhabarError QUEUE_UNAVAILABLE (retry later) within two seconds.
 */
export interface Queues {
  add<N extends JobName>(
    name: N,
    payloads: readonly JobPayload<N>[],
    options?: { readonly delayMs?: number },
  ): Promise<void>;
  /** The same for payloads that come from outside (outbox); throws KhabarError INPUT_INVALID for one that is none. */
  addParsed(name: string, payloads: readonly unknown[]): Promise<void>;
  /** Takes on a kind of job. An error with `retry: 'later'` is tried again with growing pauses; any other ends as a dead letter. */
  work<N extends JobName>(
    name: N,
    handler: (payload: JobPayload<N>) => Promise<void>,
    options: { readonly concurrency: number },
  ): Promise<void>;
  /** Takes on what people wait for; the answer is plain data. */
  answer(handler: (kind: string, input: unknown) => Promise<unknown>): Promise<void>;
  /** Has somebody answer. Throws what the answering side threw, or KhabarError TIMEOUT. */
  ask(kind: string, input: unknown, timeoutMs: number): Promise<unknown>;
  /**
   * Runs `work` every `everyMs` milliseconds: once for all processes that ask for the same name, in any of them. Null where the queue
   * keeps no time (PostgreSQL), and each process has to use a timer of its own. A failure is logged; the next run comes all the same.
   */
  schedule(name: string, everyMs: number, work: () => Promise<void>): Promise<Schedule | null>;
  /** Throws KhabarError QUEUE_UNAVAILABLE when there is no answer within two seconds. */
  counts(): Promise<Record<JobName, QueueCounts>>;
  /** When the job that waits longest was given out (UTC ISO 8601); null where none waits. */
  oldestWaiting(): Promise<Record<JobName, string | null>>;
  /** Nothing waits, runs or is due later, but for what is scheduled again after an error. */
  isIdle(): Promise<boolean>;
  /** Takes no further job, lets running ones finish within `timeoutMs` (20,000 by default), closes. */
  close(options?: { readonly timeoutMs: number }): Promise<void>;
}

/** Work that comes back by itself. */
export interface Schedule {
  /** No further run in this process; resolves when the running one has ended. Other processes go on. */
  stop(): Promise<void>;
}

/** Where dead letters are kept. */
export type OnDead = (letter: DeadLetter) => Promise<void>;
