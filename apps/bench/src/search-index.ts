import { cpus } from 'node:os';

import { processEnvironment } from '@khabar/config';
import { parseQuery } from '@khabar/query';
import { openElasticsearchSearch } from '@khabar/search/elasticsearch';

import { documentOf } from './generated-document.ts';

/**
 * `ELASTICSEARCH_URL=… npx node apps/bench/src/search-index.ts [DOCUMENTS]`: first page, facets and timeline of each query on the index alone,
 * asked together as the search page does; then the same with the server's cache of answers emptied before each, as every new article does.
 * 95th percentiles of each and of the slowest of the three.
 */
const documents = Number(process.argv[2] ?? 200_000);
const url = processEnvironment()['ELASTICSEARCH_URL'] ?? '';
if (url === '') throw new Error('ELASTICSEARCH_URL must name an empty server');
const BATCH = 5000;
const ROUNDS = 5;
const QUERIES = [
  'taliban',
  'Кабулов',
  'طالبان',
  '"Moscow Format"',
  'lavrov AND NOT trade',
  '(Россия OR Москва) AND (признание OR талибы)',
  'title:Kabulov',
  'كابول',
  'wheat',
  'talib*',
  'Mutaqi~1',
  '"lavrov recognition"~10',
  'published:[2023-01-01 TO 2023-12-31] Muttaqi',
  'stance:(target:"org:taliban" polarity:positive)',
  '',
];

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const index = `bench-search-${process.pid}`;
const search = await openElasticsearchSearch({ url, index, resolveEntity: (name) => [name] });
print(`machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; Node ${process.version}`);
const filling = performance.now();
for (let first = 0; first < documents; first += BATCH)
  await search.put(
    Array.from({ length: Math.min(BATCH, documents - first) }, (_, i) => documentOf(first + i)),
  );
const seconds = (performance.now() - filling) / 1000;
print(`filled with ${documents} documents in ${seconds.toFixed(0)} s: ${(documents / seconds).toFixed(0)}/s`);

const took: Record<'first page' | 'facets' | 'timeline' | 'all three', number[]> = {
  'first page': [],
  facets: [],
  timeline: [],
  'all three': [],
};
const timed = async (name: keyof typeof took, work: () => Promise<unknown>): Promise<void> => {
  const begun = performance.now();
  await work();
  took[name].push(performance.now() - begun);
};
const FIELDS = ['language', 'source', 'country', 'entity', 'topic', 'stance', 'kind', 'dated'] as const;
const at = (list: readonly number[], share: number): number =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length * share)] ?? 0;
const empty = (): void => {
  for (const list of Object.values(took)) list.length = 0;
};
const ask = async (text: string): Promise<void> => {
  const request = { query: parseQuery(text).ast, filters: {}, duplicates: 'fold' } as const;
  await timed('all three', () =>
    Promise.all([
      timed('first page', () => search.find({ ...request, sort: text === '' ? 'new' : 'rel', size: 20 })),
      timed('facets', () => search.facets(request, FIELDS, { size: 20 })),
      timed('timeline', () => search.timeline(request, 'month')),
    ]),
  );
};
const measure = async (name: string, before: () => Promise<unknown>): Promise<void> => {
  empty();
  for (let round = 0; round < ROUNDS; round += 1)
    for (const text of QUERIES) {
      await before();
      await ask(text);
    }
  print(name);
  for (const [part, list] of Object.entries(took))
    print(
      `  ${part.padEnd(12)} p50 ${at(list, 0.5).toFixed(0)} ms, p95 ${at(list, 0.95).toFixed(0)} ms (goal 150)`,
    );
};
// The first round warms the server.
for (const text of QUERIES) await ask(text);
await measure('asked again', async () => {});
await measure('asked after new articles', () =>
  fetch(`${url}/${index}-*/_cache/clear?request=true&query=false`, { method: 'POST' }),
);
await search.close();
await fetch(`${url}/${index}-*`, { method: 'DELETE' });
await fetch(`${url}/_index_template/${index}`, { method: 'DELETE' });
