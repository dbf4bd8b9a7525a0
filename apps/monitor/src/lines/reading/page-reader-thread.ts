import { enableCompileCache, flushCompileCache } from 'node:module';
import { parentPort } from 'node:worker_threads';

import type { PageToRead, ThreadReply } from './page-reader.ts';

// Each thread has a cache of its own; without it the compiler stays in memory.
enableCompileCache();
const { extractArticle } = await import('@khabar/extract');
// A thread is ended, not closed: the cache must be written before.
flushCompileCache();

const port = parentPort;
if (port === null) throw new Error('page-reader-thread.ts runs in a worker thread');

const reply = (message: ThreadReply): void => port.postMessage(message);

port.on('message', ({ html, url, now }: PageToRead) => {
  try {
    const extraction = extractArticle({ html, url, now: new Date(now) });
    reply({ kind: 'read', extraction, polluted: isPolluted() });
  } catch (error) {
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  }
});

/** A page managed to write into every object. */
function isPolluted(): boolean {
  const plain: Readonly<Record<string, unknown>> = {};
  return plain['polluted'] !== undefined || plain['isAdmin'] !== undefined;
}
