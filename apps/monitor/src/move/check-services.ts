import { KhabarError } from '@khabar/article';
import { silentLogger } from '@khabar/observe';
import { openQueues } from '@khabar/queue';
import { shownAddress } from '@khabar/store';

/** Servers that the moved installation will use beside PostgreSQL. Both are filled again from the record. */
export interface Services {
  readonly redis?: string;
  readonly elasticsearch?: string;
}

/** Looks whether they answer and hold nothing of another installation. Throws KhabarError CONFLICT, QUEUE_…, SEARCH_UNAVAILABLE. */
export async function checkServices(services: Services): Promise<void> {
  if (services.redis !== undefined) await checkQueue(services.redis);
  if (services.elasticsearch !== undefined) await checkIndex(services.elasticsearch);
}

async function checkQueue(redisUrl: string): Promise<void> {
  const queues = await openQueues(
    { redisUrl },
    { logger: silentLogger, now: () => new Date(), onDead: async () => {} },
  );
  try {
    const counts = Object.values(await queues.counts());
    const jobs = counts.reduce((sum, count) => sum + count.waiting + count.active + count.delayed, 0);
    if (jobs > 0)
      throw new KhabarError(
        'CONFLICT',
        `--redis ${shownAddress(redisUrl)}: it holds the queue of another installation (${jobs} jobs); name an empty database of it (redis://host/1)`,
      );
  } finally {
    await queues.close();
  }
}

async function checkIndex(url: string): Promise<void> {
  const { openElasticsearchSearch } = await import('@khabar/search/elasticsearch');
  const search = await openElasticsearchSearch({ url, resolveEntity: () => [], logger: silentLogger });
  try {
    const { documents } = await search.size();
    if (documents > 0)
      throw new KhabarError(
        'CONFLICT',
        `--elasticsearch ${shownAddress(url)}: it holds the index of another installation (${documents} articles); delete the indices khabar-articles-* there if it is no longer used`,
      );
  } finally {
    await search.close();
  }
}
