import {
  openSampleWeb,
  sampleArticleCount,
  sampleOutlets,
  sampleSearches,
  type SampleWeb,
} from '@khabar/sample';
import { LOCAL_USER } from '@khabar/store';

import type { PipelineParts } from './pipeline-parts.ts';

/** The bundled sample: a small web on loopback that the fetcher reads as it reads the world. */
export interface SampleCoverage {
  /** `loading` until every article of it is in the index. */
  status(): Promise<{ loaded: boolean; loading: boolean; articles: number; expected: number }>;
  load(): Promise<void>;
  /** Removes every row and file of it; returns how many articles went. */
  remove(): Promise<number>;
  close(): Promise<void>;
}

const SETTING = 'sample';

/**
 * Opens the sample. It is loaded on the first run of an installation when `wanted`; once removed it stays away until asked for.
 * `route` is the fetcher's visible exception to the address guard: while the sample is loaded its hosts lead to the sample web.
 */
export async function openSampleCoverage(
  parts: PipelineParts,
  options: { wanted: boolean; route: Map<string, string> },
): Promise<SampleCoverage> {
  const { store } = parts;
  let web: SampleWeb | null = null;

  async function serve(): Promise<void> {
    if (web !== null) return;
    web = await openSampleWeb();
    for (const host of web.hosts) options.route.set(host, web.origin);
  }

  async function stopServing(): Promise<void> {
    for (const host of web?.hosts ?? []) options.route.delete(host);
    await web?.close();
    web = null;
  }

  async function load(): Promise<void> {
    await serve();
    if ((await store.settings.get(SETTING)) === 'loaded') return;
    const now = parts.now().toISOString();
    await store.transaction(async (records) => {
      for (const outlet of sampleOutlets()) await records.outlets.put(outlet, now);
      for (const search of sampleSearches()) {
        const saved = await records.savedSearches.add(
          { ownerId: LOCAL_USER.id, name: search.name, query: search.query, params: {}, sample: true },
          now,
        );
        await records.alerts.addRule(saved.id, [], now);
      }
      await records.settings.put(SETTING, 'loaded');
    });
  }

  const state = await store.settings.get(SETTING);
  if (state === 'loaded' || (state === undefined && options.wanted)) await load();

  return {
    async status() {
      const { sample } = await store.articles.count();
      const expected = sampleArticleCount();
      const loaded = (await store.settings.get(SETTING)) === 'loaded';
      return { loaded, loading: loaded && (await pendingSample(parts)), articles: sample, expected };
    },
    load,
    async remove() {
      await stopServing();
      const ids = await store.sampleRows.articleIds();
      const removed = await store.transaction(async (records) => {
        await records.settings.put(SETTING, 'removed');
        return records.sampleRows.remove();
      });
      // Whatever a running job still added goes with the second pass.
      const late = await store.sampleRows.articleIds();
      await store.sampleRows.remove();
      await parts.search.remove([...ids, ...late]);
      await parts.rawPages.removeShelf('sample');
      return removed + late.length;
    },
    close: stopServing,
  };
}

async function pendingSample(parts: PipelineParts): Promise<boolean> {
  const row = await parts.store.db
    .selectFrom('outlets')
    .select(({ fn }) => [fn.countAll<number>().filterWhere('last_tried_at', 'is', null).as('unvisited')])
    .where('sample', '=', true)
    .executeTakeFirstOrThrow();
  if (row.unvisited > 0) return true;
  const waiting = await parts.store.db
    .selectFrom('frontier')
    .innerJoin('outlets', 'outlets.id', 'frontier.outlet_id')
    .select('frontier.id')
    .where('outlets.sample', '=', true)
    .where('frontier.state', 'in', ['waiting', 'fetching'])
    .where('frontier.tries', '=', 0)
    .limit(1)
    .executeTakeFirst();
  if (waiting !== undefined) return true;
  const unread = await parts.store.db
    .selectFrom('pages')
    .select('id')
    .where('outcome', 'is', null)
    .limit(1)
    .executeTakeFirst();
  if (unread !== undefined) return true;
  const { untagged } = await parts.store.articles.count();
  return untagged > 0 || (await parts.store.pendingIndex.count()) > 0;
}
