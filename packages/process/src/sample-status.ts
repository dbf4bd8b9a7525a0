import type { Store } from '@khabar/store';

/** How far the sample coverage is. */
export interface SampleStatus {
  readonly loaded: boolean;
  /** Until every article of it is in the index. */
  readonly loading: boolean;
  readonly articles: number;
  readonly expected: number;
}

/** Where the record says whether the sample is `loaded` or was `removed`, and how many articles it has. */
export const SAMPLE_SETTING = { state: 'sample', expected: 'sample-articles' } as const;

/** Reads from the record how far the sample coverage is, so that any process can say it. */
export async function sampleStatus(store: Store): Promise<SampleStatus> {
  const { sample } = await store.articles.count();
  const loaded = (await store.settings.get(SAMPLE_SETTING.state)) === 'loaded';
  const expected = Number(await store.settings.get(SAMPLE_SETTING.expected)) || 0;
  return { loaded, loading: loaded && (await pendingSample(store)), articles: sample, expected };
}

async function pendingSample(store: Store): Promise<boolean> {
  const row = await store.db
    .selectFrom('outlets')
    .select(({ fn }) => [fn.countAll<number>().filterWhere('last_tried_at', 'is', null).as('unvisited')])
    .where('sample', '=', true)
    .executeTakeFirstOrThrow();
  if (row.unvisited > 0) return true;
  const waiting = await store.db
    .selectFrom('frontier')
    .innerJoin('outlets', 'outlets.id', 'frontier.outlet_id')
    .select('frontier.id')
    .where('outlets.sample', '=', true)
    .where('frontier.state', 'in', ['waiting', 'fetching'])
    .where('frontier.tries', '=', 0)
    .limit(1)
    .executeTakeFirst();
  if (waiting !== undefined) return true;
  const unread = await store.db
    .selectFrom('pages')
    .select('id')
    .where('outcome', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (unread !== undefined) return true;
  const { untagged } = await store.articles.count();
  return untagged > 0 || (await store.pendingIndex.count()) > 0;
}
