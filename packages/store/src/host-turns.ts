import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { type HostTurn, type HostTurns, KhabarError } from '@khabar/article';
import type { Kysely } from 'kysely';

import { type EndedHost, type GrantedHost, hostTurnRows } from './host-turn-rows.ts';
import { closedError, type GivenBack, type Held, unavailableError, type Want } from './host-turn-state.ts';
import type { Tables } from './tables.ts';

export interface HostTurnsOptions {
  /** How long a process that gives no sign of life keeps its hosts; default 20 s. */
  readonly leaseMs?: number;
  /** How often it gives one, learns who waits and gives idle hosts back; default 1 s. */
  readonly beatMs?: number;
  /** How often those who wait look again; default 250 ms. */
  readonly pollMs?: number;
  /** How long a host is kept while others wait for it; default 5 s. */
  readonly shareMs?: number;
  /** How long a host is kept that this process does not ask; default 2 s. */
  readonly idleMs?: number;
}

const PRUNE_MS = 60_000;
/** A request that is ended when the lease runs out takes a moment to end. */
const MOST_MARGIN_MS = 1000;
const CLOSE_MS = 5000;

const monotonic = (): number => performance.now();

/**
 * Turns kept in the record's PostgreSQL, so that all processes on it ask a host one after the other. A process keeps a host
 * while it uses it and gives it on after its share when others wait, who get it in the order in which they came; what a dead
 * process held is free after `leaseMs`. All statements of a process are batched: a few a second, however many hosts there are.
 */
export function openHostTurns(db: Kysely<Tables>, options: HostTurnsOptions = {}): HostTurns {
  return new StoredHostTurns(db, {
    leaseMs: options.leaseMs ?? 20_000,
    beatMs: options.beatMs ?? 1000,
    pollMs: options.pollMs ?? 250,
    shareMs: options.shareMs ?? 5000,
    idleMs: options.idleMs ?? 2000,
  });
}

class StoredHostTurns implements HostTurns {
  readonly #options: Required<HostTurnsOptions>;
  readonly #rows: ReturnType<typeof hostTurnRows>;
  readonly #held = new Map<string, Held>();
  readonly #wants = new Map<string, Want>();
  readonly #given = new Map<string, GivenBack>();
  readonly #withdrawn = new Set<string>();
  #beatAt = Number.NEGATIVE_INFINITY;
  #polledAt = Number.NEGATIVE_INFINITY;
  #prunedAt = monotonic();
  /** Until then what is held is held for certain. */
  #sureUntil = Number.NEGATIVE_INFINITY;
  #stepBegan = Number.POSITIVE_INFINITY;
  #loops = false;
  #looping: Promise<void> = Promise.resolve();
  #wake: (() => void) | null = null;
  #closed = false;

  constructor(db: Kysely<Tables>, options: Required<HostTurnsOptions>) {
    this.#options = options;
    this.#rows = hostTurnRows(db, randomUUID(), options.leaseMs);
  }

  async take(host: string, signal?: AbortSignal): Promise<HostTurn> {
    signal?.throwIfAborted();
    if (this.#closed) throw closedError(host);
    const held = this.#held.get(host);
    if (held?.busy === true || this.#wants.has(host))
      throw new KhabarError('INTERNAL', `turn of ${host}: the one before it has not ended`);
    if (held !== undefined && !this.#isLost(held)) return this.#begin(host, held);
    const { promise, resolve, reject } = Promise.withResolvers<HostTurn>();
    const giveUp = (): void => {
      this.#wants.delete(host);
      this.#withdrawn.add(host);
      reject(signal?.reason);
      this.#work();
    };
    this.#wants.set(host, { granted: resolve, failed: reject, isNew: true });
    signal?.addEventListener('abort', giveUp, { once: true });
    this.#work();
    return promise.finally(() => signal?.removeEventListener('abort', giveUp));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#rejectAll((host) => closedError(host));
    this.#wake?.();
    await Promise.race([this.#looping, wait(CLOSE_MS, undefined, { ref: false })]);
    for (const [host, held] of this.#held) this.#giveBack(host, held);
    try {
      await this.#giveOut();
      await this.#rows.leave();
    } catch {
      // The record does not answer: the lease runs out by itself.
    }
  }

  #begin(host: string, held: Held): HostTurn {
    const begun = monotonic();
    held.busy = true;
    let ended = false;
    return {
      quietMs: begun - held.endedAt,
      restMs: Math.max(0, held.restUntil - begun),
      lost: held.stop.signal,
      isLost: () => this.#isLost(held),
      end: ({ asked, restMs }) => {
        if (ended) return;
        ended = true;
        held.busy = false;
        held.usedAt = monotonic();
        if (asked) {
          held.asked = true;
          held.endedAt = held.usedAt;
        }
        if (restMs > 0) held.restUntil = Math.max(held.restUntil, held.usedAt + restMs);
        if (this.#held.get(host) !== held) return;
        const isDone = held.wanted && held.usedAt - held.since >= this.#options.shareMs;
        // What the host asked for is to be known to all at once.
        if (isDone || restMs > 0) {
          this.#giveBack(host, held);
          this.#work();
        }
      },
    };
  }

  #giveBack(host: string, held: Held): void {
    this.#held.delete(host);
    this.#given.set(host, { endedAt: held.asked ? held.endedAt : null, restUntil: held.restUntil });
  }

  /** Also ends what is held when the last sign of life is too old: timers may come late, after a process was stopped. */
  #isLost(held: Held): boolean {
    if (monotonic() >= this.#sureUntil) this.#loseAll();
    return held.stop.signal.aborted;
  }

  #loseAll(): void {
    for (const held of this.#held.values()) held.stop.abort();
    this.#held.clear();
  }

  #rejectAll(cause: (host: string) => unknown): void {
    for (const [host, want] of this.#wants) {
      this.#withdrawn.add(host);
      want.failed(cause(host));
    }
    this.#wants.clear();
  }

  #hasWork(): boolean {
    return this.#held.size + this.#wants.size + this.#given.size + this.#withdrawn.size > 0;
  }

  #work(): void {
    this.#wake?.();
    if (this.#loops || this.#closed) return;
    this.#loops = true;
    this.#looping = this.#loop();
  }

  async #loop(): Promise<void> {
    const watch = setInterval(() => this.#watch(), this.#options.beatMs / 2);
    try {
      while (!this.#closed && this.#hasWork()) {
        const failed = await this.#step();
        await this.#pause(failed ? this.#options.beatMs : this.#nextMs());
      }
    } finally {
      clearInterval(watch);
      this.#loops = false;
    }
  }

  /** Ends what depends on a record that does not answer at all. */
  #watch(): void {
    const { leaseMs } = this.#options;
    if (monotonic() >= this.#sureUntil) this.#loseAll();
    if (monotonic() - this.#stepBegan < leaseMs) return;
    this.#rejectAll((host) => unavailableError(host, `no answer within ${leaseMs} ms`));
  }

  /** Whether the record refused. */
  async #step(): Promise<boolean> {
    this.#stepBegan = monotonic();
    try {
      await this.#ask();
      return false;
    } catch (cause) {
      this.#rejectAll((host) => unavailableError(host, cause));
      return true;
    } finally {
      this.#stepBegan = Number.POSITIVE_INFINITY;
    }
  }

  #nextMs(): number {
    const { beatMs, pollMs } = this.#options;
    if (this.#given.size + this.#withdrawn.size > 0) return 0;
    if (this.#wants.values().some((want) => want.isNew)) return 0;
    const next =
      this.#wants.size > 0 ? Math.min(this.#beatAt + beatMs, this.#polledAt + pollMs) : this.#beatAt + beatMs;
    return Math.max(0, next - monotonic());
  }

  async #pause(ms: number): Promise<void> {
    if (ms === 0 || this.#closed) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  async #ask(): Promise<void> {
    if (monotonic() >= this.#beatAt + this.#options.beatMs) await this.#beat();
    await this.#giveOut();
    const isDue = monotonic() >= this.#polledAt + this.#options.pollMs;
    if (this.#wants.size > 0 && (isDue || this.#wants.values().some((want) => want.isNew)))
      await this.#claim();
    if (monotonic() >= this.#prunedAt + PRUNE_MS) {
      this.#prunedAt = monotonic();
      await this.#rows.prune();
    }
  }

  async #beat(): Promise<void> {
    const { leaseMs, idleMs } = this.#options;
    const asked = monotonic();
    const before = new Set(this.#held.keys());
    const mine = await this.#rows.beat();
    this.#beatAt = asked;
    this.#sureUntil = asked + leaseMs - Math.min(MOST_MARGIN_MS, leaseMs / 4);
    for (const host of before) {
      const held = this.#held.get(host);
      if (held === undefined) continue;
      const wanted = mine.get(host);
      if (wanted === undefined) {
        held.stop.abort();
        this.#held.delete(host);
        continue;
      }
      held.wanted = wanted;
      if (!held.busy && (wanted || asked - held.usedAt >= idleMs)) this.#giveBack(host, held);
    }
    // Left here by an answer that was lost on the way, or lost in time: when their last request ended is not known.
    for (const host of mine.keys())
      if (!before.has(host) && !this.#given.has(host))
        this.#given.set(host, { endedAt: asked, restUntil: 0 });
  }

  async #giveOut(): Promise<void> {
    const now = monotonic();
    if (this.#given.size > 0) {
      const given = Array.from(this.#given);
      await this.#rows.release(
        given.map(([host, { endedAt, restUntil }]): EndedHost => ({
          host,
          endedAgoMs: endedAt === null ? null : now - endedAt,
          restMs: Math.max(0, restUntil - now),
        })),
      );
      for (const [host, one] of given) if (this.#given.get(host) === one) this.#given.delete(host);
    }
    if (this.#withdrawn.size > 0) {
      const hosts = Array.from(this.#withdrawn);
      await this.#rows.withdraw(hosts);
      for (const host of hosts) this.#withdrawn.delete(host);
    }
  }

  async #claim(): Promise<void> {
    const hosts = Array.from(this.#wants.keys());
    for (const want of this.#wants.values()) want.isNew = false;
    this.#polledAt = monotonic();
    for (const granted of await this.#rows.claim(hosts)) this.#grant(granted);
  }

  #grant({ host, quietMs, restMs }: GrantedHost): void {
    const now = monotonic();
    const held: Held = {
      since: now,
      stop: new AbortController(),
      busy: false,
      wanted: false,
      usedAt: now,
      endedAt: now - quietMs,
      asked: false,
      restUntil: now + restMs,
    };
    this.#held.set(host, held);
    const want = this.#wants.get(host);
    this.#wants.delete(host);
    if (want === undefined) this.#giveBack(host, held);
    else want.granted(this.#begin(host, held));
  }
}
