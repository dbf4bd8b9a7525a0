import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { createApi, openEventHub } from '@khabar/api';
import { ArticleList } from '@khabar/api/schemas';
import { processEnvironment, readConfig } from '@khabar/config';
import { openMetrics, silentLogger } from '@khabar/observe';
import { openParts } from '@khabar/pipeline';
import type { SearchDocument } from '@khabar/search';
import { json } from '@khabar/store';

import { generateArticle, type GeneratedArticle } from './generated-news.ts';

/**
 * `npx node apps/bench/src/search.ts [ARTICLES] [embedded|elasticsearch]`: first page of a search (counts, marks and snippets included),
 * facets and timeline over HTTP routes. Elasticsearch is the empty server at ELASTICSEARCH_URL; the record is embedded either way.
 */
const articles = Number(process.argv[2] ?? 50_000);
const elasticsearchUrl =
  process.argv[3] === 'elasticsearch' ? (processEnvironment()['ELASTICSEARCH_URL'] ?? '') : null;
const BYTES = 3000;
const BATCH = 200;
const ROUNDS = 5;
const QUERIES = [
  'q=taliban',
  'q=Кабулов',
  'q=طالبان',
  'q="Moscow Format"',
  'q="به‌رسمیت‌شناختن"',
  'q=lavrov AND NOT trade',
  'q=(Россия OR Москва) AND (признание OR талибы)',
  'q=title:Kabulov&sort=new',
  'q=كابول&lang=ar',
  'q=wheat&sort=new&from=2024-01-01',
  'q=talib*',
  'q=Mutaqi~1',
  'q="lavrov recognition"~10',
  'q=published:[2023-01-01 TO 2023-12-31] Muttaqi',
  'q=stance:(holder:Russia target:Taliban polarity:positive)',
  'sort=new',
];

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = await mkdtemp(join(tmpdir(), 'khabar-bench-'));
const read = readConfig({
  KHABAR_DATA: folder,
  KHABAR_SAMPLE: 'off',
  ...(elasticsearchUrl === null ? {} : { ELASTICSEARCH_URL: elasticsearchUrl }),
});
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const metrics = openMetrics();
const parts = await openParts(read.config, {
  logger: silentLogger,
  metrics,
  version: 'bench',
  publicUrl: () => '',
  onEvent: () => {},
  onProgress: () => {},
});
const { store, search } = parts;
if ((await search.size()).documents > 0)
  throw new Error('the index is not empty: give the bench a server of its own');
const NOW = new Date().toISOString();
await store.outlets.put(
  {
    id: 'site.example',
    name: 'Site',
    country: 'AF',
    language: 'en',
    kind: 'agency',
    homepage: 'http://site.example/',
    channels: [],
    everyMinutes: 600,
  },
  NOW,
);

function rowOf(article: GeneratedArticle) {
  const text = article.paragraphs.join('\n');
  const id = `bench${String(article.id).padStart(15, '0')}`;
  return {
    id,
    url: `http://site.example/news/${article.id}`,
    outlet_id: 'site.example',
    title: article.title,
    authors: [],
    published_at: article.published,
    published_from: 'json-ld' as const,
    published_confidence: 1,
    first_seen_at: NOW,
    updated_at: NOW,
    revision: 1,
    language: article.language,
    language_confidence: 1,
    text,
    blocks: json([{ kind: 'paragraph' as const, start: 0, end: text.length }]),
    section: null,
    tags: [],
    image: null,
    dateline_place: null,
    site_name: null,
    paywalled: false,
    word_count: 400,
    content_hash: id,
    story_id: id,
    signature: null,
    page_id: null,
    sample: false,
    extraction_method: 'structured',
    extraction_confidence: 1,
    extraction_version: 'bench',
  };
}

function documentOf(row: ReturnType<typeof rowOf>, id: number): SearchDocument {
  return {
    id: row.id,
    url: row.url,
    outletId: row.outlet_id,
    title: row.title,
    text: row.text,
    authors: [],
    language: row.language,
    country: 'AF',
    kind: 'agency',
    section: null,
    publishedAt: row.published_at,
    firstSeenAt: NOW,
    storyId: row.story_id,
    topics: [],
    entities: [{ id: 'org:taliban', count: 2 }],
    stances:
      id % 3 === 0
        ? [
            {
              holder: 'country:russia',
              target: 'org:taliban',
              label: id % 2 === 0 ? 'favor' : 'against',
              strength: 0.6,
              confidence: 0.7,
            },
          ]
        : [],
  };
}

print(
  `machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; Node ${process.version}; ${articles} articles of ${BYTES} bytes`,
);
const filling = performance.now();
let indexing = 0;
for (let first = 0; first < articles; first += BATCH) {
  const rows = Array.from({ length: Math.min(BATCH, articles - first) }, (_, i) =>
    rowOf(generateArticle(first + i, BYTES)),
  );
  await store.db.insertInto('articles').values(rows).execute();
  const begun = performance.now();
  await search.put(rows.map((row, i) => documentOf(row, first + i)));
  indexing += performance.now() - begun;
}
await parts.embedded?.vacuum();
const { bytes } = await search.size();
print(
  `filled in ${((performance.now() - filling) / 1000).toFixed(0)} s; index: ${(articles / (indexing / 1000)).toFixed(0)} documents/s, ${(bytes / 1e6).toFixed(0)} MB`,
);

const app = createApi({
  store,
  queues: parts.queues,
  search,
  secrets: parts.secrets,
  registry: parts.registry,
  subjects: parts.subjects,
  refreshRegistry: parts.refreshRegistry,
  sample: {
    status: async () => ({ loaded: false, loading: false, articles: 0, expected: 0 }),
    remove: async () => 0,
    load: async () => {},
  },
  upkeep: {
    reindex: async () => 0,
    stopReindex: async () => false,
    retag: async () => 0,
    remaining: async () => ({ extract: 0, tag: 0, index: 0 }),
    backup: async () => ({ path: '', bytes: 0 }),
  },
  events: openEventHub(),
  health: async () => ({ state: 'ok', reasons: [] }),
  info: { version: 'bench', tagVersion: 'bench', roles: parts.roles },
  logger: silentLogger,
  metrics,
  now: parts.now,
  publicUrl: () => '',
});
/** What a search page asks for. */
const ROUTES = ['articles', 'facets', 'timeline'] as const;
const all = new Map<string, number[]>(ROUTES.map((route) => [route, []]));
const cpuBefore = process.cpuUsage();

async function timed(route: string, params: string): Promise<{ ms: number; body: unknown }> {
  const begun = performance.now();
  const response = await app.request(`/api/v1/${route}?${params}`, { headers: { host: '127.0.0.1' } });
  const body: unknown = await response.json();
  if (response.status !== 200)
    throw new Error(`${route}?${params}: ${response.status} ${JSON.stringify(body)}`);
  return { ms: performance.now() - begun, body };
}

for (const query of QUERIES) {
  const params = `${query.includes('from=') ? '' : 'from=all&'}${query
    .split('&')
    .map(
      (pair) =>
        `${pair.slice(0, pair.indexOf('=') + 1)}${encodeURIComponent(pair.slice(pair.indexOf('=') + 1))}`,
    )
    .join('&')}`;
  const figures: string[] = [];
  let total = 0;
  for (const route of ROUTES) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const { ms, body } = await timed(route, params);
      times.push(ms);
      if (route === 'articles') total = ArticleList.parse(body).total;
    }
    all.get(route)?.push(...times);
    figures.push(
      `${route} ${percentile(times, 0.5).toFixed(0).padStart(4)} (${percentile(times, 1).toFixed(0).padStart(4)})`,
    );
  }
  print(`${query.padEnd(62)} ${String(total).padStart(7)} stories  ms: ${figures.join('  ')}`);
}
const cpu = process.cpuUsage(cpuBefore);
const requests = QUERIES.length * ROUNDS * ROUTES.length;
for (const [route, times] of all)
  print(
    `${route} over ${articles} articles, ${parts.roles.search}: p50 ${percentile(times, 0.5).toFixed(0)} ms, p95 ${percentile(times, 0.95).toFixed(0)} ms (goal ${elasticsearchUrl === null ? 300 : 150}), max ${percentile(times, 1).toFixed(0)} ms`,
  );
print(
  `processor time a request here (the embedded store included): ${((cpu.user + cpu.system) / 1000 / requests).toFixed(1)} ms`,
);
await parts.close();
await rm(folder, { recursive: true });
process.exit(0);

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
