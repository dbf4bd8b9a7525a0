import { mkdir, writeFile } from 'node:fs/promises';

import { processEnvironment } from '@khabar/config';
import { presentServer, testPostgresServer } from '@khabar/store/testing';

import {
  completionsDiffering,
  differencesIn,
  pagingFault,
  sharedFirsts,
  type Difference,
} from './search-parity/compare-stores.ts';
import { generatedDocuments } from './search-parity/generated-documents.ts';
import { generatedQuestions, writtenQuestions, type Question } from './search-parity/generated-questions.ts';
import { openFilledStores, type FilledStores } from './search-parity/open-stores.ts';
import { sampleDocuments } from './search-parity/sample-documents.ts';

/**
 * `ELASTICSEARCH_URL=… npx node apps/bench/src/search-parity.ts [GENERATED_QUERIES] [GENERATED_ARTICLES] [CORPUS]`: every written query and generated
 * ones, over the sample coverage and generated articles, asked of all three stores: who answers otherwise, and how much of the first 20 by
 * relevance they share. Differences are written to `.reports/search-parity.json`.
 */
const generated = Number(process.argv[2] ?? 2000);
const articles = Number(process.argv[3] ?? 5000);
const corpus = process.argv[4];
const elasticsearch = processEnvironment()['ELASTICSEARCH_URL'] ?? '';
if (elasticsearch === '') throw new Error('ELASTICSEARCH_URL must name a server');
const postgres = presentServer(await testPostgresServer());
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const differences: Difference[] = [];
print(
  'corpus            articles  queries  differing  seconds   rel: queries  mean  worst decile  paging faults',
);
for (const [name, documents] of [
  ['sample coverage', await sampleDocuments()],
  ['generated', generatedDocuments(articles)],
] as const) {
  if (corpus !== undefined && corpus !== name) continue;
  const filled = await openFilledStores(documents, { postgres, elasticsearch });
  const questions = [...writtenQuestions('all'), ...generatedQuestions(generated)];
  const begun = performance.now();
  const found: Difference[] = [];
  for (const [place, question] of questions.entries()) {
    const here = await differencesIn(question, filled.stores);
    if (here.length > 0)
      process.stderr.write(
        `${question.text}: ${here.map(({ store, what }) => `${store} ${what}`).join(', ')}\n`,
      );
    found.push(...here);
    if (place % 200 === 199)
      process.stderr.write(`${name}: ${place + 1} queries, ${found.length} differences\n`);
  }
  const seconds = (performance.now() - begun) / 1000;
  differences.push(...found);
  const differing = new Set(found.map(({ question, text }) => question + text)).size;
  const { shares, faults } = await relevance(questions, filled);
  const sorted = shares.toSorted((a, b) => a - b);
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const decile = sorted.slice(0, Math.ceil(sorted.length / 10));
  const worst = decile.reduce((sum, share) => sum + share, 0) / decile.length;
  print(
    `${name.padEnd(16)} ${String(documents.length).padStart(9)} ${String(questions.length).padStart(8)} ${String(differing).padStart(10)} ${seconds.toFixed(0).padStart(8)} ${String(shares.length).padStart(14)} ${mean.toFixed(3).padStart(5)} ${worst.toFixed(3).padStart(13)} ${String(faults).padStart(14)}`,
  );
  print(
    `  filled in seconds: ${Object.entries(filled.filled)
      .map(([store, took]) => `${store} ${took.toFixed(1)}`)
      .join(', ')}`,
  );
  for (const line of await completionsDiffering(filled.stores)) print(`  completion: ${line}`);
  await filled.close();
}
await mkdir('.reports', { recursive: true });
await writeFile('.reports/search-parity.json', JSON.stringify(differences, null, 1));
for (const { store, what, text, question, expected, got } of differences.slice(0, 20))
  print(
    `${store}, ${what}: ${text}\n  ${question}\n  embedded ${expected.slice(0, 300)}\n  got ${got.slice(0, 300)}`,
  );
process.exit(differences.length === 0 ? 0 : 1);

/** Shares of the first 20 between embedded and Elasticsearch, and lists that do not come once whole. */
async function relevance(
  questions: readonly Question[],
  { stores }: FilledStores,
): Promise<{ shares: number[]; faults: number }> {
  const [embedded, , elastic] = stores;
  const shares: number[] = [];
  let faults = 0;
  for (const [place, { request, text }] of questions.entries()) {
    const share = await sharedFirsts(request.query, embedded.search, elastic.search);
    if (share !== null) shares.push(share);
    if (place % 10 !== 0) continue;
    for (const { name, search } of stores) {
      const fault = await pagingFault(request.query, search, 50);
      if (fault === null) continue;
      faults += 1;
      process.stderr.write(`${name}: ${fault}: ${text}\n`);
    }
  }
  return { shares, faults };
}
