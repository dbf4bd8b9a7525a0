import { type ErrorCode, KhabarError } from '@khabar/article';
import { DelayedError, type Job, UnrecoverableError } from 'bullmq';

import type { JobName } from './jobs.ts';
import type { DeadLetter, OnDead } from './port.ts';

/** Tries of a job whose error may pass. With the pauses below the last one comes about an hour after the first. */
export const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 20 * 60_000;

const LONGEST_WAIT_MS = 60_000;

/** What a job needs is away, and the job is not to blame: it waits, and no try is used up. */
const AWAY: ReadonlySet<ErrorCode> = new Set([
  'STORE_UNAVAILABLE',
  'STORE_DISK_FULL',
  'QUEUE_UNAVAILABLE',
  'SEARCH_UNAVAILABLE',
]);

/** What follows from an error. */
export type Verdict =
  | { readonly kind: 'again'; readonly pauseMs: number }
  | { readonly kind: 'wait'; readonly pauseMs: number }
  | { readonly kind: 'dead' };

/** Where a job stands: its tries so far, this one included, and how often it was begun, waits included. */
export interface Tries {
  readonly made: number;
  readonly begun: number;
}

/** The one place where an error becomes another try, a wait or a dead letter. */
export function judge(error: unknown, tries: Tries, random: () => number): Verdict {
  const known = error instanceof KhabarError ? error : null;
  if (known !== null && known.retry === 'later' && AWAY.has(known.code)) {
    const pause = Math.min(pauseAfter(tries.begun, random), LONGEST_WAIT_MS);
    return { kind: 'wait', pauseMs: known.retryAfterMs ?? pause };
  }
  const later = known === null ? isPassing(error) : known.retry === 'later';
  if (!later || tries.made >= ATTEMPTS) return { kind: 'dead' };
  return { kind: 'again', pauseMs: known?.retryAfterMs ?? pauseAfter(tries.made, random) };
}

/** Milliseconds before the next try: doubling, spread by half, so that many jobs do not come back together. */
export function pauseAfter(attempts: number, random: () => number): number {
  const pause = Math.min(FIRST_PAUSE_MS * 2.5 ** (attempts - 1), LONGEST_PAUSE_MS);
  return Math.round(pause * (0.75 + random() * 0.5));
}

export interface RunDeps {
  readonly handle: (data: unknown) => Promise<void>;
  readonly onDead: OnDead;
  readonly now: () => Date;
  /** Says that this worker holds the job. */
  readonly token: string | undefined;
}

/** Runs a job and does with it what `judge` says. */
export async function runJob(job: Job, name: JobName, deps: RunDeps): Promise<void> {
  try {
    await deps.handle(job.data);
  } catch (error) {
    const tries = { made: job.attemptsMade + 1, begun: job.attemptsStarted };
    const verdict = judge(error, tries, Math.random);
    switch (verdict.kind) {
      case 'again':
        throw error;
      case 'wait':
        return putBack(job, deps, verdict.pauseMs);
      case 'dead':
        return bury(job, deps, letterOf(job, name, { error, attempts: tries.made, now: deps.now() }));
    }
  }
}

async function bury(job: Job, deps: RunDeps, letter: DeadLetter): Promise<void> {
  try {
    await deps.onDead(letter);
  } catch {
    // A letter that could not be kept must not be lost: the job comes back and fails again.
    return putBack(job, deps, FIRST_PAUSE_MS);
  }
  throw new UnrecoverableError(letter.error);
}

/** Back into the line without using up a try. */
async function putBack(job: Job, deps: RunDeps, pauseMs: number): Promise<void> {
  await job.moveToDelayed(deps.now().getTime() + pauseMs, deps.token);
  throw new DelayedError();
}

/** A job that no worker finished, however often it was begun (each met a crash). */
export function stalledLetter(job: Job, name: JobName, now: Date): DeadLetter {
  const error = new KhabarError('INTERNAL', `${name}: begun ${job.attemptsStarted} times and never finished`);
  return letterOf(job, name, { error, attempts: job.attemptsStarted, now });
}

function letterOf(
  job: Job,
  name: JobName,
  failure: { error: unknown; attempts: number; now: Date },
): DeadLetter {
  const { error, attempts, now } = failure;
  return {
    id: `${name}:${job.id ?? job.timestamp}`,
    step: name,
    payload: job.data,
    code: error instanceof KhabarError ? error.code : 'INTERNAL',
    error: error instanceof Error ? error.message : String(error),
    stack: error instanceof Error ? (error.stack ?? null) : null,
    attempts,
    firstAt: new Date(job.timestamp).toISOString(),
    lastAt: now.toISOString(),
  };
}

/** Errors of the network and of a database that went away carry a code, not a class of ours: those pass. A fault in the code does not. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|ENOSPC|08|57P|53|40|55P|25P)/.test(code) ||
    /connection (terminated|ended|closed)|timeout/i.test(error.message)
  );
}
