import { Worker } from 'node:worker_threads';

import { type EncoderStatus, KhabarError, type Tags } from '@khabar/article';
import { loadRegistry } from '@khabar/registry';

import { type LearnedOptions, NO_LEARNED, openLearned } from './open-learned.ts';
import type {
  AnalysisAnswer,
  AnalysisReply,
  AnalysisRequest,
  AnalysisTask,
  ReadArticle,
  RegistrySnapshot,
} from './protocol.ts';
import { withLearned } from './with-learned.ts';

/** Extraction and tagging in threads of their own, with a deadline and a memory limit: a page can cost its own turn, never the worker. */
export interface Analysis {
  /** Throws KhabarError EXTRACT_FAILED or TAG_FAILED (retry never) when the task fails, runs out of time or out of memory. */
  run<K extends AnalysisTask['kind']>(task: Extract<AnalysisTask, { kind: K }>): Promise<AnalysisAnswer[K]>;
  /** Version of the tagger that the threads run, with that of the encoder where it is used. */
  readonly tagVersion: string;
  /** Does the encoder help the rules? */
  encoder(): EncoderStatus;
  /** What is asked from now on is tagged by this registry. Resolves when the first thread has it, and `tagVersion` says so. */
  useRegistry(registry: RegistrySnapshot): Promise<void>;
  close(): Promise<void>;
}

interface Waiting {
  readonly task: AnalysisTask;
  readonly resolve: (result: ReadArticle | Tags) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  worker: Worker | null;
  /** It has the registry; the time of a task does not begin before. */
  ready: boolean;
  /** Registries sent to it that it has not taken yet. */
  taking: number;
  /** Times that it ended before it was ready. */
  failures: number;
  busy: { readonly id: number; readonly waiting: Waiting; readonly timer: NodeJS.Timeout } | null;
}

const THREAD_HEAP_MB = 512;
const MOST_FAILURES = 3;

function codeOf(task: AnalysisTask): 'EXTRACT_FAILED' | 'TAG_FAILED' {
  return task.kind === 'tag' ? 'TAG_FAILED' : 'EXTRACT_FAILED';
}

function nameOf(task: AnalysisTask): string {
  if (task.kind === 'page') return `${task.url} (${task.body.length} bytes)`;
  return `a text of ${task.text.length} characters`;
}

function failure(task: AnalysisTask, message: { message: string; stack: string | null }): KhabarError {
  return new KhabarError(codeOf(task), `${task.kind}: ${nameOf(task)}: ${message.message}`, {
    cause: message.stack ?? undefined,
  });
}

export interface AnalysisOptions {
  readonly threads: number;
  readonly timeoutMs: number;
  /** Subjects that are watched, as KHABAR_SUBJECTS says; default: all that ship. */
  readonly subjects?: string;
  /** Default: the data files. */
  readonly registry?: RegistrySnapshot;
  /** Absent: the rules alone. */
  readonly encoder?: Omit<LearnedOptions, 'threads' | 'timeoutMs'>;
}

function send(worker: Worker | null, request: AnalysisRequest): void {
  worker?.postMessage(request);
}

/** Nothing but what crosses to a thread. */
function snapshotOf({ entities, version }: RegistrySnapshot): RegistrySnapshot {
  return { entities, version };
}

/** Opens `threads` threads, and as many for the encoder; resolves when the first of each has loaded its data, or the encoder said why it cannot. */
export async function openAnalysis(options: AnalysisOptions): Promise<Analysis> {
  const opening =
    options.encoder === undefined ? NO_LEARNED : openLearned({ ...options, ...options.encoder });
  let registry = snapshotOf(options.registry ?? (await loadRegistry()));
  const queue: Waiting[] = [];
  const threads: Thread[] = [];
  let nextId = 1;
  let closed = false;
  let tagVersion = '';
  let broken: KhabarError | null = null;
  let opened = Promise.withResolvers<void>();
  // Nothing is asked before it is open.
  let learned = NO_LEARNED;

  function next(thread: Thread): void {
    if (!thread.ready || thread.busy !== null || closed) return;
    const waiting = queue.shift();
    if (waiting === undefined) return;
    const id = nextId;
    nextId += 1;
    const timer = setTimeout(() => {
      replace(
        thread,
        new KhabarError(
          codeOf(waiting.task),
          `${waiting.task.kind}: ${nameOf(waiting.task)} took longer than ${options.timeoutMs} ms`,
        ),
      );
    }, options.timeoutMs);
    thread.busy = { id, waiting, timer };
    send(thread.worker, { kind: 'task', id, task: waiting.task, neutral: learned.status().state === 'on' });
  }

  function settle(thread: Thread, finish: (waiting: Waiting) => void): void {
    const { busy } = thread;
    if (busy === null) return;
    clearTimeout(busy.timer);
    thread.busy = null;
    finish(busy.waiting);
  }

  /** Ends a thread in the middle of its work and begins another in its place. */
  function replace(thread: Thread, error: Error): void {
    const old = thread.worker;
    // One that did not end in the middle of a task never came as far as to take one.
    if (thread.busy === null) thread.failures += 1;
    old?.removeAllListeners();
    old?.on('error', () => {});
    void old?.terminate();
    settle(thread, (waiting) => waiting.reject(error));
    thread.ready = false;
    if (closed) return;
    if (thread.failures >= MOST_FAILURES) giveUp(error);
    else thread.worker = start(thread);
  }

  /** A thread that cannot load its data will not do so the next time either. */
  function giveUp(error: Error): void {
    broken = new KhabarError('INTERNAL', `analysis: its thread does not start: ${error.message}`, {
      cause: error,
    });
    for (const waiting of queue.splice(0)) waiting.reject(broken);
    opened.reject(broken);
  }

  function start(current: Thread): Worker {
    const worker = new Worker(new URL('./analysis-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MB },
      workerData: options.subjects === undefined ? {} : { subjects: options.subjects },
    });
    worker.on('message', (message: AnalysisReply) => {
      if (message.kind === 'ready') {
        current.taking -= 1;
        if (current.taking === 0) {
          current.ready = true;
          current.failures = 0;
          tagVersion = message.tagVersion;
          opened.resolve();
        }
      } else if (message.id === current.busy?.id) {
        settle(current, (waiting) => {
          if (message.kind === 'done')
            withLearned(waiting.task, message.result, learned).then(waiting.resolve, waiting.reject);
          else waiting.reject(failure(waiting.task, message));
        });
      }
      next(current);
    });
    worker.on('error', (cause) => {
      const { busy } = current;
      const what = busy === null ? 'analysis thread' : nameOf(busy.waiting.task);
      const code = busy === null ? 'INTERNAL' : codeOf(busy.waiting.task);
      replace(
        current,
        new KhabarError(code, `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, {
          cause,
        }),
      );
    });
    current.taking = 1;
    send(worker, { kind: 'registry', registry });
    return worker;
  }

  for (let i = 0; i < options.threads; i += 1) {
    const thread: Thread = { worker: null, ready: false, taking: 0, failures: 0, busy: null };
    thread.worker = start(thread);
    threads.push(thread);
  }
  try {
    learned = await opening;
    await opened.promise;
  } catch (error) {
    await learned.close();
    throw error;
  }

  return {
    run<K extends AnalysisTask['kind']>(task: Extract<AnalysisTask, { kind: K }>) {
      return new Promise<AnalysisAnswer[K]>((resolve, reject) => {
        if (broken !== null) {
          reject(broken);
          return;
        }
        if (closed) {
          reject(new KhabarError('CANCELLED', 'analysis: closed', { retry: 'later' }));
          return;
        }
        // The kind of the answer follows from the kind of the task (`AnalysisAnswer`), which the thread keeps.
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion
        queue.push({ task, resolve: (result) => resolve(result as AnalysisAnswer[K]), reject });
        for (const thread of threads) next(thread);
      });
    },
    get tagVersion() {
      const status = learned.status();
      return status.state === 'on' ? `${tagVersion}/${status.version}` : tagVersion;
    },
    encoder: () => learned.status(),
    useRegistry(wanted) {
      if (closed || wanted.version === registry.version) return Promise.resolve();
      registry = snapshotOf(wanted);
      const before = opened;
      opened = Promise.withResolvers<void>();
      // Whoever waited for the registry before waits for this one.
      opened.promise.then(before.resolve, before.reject);
      const { promise } = opened;
      for (const thread of threads) {
        thread.ready = false;
        thread.taking += 1;
        send(thread.worker, { kind: 'registry', registry });
      }
      return promise;
    },
    async close() {
      closed = true;
      opened.resolve();
      const gone = new KhabarError('CANCELLED', 'analysis: closed', { retry: 'later' });
      for (const waiting of queue.splice(0)) waiting.reject(gone);
      for (const thread of threads) settle(thread, (waiting) => waiting.reject(gone));
      await Promise.all([learned.close(), ...threads.map(async ({ worker }) => worker?.terminate())]);
    },
  };
}
