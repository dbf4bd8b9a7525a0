import { KhabarError } from '@khabar/article';
import type { SearchDocument } from '@khabar/search';
import { z } from 'zod';

import type { PipelineParts } from '../pipeline-parts.ts';
import { searchDocuments } from './search-documents.ts';
import { sweepBatch } from './sweep-batch.ts';

const BATCH = 200;

/** Puts what is pending into the index and holds it against every alert rule; goes on until nothing is pending. */
export async function indexPending(parts: PipelineParts, stopping: () => boolean): Promise<void> {
  const { store } = parts;
  while (!stopping()) {
    const entries = await store.pendingIndex.next(BATCH);
    if (entries.length === 0) return;
    try {
      await indexEntries(entries, parts);
    } catch (error) {
      // Whoever tries next should not have to wait until the lease has run out.
      await store.pendingIndex.giveBack(entries).catch(() => {});
      throw error;
    }
  }
}

async function indexEntries(
  entries: readonly { articleId: string; since: string }[],
  parts: PipelineParts,
): Promise<void> {
  const { store, search } = parts;
  const ids = entries.map((entry) => entry.articleId);
  const begun = performance.now();
  const documents: SearchDocument[] = await searchDocuments(ids, store);
  await putDocuments(documents, parts);
  const gone = new Set(ids);
  for (const document of documents) gone.delete(document.id);
  if (gone.size > 0) await search.remove(Array.from(gone));
  const since = Math.min(...entries.map((entry) => Date.parse(entry.since)));
  parts.metrics.indexed({
    documents: documents.length,
    seconds: (performance.now() - begun) / 1000,
    oldestSeconds: Math.max(0, (parts.now().getTime() - since) / 1000),
  });
  await sweepBatch(documents, parts);
  // Only now: a crash before this line indexes and sweeps the same articles again, which changes nothing.
  await store.pendingIndex.done(entries);
  parts.onEvent?.({ kind: 'indexed', articleIds: documents.map((document) => document.id) });
}

/** Documents that the index does not take, each with its reason. */
const Refused = z.array(z.object({ id: z.string(), reason: z.string() }));

/** One document that the index does not take must not hold up the others: it ends as a dead letter, replayed by tagging it again. */
async function putDocuments(documents: readonly SearchDocument[], parts: PipelineParts): Promise<void> {
  try {
    await parts.search.put(documents);
  } catch (error) {
    const refused =
      error instanceof KhabarError && error.code === 'INPUT_INVALID' ? Refused.safeParse(error.cause) : null;
    if (refused?.success !== true) throw error;
    const at = parts.now().toISOString();
    for (const { id, reason } of refused.data) {
      await parts.store.deadLetters.put({
        id: `index:${id}`,
        step: 'tag',
        payload: { articleId: id },
        code: 'INPUT_INVALID',
        error: `index: the document was not taken: ${reason}`,
        stack: null,
        attempts: 1,
        first_at: at,
        last_at: at,
      });
    }
  }
}
