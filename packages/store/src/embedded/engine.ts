import { Worker } from 'node:worker_threads';

import { type EngineData, type FromEngine, type ToEngine } from './engine-messages.ts';

/** The store died, or was ended, while it ran something; nothing committed is lost. `code` is the SQLSTATE for the one who asked. */
export class EngineFailure extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** A connection kept the session without using it. */
export function idleFailure(unsynced: boolean, limitMs: number): EngineFailure {
  const what = unsynced ? 'between Execute and Sync' : 'in a transaction';
  return new EngineFailure(
    '25P03',
    `terminating connection: it was idle ${what} and kept the embedded store from all others (limit ${limitMs / 1000} s, less when others wait)`,
  );
}

/** Receives output; a returned promise holds back more output until it settles. */
export type OnOutput = (bytes: Buffer) => Promise<void> | undefined;

export interface RunOptions {
  readonly deadlineMs: number;
  readonly onOutput: OnOutput;
}

/** One PostgreSQL session, in whatever thread; a failed run is followed by a new session with a higher `epoch`. */
export interface Engine {
  /** Counts sessions: what an earlier one held (statements, settings, LISTEN) is gone. */
  readonly epoch: number;
  readonly serverVersion: string;
  readonly state: 'up' | 'restarting' | 'closed';
  /**
   * Runs client messages; one call at a time.
   *
   * @throws EngineFailure when the session died or passed the deadline.
   */
  run(input: Buffer, options: RunOptions): Promise<void>;
  /** Ends the session and begins the next; what runs fails with `failure`. */
  restart(failure: EngineFailure): void;
  /** Resolves when a session is there; @throws EngineFailure (57P03) after `waitMs`. */
  whenUp(waitMs: number): Promise<void>;
  close(clean?: boolean): Promise<void>;
}

export interface EngineOptions {
  readonly folder: string | null;
  readonly image?: Uint8Array | null;
  /** Do not keep the process alive for the thread. */
  readonly unref?: boolean;
  /** How long one attempt to open may take. */
  readonly openDeadlineMs?: number;
  readonly onRestart?: (reason: string) => void;
}

const RETRY_OPEN_MS = [0, 500, 1000, 2000, 5000];
const CLOSE_MS = 20_000;

interface Running {
  readonly onOutput: OnOutput;
  readonly resolve: () => void;
  readonly reject: (error: EngineFailure) => void;
  /** Output is passed on in order; the run ends behind the last of it. */
  passing: Promise<void>;
}

/** PGlite in a thread of its own, ended and opened again when it dies or hangs. */
export class ThreadEngine implements Engine {
  readonly #options: EngineOptions;
  #unsent = new SharedArrayBuffer(4);
  #thread: Worker | null = null;
  #running: Running | null = null;
  #up: PromiseWithResolvers<void> = Promise.withResolvers();
  #replies: ((message: FromEngine) => void) | null = null;
  epoch = 0;
  serverVersion = '';
  state: 'up' | 'restarting' | 'closed' = 'restarting';

  constructor(options: EngineOptions) {
    this.#options = options;
    this.#up.promise.catch(() => {});
  }

  /** Opens the first session; @throws when the folder cannot be opened. */
  async open(): Promise<void> {
    await this.#openThread();
  }

  async #openThread(): Promise<void> {
    const { folder, image = null } = this.#options;
    const unsent = new SharedArrayBuffer(4);
    const workerData: EngineData = { folder, image, unsent };
    const thread = new Worker(new URL('./engine-thread.ts', import.meta.url), {
      workerData,
      // The process's own flags (--input-type, --env-file …) are not the thread's.
      execArgv: [],
    });
    if (this.#options.unref === true) thread.unref();
    const ready = Promise.withResolvers<string>();
    const deadlineMs = this.#options.openDeadlineMs ?? 120_000;
    const timer = setTimeout(() => ready.reject(new Error(`no answer in ${deadlineMs} ms`)), deadlineMs);
    const died = (error: Error): void => {
      ready.reject(error);
      if (this.#thread === thread)
        this.restart(new EngineFailure('57P02', `the embedded store died: ${error.message}`));
    };
    thread.on('error', died);
    thread.on('exit', (code) => died(new Error(`its thread ended (${code})`)));
    thread.on('message', (message: FromEngine) => {
      if (message.kind === 'ready') ready.resolve(message.serverVersion);
      else if (this.#thread === thread) this.#receive(message);
    });
    try {
      this.serverVersion = await ready.promise;
    } catch (error) {
      await thread.terminate();
      throw error;
    } finally {
      clearTimeout(timer);
    }
    if (this.state === 'closed') {
      await thread.terminate();
      return;
    }
    this.#thread = thread;
    this.#unsent = unsent;
    this.epoch += 1;
    this.state = 'up';
    this.#up.resolve();
  }

  #receive(message: FromEngine): void {
    const running = this.#running;
    switch (message.kind) {
      case 'output':
        if (running !== null) running.passing = this.#pass(running, message.bytes);
        return;
      case 'done':
        running?.passing.then(running.resolve, () => running.resolve());
        return;
      case 'failed':
        this.restart(new EngineFailure('57P02', `the embedded store failed: ${message.message}`));
        return;
      case 'ready':
        return;
      case 'image':
      case 'closed':
        this.#replies?.(message);
    }
  }

  async #pass(running: Running, bytes: Uint8Array): Promise<void> {
    const before = running.passing;
    const unsent = new Int32Array(this.#unsent);
    const passed = (): void => {
      Atomics.sub(unsent, 0, bytes.length);
      Atomics.notify(unsent, 0);
    };
    try {
      await before;
      await running.onOutput(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
    } finally {
      passed();
    }
  }

  async run(input: Buffer, options: RunOptions): Promise<void> {
    const thread = this.#thread;
    if (thread === null) throw new EngineFailure('57P03', 'the embedded store is restarting');
    const ended = Promise.withResolvers<void>();
    const running: Running = {
      onOutput: options.onOutput,
      resolve: ended.resolve,
      reject: ended.reject,
      passing: Promise.resolve(),
    };
    this.#running = running;
    const timer = deadline(options.deadlineMs, () => {
      const seconds = Math.round(options.deadlineMs / 1000);
      this.restart(
        new EngineFailure('57014', `canceling statement: it ran over ${seconds} s in the embedded store`),
      );
    });
    const bytes = new Uint8Array(input);
    thread.postMessage({ kind: 'run', input: bytes } satisfies ToEngine, [bytes.buffer]);
    try {
      await ended.promise;
    } finally {
      timer.stop();
      if (this.#running === running) this.#running = null;
    }
  }

  restart(failure: EngineFailure): void {
    const thread = this.#thread;
    if (thread === null || this.state === 'closed') return;
    this.#thread = null;
    this.state = 'restarting';
    this.#up = Promise.withResolvers();
    this.#up.promise.catch(() => {});
    this.#running?.reject(failure);
    this.#running = null;
    this.#options.onRestart?.(failure.message);
    void this.#reopen(thread);
  }

  async #reopen(old: Worker): Promise<void> {
    // Two sessions on one folder lose rows in silence: the old thread must be gone before the next one opens it.
    await old.terminate();
    for (let attempt = 0; this.state === 'restarting'; attempt++) {
      await pause(RETRY_OPEN_MS[Math.min(attempt, RETRY_OPEN_MS.length - 1)] ?? 0);
      try {
        await this.#openThread();
        return;
      } catch (error) {
        this.#options.onRestart?.(`cannot open: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  async whenUp(waitMs: number): Promise<void> {
    if (this.state === 'up') return;
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(
      () => late.reject(new EngineFailure('57P03', `the embedded store is restarting (waited ${waitMs} ms)`)),
      waitMs,
    );
    try {
      await Promise.race([this.#up.promise, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The whole cluster as a tar archive, for `EngineOptions.image`. */
  async image(): Promise<Uint8Array> {
    const reply = await this.#ask({ kind: 'image' });
    if (reply.kind !== 'image') throw new EngineFailure('XX000', 'the embedded store gave no image');
    return reply.bytes;
  }

  async #ask(question: ToEngine): Promise<FromEngine> {
    const answer = Promise.withResolvers<FromEngine>();
    this.#replies = answer.resolve;
    this.#thread?.postMessage(question);
    return answer.promise;
  }

  /** @param clean checkpoint first; not when something still runs, which would have to be waited for. */
  async close(clean = true): Promise<void> {
    const thread = this.#thread;
    const wasUp = this.state === 'up' && clean;
    this.#up.reject(new EngineFailure('57P01', 'the embedded store is closed'));
    this.state = 'closed';
    if (thread === null) return;
    const gone = Promise.withResolvers<void>();
    thread.once('exit', () => gone.resolve());
    const timer = setTimeout(() => gone.resolve(), CLOSE_MS);
    if (wasUp) await Promise.race([this.#ask({ kind: 'close' }), gone.promise]);
    clearTimeout(timer);
    this.#thread = null;
    await thread.terminate();
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms).unref());

/** Like setTimeout, but when the process itself was held up, time is given again before `expired` is called. */
export function deadline(ms: number, expired: () => void): { stop: () => void } {
  const GRACE_MS = 1000;
  let due = performance.now() + ms;
  const check = (): void => {
    const lateMs = performance.now() - due;
    if (lateMs < GRACE_MS / 2) {
      expired();
      return;
    }
    due = performance.now() + Math.min(ms, GRACE_MS);
    timer = setTimeout(check, Math.min(ms, GRACE_MS));
  };
  let timer = setTimeout(check, ms);
  return { stop: () => clearTimeout(timer) };
}
