import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { processEnvironment } from '@khabar/config';
import { openPostgresSearch, type Search, type SearchDocument } from '@khabar/search';
import { openElasticsearchSearch } from '@khabar/search/elasticsearch';
import { openEmbeddedPostgres, openPool } from '@khabar/store';

import { BYTES, documentOf } from './generated-document.ts';

/**
 * `npx node apps/bench/src/bulk.ts [DOCUMENTS] [BATCH] [embedded|elasticsearch]`: documents a second into a new index, embedded and (where
 * ELASTICSEARCH_URL is set) Elasticsearch, with the processor time of both sides.
 */
const documents = Number(process.argv[2] ?? 10_000);
const batch = Number(process.argv[3] ?? 500);
/** Documents put before the clock starts. */
const WARMING = 5000;
const url = processEnvironment()['ELASTICSEARCH_URL'];
const only = process.argv[4];

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Processor time of the nodes so far. */
async function serverCpuMs(address: string): Promise<number> {
  const answer = await fetch(
    `${address}/_nodes/stats/process?filter_path=nodes.*.process.cpu.total_in_millis`,
  );
  const found = (await answer.text()).matchAll(/"total_in_millis":(\d+)/g);
  return Array.from(found, ([, ms]) => Number(ms)).reduce((sum, ms) => sum + ms, 0);
}

async function measure(name: string, search: Search, cpuMs: () => Promise<number>): Promise<void> {
  const batches: SearchDocument[][] = [];
  for (let first = 0; first < documents; first += batch)
    batches.push(Array.from({ length: Math.min(batch, documents - first) }, (_, i) => documentOf(first + i)));
  // A server that has just started compiles itself for half a minute.
  for (let first = 0; first < WARMING; first += batch)
    await search.put(Array.from({ length: batch }, (_, i) => documentOf(documents + first + i)));
  const serverBefore = await cpuMs();
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  for (const some of batches) await search.put(some);
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  const server = (await cpuMs()) - serverBefore;
  const { documents: there, bytes } = await search.size();
  print(
    `${name.padEnd(14)} ${(documents / seconds).toFixed(0).padStart(6)} documents/s; processor time a document: ${((user + system) / 1000 / documents).toFixed(2)} ms here, ${(server / documents).toFixed(2)} ms on the server; ${there} there, ${(bytes / 1e6).toFixed(0)} MB`,
  );
}

print(
  `machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; Node ${process.version}; ${documents} documents of ${BYTES} bytes, ${batch} at a time`,
);
if (url !== undefined && only !== 'embedded') {
  const index = `bench-${process.pid}`;
  const search = await openElasticsearchSearch({ url, index, resolveEntity: () => [] });
  await measure('Elasticsearch', search, () => serverCpuMs(url));
  await search.close();
  await fetch(`${url}/${index}-*`, { method: 'DELETE' });
  await fetch(`${url}/_index_template/${index}`, { method: 'DELETE' });
}
if (only !== 'elasticsearch') {
  const folder = await mkdtemp(join(tmpdir(), 'khabar-bench-'));
  const embedded = await openEmbeddedPostgres(folder);
  const pool = openPool(embedded.connection, { schema: 'public', max: 2 });
  const search = await openPostgresSearch(pool, { schema: 'khabar_search', resolveEntity: () => [] });
  await measure('embedded', search, async () => 0);
  await pool.end();
  await embedded.close();
  await rm(folder, { recursive: true });
}
