import { SAMPLE_SETTING, sampleStatus, type SampleStatus } from '@khabar/process';
import { sampleArticleCount, sampleOutlets, sampleSearches } from '@khabar/sample';
import { LOCAL_USER } from '@khabar/store';
import { sql } from 'kysely';

import type { PipelineParts } from './pipeline-parts.ts';
import type { SampleRoutes } from './sample-routes.ts';

/** The bundled sample: a small web on loopback that the fetcher reads as it reads the world. */
export interface SampleCoverage {
  status(): Promise<SampleStatus>;
  load(): Promise<void>;
  /** Removes every row and file of it; returns how many articles went. */
  remove(): Promise<number>;
}

/**
 * Opens the sample. It is loaded on the first run of an installation when `wanted`; once removed it stays away until asked for.
 * Several processes may do so at once: one of them loads it.
 */
export async function openSampleCoverage(
  parts: PipelineParts & { readonly sampleRoutes: SampleRoutes },
  options: { wanted: boolean },
): Promise<SampleCoverage> {
  const { store, sampleRoutes } = parts;
  // For processes that do not have the sample at hand (the dashboard).
  if ((await store.settings.get(SAMPLE_SETTING.expected)) !== sampleArticleCount())
    await store.settings.put(SAMPLE_SETTING.expected, sampleArticleCount());
  const state = await store.settings.get(SAMPLE_SETTING.state);
  if (state === undefined && options.wanted) await loadSample(parts);
  await sampleRoutes.refresh();
  return {
    status: () => sampleStatus(store),
    async load() {
      await loadSample(parts);
      await sampleRoutes.refresh();
    },
    async remove() {
      const removed = await removeSample(parts);
      await sampleRoutes.refresh();
      return removed;
    },
  };
}

/** Puts the outlets and searches of the sample into the record, once however many do; the fetchers do the rest. */
export async function loadSample({ store, now }: Pick<PipelineParts, 'store' | 'now'>): Promise<void> {
  const at = now().toISOString();
  await store.transaction(async (records) => {
    await sql`select pg_advisory_xact_lock(hashtext('khabar sample'))`.execute(records.db);
    if ((await records.settings.get(SAMPLE_SETTING.state)) === 'loaded') return;
    for (const outlet of sampleOutlets()) await records.outlets.put(outlet, at);
    for (const search of sampleSearches()) {
      const saved = await records.savedSearches.add(
        { ownerId: LOCAL_USER.id, name: search.name, query: search.query, params: {}, sample: true },
        at,
      );
      await records.alerts.addRule(saved.id, [], at);
    }
    await records.settings.put(SAMPLE_SETTING.state, 'loaded');
  });
}

/** Removes every row and file of the sample; returns how many articles went. */
export async function removeSample({
  store,
  search,
  rawPages,
}: Pick<PipelineParts, 'store' | 'search' | 'rawPages'>): Promise<number> {
  const ids = await store.sampleRows.articleIds();
  const removed = await store.transaction(async (records) => {
    await records.settings.put(SAMPLE_SETTING.state, 'removed');
    return records.sampleRows.remove();
  });
  // Whatever a running job still added goes with the second pass.
  const late = await store.sampleRows.articleIds();
  await store.sampleRows.remove();
  await search.remove([...ids, ...late]);
  await rawPages.removeShelf('sample');
  return removed + late.length;
}
