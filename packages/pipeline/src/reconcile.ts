import type { Unfinished } from '@khabar/store';

import type { PipelineParts } from './pipeline-parts.ts';

/** Younger work may just be on its way from the record to the queue. */
const LEEWAY_MS = 60_000;
const NOTHING: Unfinished = { extract: 0, tag: 0 };

/**
 * Puts pages that nobody read and articles that nobody tagged back in line when the queue knows nothing of any: it was lost, or is
 * a new one after a move. Cheap when nothing is missing. Two processes that do it at once may put the same work in line twice,
 * which changes nothing.
 */
export async function reconcile(
  parts: Pick<PipelineParts, 'store' | 'queues' | 'relay' | 'logger' | 'now'>,
): Promise<Unfinished> {
  const { extract, tag } = await parts.queues.counts();
  if ([extract, tag].some((count) => count.waiting + count.active + count.delayed > 0)) return NOTHING;
  const now = parts.now();
  const before = new Date(now.getTime() - LEEWAY_MS).toISOString();
  const found = await parts.store.transaction((records) =>
    records.unfinished.putBack({ now: now.toISOString(), before }),
  );
  if (found.extract + found.tag === 0) return NOTHING;
  parts.logger.warn(found, 'the queue knew nothing of work that the record has left: it is in line again');
  parts.relay.kick();
  return found;
}
