import type { HostTurn, HostTurns } from '@khabar/article';

import type { Clock } from './clock.ts';

export interface Turn {
  /** Aborts when another process may ask the host now: the request must end. */
  readonly lost?: AbortSignal;
  /** Ends the turn; the next request to the host may start `delayMs` later. Harmless twice. */
  done(): void;
}

/** A host asked to be left alone for longer than anybody should wait in a queue. */
export interface HeldBack {
  readonly retryAfterMs: number;
}

export interface Pace {
  /**
   * Waits until this host may be asked again: one request at a time, `delayMs` between the end of one and the start of the
   * next. Answers `HeldBack` at once when a Retry-After of the host lasts longer than `maxHoldMs`. Rejects when `signal` aborts.
   */
  turn(host: string, delayMs: number, signal?: AbortSignal): Promise<Turn | HeldBack>;
  /** Leaves the host alone for so long (Retry-After). */
  hold(host: string, ms: number): void;
}

interface HostState {
  tail: Promise<void>;
  waiting: number;
  lastEnd: number;
  heldUntil: number;
}

/** A Retry-After up to this is waited for in the queue; a longer one goes back to the caller. */
const MAX_HOLD_MS = 30_000;
/** States of idle hosts are dropped above this, so that a crawl of many hosts does not grow for ever. */
const MAX_HOSTS = 5_000;

/**
 * Opens the pace-maker: one request at a time per host name, in this process, or with `turns` over all processes that share them.
 * With `turns` a turn also rejects as `HostTurns.take` does.
 */
export function openPace(clock: Clock, turns?: HostTurns): Pace {
  const hosts = new Map<string, HostState>();

  function stateOf(host: string): HostState {
    const known = hosts.get(host);
    if (known) return known;
    if (hosts.size >= MAX_HOSTS) {
      const now = clock.monotonicMs();
      for (const [name, state] of hosts) {
        if (state.waiting === 0 && state.lastEnd + 60_000 < now && state.heldUntil < now) hosts.delete(name);
      }
    }
    const fresh: HostState = {
      tail: Promise.resolve(),
      waiting: 0,
      lastEnd: Number.NEGATIVE_INFINITY,
      heldUntil: 0,
    };
    hosts.set(host, fresh);
    return fresh;
  }

  function hold(host: string, ms: number): void {
    const state = stateOf(host);
    state.heldUntil = Math.max(state.heldUntil, clock.monotonicMs() + ms);
  }

  /** What others know of the host counts as if it had been seen here. */
  async function rightTo(
    host: string,
    state: HostState,
    signal?: AbortSignal,
  ): Promise<HostTurn | undefined> {
    const right = await turns?.take(host, signal);
    if (right === undefined) return undefined;
    const now = clock.monotonicMs();
    state.lastEnd = Math.max(state.lastEnd, now - right.quietMs);
    state.heldUntil = Math.max(state.heldUntil, now + right.restMs);
    return right;
  }

  async function turn(host: string, delayMs: number, signal?: AbortSignal): Promise<Turn | HeldBack> {
    const state = stateOf(host);
    const before = state.tail;
    const { promise, resolve: release } = Promise.withResolvers<void>();
    state.tail = promise;
    state.waiting += 1;
    let right: HostTurn | undefined;
    let ended = false;
    const end = (asked: boolean): void => {
      if (ended) return;
      ended = true;
      if (asked) state.lastEnd = clock.monotonicMs();
      right?.end({ asked, restMs: Math.max(0, state.heldUntil - clock.monotonicMs()) });
      state.waiting -= 1;
      release();
    };
    const heldBack = (): HeldBack | undefined => {
      const held = state.heldUntil - clock.monotonicMs();
      if (held <= MAX_HOLD_MS) return undefined;
      end(false);
      return { retryAfterMs: Math.ceil(held) };
    };
    await before;
    try {
      for (;;) {
        signal?.throwIfAborted();
        const rests = heldBack();
        if (rests) return rests;
        // A right that was lost during the wait is asked for again.
        // oxlint-disable-next-line no-await-in-loop
        right = await rightTo(host, state, signal);
        const restsElsewhere = heldBack();
        if (restsElsewhere) return restsElsewhere;
        const wait = Math.max(state.heldUntil, state.lastEnd + delayMs) - clock.monotonicMs();
        // oxlint-disable-next-line no-await-in-loop
        if (wait > 0) await clock.sleep(Math.ceil(wait), signal);
        if (right?.isLost() !== true) break;
        right.end({ asked: false, restMs: 0 });
      }
    } catch (cause) {
      end(false);
      throw cause;
    }
    return { done: () => end(true), ...(right === undefined ? {} : { lost: right.lost }) };
  }

  return { turn, hold };
}
