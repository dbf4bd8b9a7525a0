import type { PipelineParts } from './pipeline-parts.ts';
import { leftOf, rebuildUnderWay } from './rebuild-index.ts';

const BATCH = 500;

/** Queues articles for tagging again: all, or those that another version tagged; with `extract`, every page for reading. Returns how many. */
export async function retagAll(
  parts: PipelineParts,
  options: { all: boolean; extract: boolean },
): Promise<number> {
  await parts.refreshRegistry();
  if (options.extract)
    return inBatches(
      (after) => parts.store.pages.idsAfter(after, BATCH),
      (id) => ({ job: 'extract', payload: { pageId: id } }),
      parts,
    );
  const version = options.all ? undefined : parts.analysis.tagVersion;
  return inBatches(
    (after) => parts.store.articles.idsAfter(after, BATCH, version),
    (id) => ({ job: 'tag', payload: { articleId: id } }),
    parts,
  );
}

async function inBatches(
  next: (after: string | null) => Promise<string[]>,
  jobOf: (id: string) => { job: string; payload: unknown },
  parts: PipelineParts,
): Promise<number> {
  let after: string | null = null;
  let queued = 0;
  for (;;) {
    const ids: string[] = await next(after);
    if (ids.length === 0) return queued;
    await parts.store.outbox.add(ids.map(jobOf), parts.now().toISOString());
    parts.relay.kick();
    queued += ids.length;
    after = ids.at(-1) ?? null;
  }
}

/** What is left to do, by stage. */
export async function remainingWork(
  parts: PipelineParts,
): Promise<{ extract: number; tag: number; index: number }> {
  const counts = await parts.queues.counts();
  const outbox = await parts.store.db
    .selectFrom('outbox')
    .select(({ fn }) => ['job', fn.countAll<number>().as('n')])
    .groupBy('job')
    .execute();
  const inOutbox = (job: string): number => outbox.find((row) => row.job === job)?.n ?? 0;
  return {
    extract: counts.extract.waiting + counts.extract.active + inOutbox('extract'),
    tag: counts.tag.waiting + counts.tag.active + inOutbox('tag'),
    index: (await parts.store.pendingIndex.count()) + leftOf(await rebuildUnderWay(parts.store)),
  };
}
