import { Worker } from 'node:worker_threads';

import { type EncoderStatus, KhabarError, type Tags } from '@khabar/article';

import type { LearnedReply, LearnedRequest, ReadText } from './learned-protocol.ts';
import { rulesAlone } from './read-learned.ts';

/** The sentence encoder with its heads, in threads of its own: what it cannot read is left to the rules. */
export interface Learned {
  /** Adds what the heads find; where the encoder is off, gone or too slow, the tags of the rules. Throws CANCELLED when it is closed meanwhile. */
  read(article: ReadText, tags: Tags): Promise<Tags>;
  /** It can change: an encoder that fails again and again is given up. */
  status(): EncoderStatus;
  close(): Promise<void>;
}

export interface LearnedOptions {
  readonly threads: number;
  /** For one article. */
  readonly timeoutMs: number;
  readonly maxSentences: number;
  /** Hears why an article was left to the rules. */
  readonly onTrouble?: (message: string) => void;
  /** Folder of the encoder's weights, with a slash at its end; default: those that ship. */
  readonly weights?: URL;
}

interface Waiting extends Omit<LearnedRequest, 'id'> {
  readonly resolve: (tags: Tags) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly loading: NodeJS.Timeout;
  ready: boolean;
  busy: { readonly id: number; readonly waiting: Waiting; readonly timer: NodeJS.Timeout } | null;
}

/** Threads that ended one after another, with no article read between them. */
const MOST_FAILURES = 3;
const OPENS_WITHIN_MS = 60_000;
const THREAD_HEAP_MB = 256;
/** What it makes lies outside the heap, so that more would only be held and not used. */
const YOUNG_HEAP_MB = 8;

/** No encoder: the rules alone. */
export const NO_LEARNED: Learned = {
  read: (_article, tags) => Promise.resolve(rulesAlone(tags)),
  status: () => ({ state: 'off' }),
  close: () => Promise.resolve(),
};

/** Resolves when the first thread has loaded the encoder, or said why it cannot; never throws. Must be closed. */
export async function openLearned(options: LearnedOptions): Promise<Learned> {
  const queue: Waiting[] = [];
  const threads = new Set<Thread>();
  const opened = Promise.withResolvers<void>();
  let status: EncoderStatus = { state: 'off' };
  let failures = 0;
  let nextId = 1;
  let closed = false;

  function next(thread: Thread): void {
    if (!thread.ready || thread.busy !== null || closed) return;
    const waiting = queue.shift();
    if (waiting === undefined) return;
    const id = nextId;
    nextId += 1;
    const timer = setTimeout(
      () => replace(thread, `took longer than ${options.timeoutMs} ms`),
      options.timeoutMs,
    );
    thread.busy = { id, waiting, timer };
    const request: LearnedRequest = { id, article: waiting.article, tags: waiting.tags };
    thread.worker.postMessage(request);
  }

  function settle(thread: Thread, finish: (waiting: Waiting) => void): void {
    const { busy } = thread;
    if (busy === null) return;
    clearTimeout(busy.timer);
    thread.busy = null;
    finish(busy.waiting);
  }

  function leaveToRules({ article, tags, resolve }: Waiting, why: string): void {
    options.onTrouble?.(
      `encoder: a text of ${article.text.length} characters ${why}; it is left to the rules`,
    );
    resolve(rulesAlone(tags));
  }

  function end(thread: Thread): void {
    threads.delete(thread);
    clearTimeout(thread.loading);
    thread.worker.removeAllListeners();
    thread.worker.on('error', () => {});
    void thread.worker.terminate();
  }

  function replace(thread: Thread, why: string): void {
    end(thread);
    failures += 1;
    settle(thread, (waiting) => leaveToRules(waiting, why));
    if (closed) return;
    if (failures >= MOST_FAILURES)
      giveUp(`Encoder: its thread ended ${failures} times in a row, the last time because it ${why}.`);
    else start();
  }

  function giveUp(reason: string): void {
    status = { state: 'unavailable', reason };
    for (const thread of threads) {
      end(thread);
      settle(thread, ({ tags, resolve }) => resolve(rulesAlone(tags)));
    }
    for (const { tags, resolve } of queue.splice(0)) resolve(rulesAlone(tags));
    opened.resolve();
  }

  function heard(thread: Thread, message: LearnedReply): void {
    switch (message.kind) {
      case 'ready':
        thread.ready = true;
        clearTimeout(thread.loading);
        status = { state: 'on', version: message.version };
        opened.resolve();
        break;
      case 'unavailable':
        giveUp(message.reason);
        return;
      case 'done':
        failures = 0;
        if (message.id === thread.busy?.id) settle(thread, ({ resolve }) => resolve(message.tags));
        break;
      case 'failed':
        if (message.id === thread.busy?.id)
          settle(thread, (waiting) => leaveToRules(waiting, message.message));
        break;
    }
    next(thread);
  }

  function start(): void {
    const worker = new Worker(new URL('./learned-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB, maxYoungGenerationSizeMb: YOUNG_HEAP_MB },
      workerData: {
        maxSentences: options.maxSentences,
        ...(options.weights === undefined ? {} : { weights: options.weights.href }),
      },
    });
    const loading = setTimeout(
      () => giveUp(`Encoder: not loaded within ${OPENS_WITHIN_MS / 1000} s.`),
      OPENS_WITHIN_MS,
    );
    const thread: Thread = { worker, loading, ready: false, busy: null };
    threads.add(thread);
    worker.on('message', (message: LearnedReply) => heard(thread, message));
    worker.on('error', (error) =>
      replace(thread, `failed: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  for (let at = 0; at < options.threads; at += 1) start();
  await opened.promise;

  return {
    read(article, tags) {
      if (status.state !== 'on') return Promise.resolve(rulesAlone(tags));
      if (closed) return Promise.reject(closedError());
      return new Promise((resolve, reject) => {
        queue.push({ article, tags, resolve, reject });
        for (const thread of threads) next(thread);
      });
    },
    status: () => status,
    async close() {
      closed = true;
      for (const { reject } of queue.splice(0)) reject(closedError());
      for (const thread of threads) {
        clearTimeout(thread.loading);
        settle(thread, ({ reject }) => reject(closedError()));
      }
      await Promise.all(Array.from(threads, ({ worker }) => worker.terminate()));
    },
  };
}

function closedError(): KhabarError {
  return new KhabarError('CANCELLED', 'encoder: closed', { retry: 'later' });
}
