import { setTimeout as delay } from 'node:timers/promises';

/** Time as the fetcher sees it; handed in, so that tests need not wait. */
export interface Clock {
  /** Wall clock: dates in headers, age of a robots.txt. */
  now(): Date;
  /** Milliseconds that never go back: gaps and deadlines survive a clock that is set. */
  monotonicMs(): number;
  /** Rejects when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => performance.now(),
  sleep: async (ms, signal) => {
    await delay(ms, undefined, signal ? { signal } : {});
  },
};
