import { processEnvironment } from '@khabar/config';
import { presentServer, testPostgresServer } from '@khabar/store/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { completionsDiffering, differencesIn, pagingFault, sharedFirsts } from './compare-stores.ts';
import { generatedDocuments } from './generated-documents.ts';
import { generatedQuestions, writtenQuestions, type Question } from './generated-questions.ts';
import { openFilledStores, type FilledStores } from './open-stores.ts';
import { sampleDocuments } from './sample-documents.ts';

const environment = processEnvironment();
const url = environment['ELASTICSEARCH_URL'] ?? '';
if (url === '' && environment['KHABAR_REQUIRE_ALL'] === '1')
  throw new Error('KHABAR_REQUIRE_ALL: there is no Elasticsearch to test with: set ELASTICSEARCH_URL');
const postgres = await testPostgresServer();

const ARTICLES = 150;
const GENERATED = 200;
/** Every so many-th query is asked for its order by relevance too. */
const RANKED_EVERY = 8;

describe.skipIf(url === '' || postgres.kind === 'none')(
  'with Elasticsearch and a PostgreSQL server (skipped where ELASTICSEARCH_URL is not set)',
  () => {
    let filled: FilledStores;
    const written = writtenQuestions('by turns');
    beforeAll(async () => {
      const documents = [...(await sampleDocuments()), ...generatedDocuments(ARTICLES)];
      filled = await openFilledStores(documents, {
        postgres: presentServer(postgres),
        elasticsearch: url,
      });
    }, 120_000);
    afterAll(() => filled.close());

    const differing = async (questions: readonly Question[]): Promise<string[]> => {
      const found: string[] = [];
      for (const question of questions) {
        for (const { store, what, expected, got } of await differencesIn(question, filled.stores))
          found.push(
            `${store}, ${what}: ${question.text}: ${got.slice(0, 200)} for ${expected.slice(0, 200)}`,
          );
      }
      return found;
    };

    test('every way of writing a query gives the same in all stores', async () => {
      expect(written.length).toBeGreaterThanOrEqual(223);
      expect(await differing(written)).toEqual([]);
    }, 600_000);

    test('generated queries with filters, facets and timelines give the same in all stores', async () => {
      expect(await differing(generatedQuestions(GENERATED))).toEqual([]);
    }, 600_000);

    test('beginnings of words are completed alike', async () => {
      expect(await completionsDiffering(filled.stores)).toEqual([]);
    }, 60_000);

    test('the first 20 by relevance are largely the same, and pages follow to the end', async () => {
      const [embedded, , elasticsearch] = filled.stores;
      const shares: number[] = [];
      const faults: string[] = [];
      for (const { request } of written.filter((_, place) => place % RANKED_EVERY === 0)) {
        const share = await sharedFirsts(request.query, embedded.search, elasticsearch.search);
        if (share !== null) shares.push(share);
        const fault = await pagingFault(request.query, elasticsearch.search, 60);
        if (fault !== null) faults.push(fault);
      }
      expect(faults).toEqual([]);
      expect(shares.length).toBeGreaterThan(20);
      expect(shares.reduce((sum, share) => sum + share, 0) / shares.length).toBeGreaterThan(0.7);
    }, 120_000);
  },
);
