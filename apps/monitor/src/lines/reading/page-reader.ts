import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

import { type Extraction, KhabarError } from '@khabar/article';

export interface PageToRead {
  /** Decoded. */
  readonly html: string;
  readonly url: string;
  /** When it was fetched, UTC ISO 8601. */
  readonly now: string;
}

/** What a reading thread answers. */
export type ThreadReply =
  | { readonly kind: 'read'; readonly extraction: Extraction; readonly polluted: boolean }
  | { readonly kind: 'failed'; readonly message: string };

export interface PageReading {
  readonly extraction: Extraction;
  /** The page wrote into `Object.prototype`. */
  readonly polluted: boolean;
}

/** Reads pages in threads that know extraction and nothing else: light, and a page can cost no more than its own turn. */
export interface PageReader {
  /** Throws KhabarError EXTRACT_FAILED for a page that takes too long or too much memory. */
  read(page: PageToRead): Promise<PageReading>;
  close(): Promise<void>;
}

export interface PageReaderOptions {
  readonly threads: number;
  readonly timeoutMs: number;
  /** Of one thread. */
  readonly heapMb: number;
}

/** Opens a reader; its threads start with their first page. */
export function openPageReader(options: PageReaderOptions): PageReader {
  const threads = Array.from({ length: options.threads }, () => openThread(options));
  return {
    read(page) {
      const [first, ...rest] = threads;
      if (first === undefined) throw new KhabarError('INTERNAL', 'page reader: no threads');
      return rest
        .reduce((least, thread) => (thread.waiting() < least.waiting() ? thread : least), first)
        .read(page);
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

interface Thread extends PageReader {
  waiting(): number;
}

function openThread({ timeoutMs, heapMb }: PageReaderOptions): Thread {
  let worker: Worker | null = null;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  async function end(): Promise<void> {
    const ended = worker;
    worker = null;
    await ended?.terminate();
  }

  async function readNow(page: PageToRead): Promise<PageReading> {
    worker ??= new Worker(new URL('./page-reader-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 4 },
    });
    const name = `${page.url} (${page.html.length} characters)`;
    const answered = once(worker, 'message', { signal: AbortSignal.timeout(timeoutMs) });
    worker.postMessage(page);
    try {
      const [reply]: ThreadReply[] = await answered;
      if (reply?.kind === 'read') return reply;
      throw new KhabarError('EXTRACT_FAILED', `${name}: ${reply?.message ?? 'no answer'}`);
    } catch (cause) {
      if (cause instanceof KhabarError) throw cause;
      await end();
      const code = cause instanceof Error && 'code' in cause ? cause.code : '';
      if (code === 'ABORT_ERR')
        throw new KhabarError('EXTRACT_FAILED', `${name}: reading took longer than ${timeoutMs} ms`, {
          cause,
        });
      if (code === 'ERR_WORKER_OUT_OF_MEMORY')
        throw new KhabarError('EXTRACT_FAILED', `${name}: reading needs more than ${heapMb} MB of memory`, {
          cause,
        });
      throw new KhabarError(
        'EXTRACT_FAILED',
        `${name}: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      );
    }
  }

  return {
    waiting: () => waiting,
    read(page) {
      waiting += 1;
      const reading = last
        .then(() => readNow(page))
        .finally(() => {
          waiting -= 1;
        });
      last = reading.catch(() => {});
      return reading;
    },
    async close() {
      await last;
      await end();
    },
  };
}
