import { refusalStatus, type Connection } from './connection.ts';

/** How often something is asked of a server that says it is busy. */
export const ATTEMPTS = 5;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 16_000;

/** Pause before the next attempt, counted from 0: doubling from a second, up to half as much again so that writers part. */
export function backOffMs(tried: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tried) * (1 + Math.random() / 2);
}

/** Asks again, after pauses that grow, what a busy server (429, 503) puts off. */
export async function patiently<T>({ wait }: Connection, work: () => Promise<T>): Promise<T> {
  for (let tried = 0; ; tried += 1) {
    try {
      return await work();
    } catch (cause) {
      const status = refusalStatus(cause);
      if ((status !== 429 && status !== 503) || tried + 1 >= ATTEMPTS) throw cause;
      await wait(backOffMs(tried));
    }
  }
}
