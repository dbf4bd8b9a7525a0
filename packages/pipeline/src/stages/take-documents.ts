import { KhabarError } from '@khabar/article';
import type { SearchDocument } from '@khabar/search';
import { z } from 'zod';

import type { PipelineParts } from '../pipeline-parts.ts';

/** Documents that the index does not take, each with its reason. */
const Refused = z.array(z.object({ id: z.string(), reason: z.string() }));

/** One document that the index does not take must not hold up the others: it ends as a dead letter, replayed by tagging it again. */
export async function takeDocuments(
  documents: readonly SearchDocument[],
  put: (documents: readonly SearchDocument[]) => Promise<void>,
  parts: Pick<PipelineParts, 'store' | 'now'>,
): Promise<void> {
  try {
    await put(documents);
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
