import { KhabarError } from '@khabar/article';
import { type Job, UnrecoverableError } from 'bullmq';

import type { JobName } from './jobs.ts';
import type { DeadLetter, OnDead } from './port.ts';

/** Tries of a job whose error may pass. With the pauses below the last one comes about an hour after the first. */
export const ATTEMPTS = 8;
const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 20 * 60_000;

/** Milliseconds before the next try: doubling, spread by half, so that many jobs do not come back together. */
export function pauseAfter(attempts: number, random: () => number): number {
  const pause = Math.min(FIRST_PAUSE_MS * 2.5 ** (attempts - 1), LONGEST_PAUSE_MS);
  return Math.round(pause * (0.75 + random() * 0.5));
}

/** The one place where an error becomes another try or a dead letter. */
export async function runJob(
  job: Job,
  name: JobName,
  deps: { handle: (data: unknown) => Promise<void>; onDead: OnDead; now: () => Date },
): Promise<void> {
  try {
    await deps.handle(job.data);
  } catch (error) {
    const attempts = job.attemptsMade + 1;
    const later = error instanceof KhabarError ? error.retry === 'later' : isPassing(error);
    if (later && attempts < ATTEMPTS) throw error;
    await deps.onDead(letterOf(job, name, { error, attempts, now: deps.now() }));
    throw new UnrecoverableError(error instanceof Error ? error.message : String(error));
  }
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
