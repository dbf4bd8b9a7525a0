import type { SearchDocument } from '@khabar/search';

import type { PipelineParts } from '../pipeline-parts.ts';
import { openRebuilder } from '../rebuild-index.ts';
import { searchDocuments } from './search-documents.ts';
import { sweepBatch } from './sweep-batch.ts';
import { takeDocuments } from './take-documents.ts';

const BATCH = 500;

/**
 * Puts what is pending into the index and holds it against every alert rule, then goes on with a rebuild of the index, batch by batch
 * between what is pending, until no full batch of either is left.
 */
export async function indexPending(parts: PipelineParts, stopping: () => boolean): Promise<void> {
  const { store } = parts;
  const rebuilder = openRebuilder(parts);
  while (!stopping()) {
    const entries = await store.pendingIndex.next(BATCH);
    try {
      if (entries.length > 0) await indexEntries(entries, parts);
    } catch (error) {
      // Whoever tries next should not have to wait until the lease has run out.
      await store.pendingIndex.giveBack(entries).catch(() => {});
      throw error;
    }
    const isRebuilding = await rebuilder.someMore();
    // What comes after a batch that was not full has asked for a job of its own: gathered, it costs less than as it trickles in.
    if (entries.length < BATCH && !isRebuilding) return;
  }
}

async function indexEntries(
  entries: readonly { articleId: string; since: string; quiet: boolean }[],
  parts: PipelineParts,
): Promise<void> {
  const { store, search } = parts;
  const ids = entries.map((entry) => entry.articleId);
  const begun = performance.now();
  const documents: SearchDocument[] = await searchDocuments(ids, store);
  await takeDocuments(documents, (some) => search.put(some), parts);
  const gone = new Set(ids);
  for (const document of documents) gone.delete(document.id);
  if (gone.size > 0) await search.remove(Array.from(gone));
  const since = Math.min(...entries.map((entry) => Date.parse(entry.since)));
  parts.metrics.indexed({
    documents: documents.length,
    seconds: (performance.now() - begun) / 1000,
    oldestSeconds: Math.max(0, (parts.now().getTime() - since) / 1000),
  });
  const quiet = new Set(entries.filter((entry) => entry.quiet).map(({ articleId }) => articleId));
  await sweepBatch(
    documents.filter(({ id }) => !quiet.has(id)),
    parts,
  );
  // Only now: a crash before this line indexes and sweeps the same articles again, which changes nothing.
  await store.pendingIndex.done(entries);
  parts.onEvent?.({ kind: 'indexed', articleIds: documents.map((document) => document.id) });
}
