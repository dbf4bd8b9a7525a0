import type { SearchDocument } from '@khabar/search';

import type { PipelineParts } from '../pipeline-parts.ts';
import { searchDocuments } from './search-documents.ts';
import { sweepBatch } from './sweep-batch.ts';

const BATCH = 200;

/** Puts what is pending into the index and holds it against every alert rule; goes on until nothing is pending. */
export async function indexPending(parts: PipelineParts, stopping: () => boolean): Promise<void> {
  const { store, search } = parts;
  while (!stopping()) {
    const entries = await store.pendingIndex.next(BATCH);
    if (entries.length === 0) return;
    const ids = entries.map((entry) => entry.articleId);
    const documents: SearchDocument[] = await searchDocuments(ids, store);
    await search.put(documents);
    const gone = new Set(ids);
    for (const document of documents) gone.delete(document.id);
    if (gone.size > 0) await search.remove(Array.from(gone));
    await sweepBatch(documents, parts);
    // Only now: a crash before this line indexes and sweeps the same articles again, which changes nothing.
    await store.pendingIndex.done(entries);
    parts.onEvent?.({ kind: 'indexed', articleIds: documents.map((document) => document.id) });
  }
}
