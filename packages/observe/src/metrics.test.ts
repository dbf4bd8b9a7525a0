import { expect, test } from 'vitest';

import { openMetrics } from './index.ts';

test('what was counted is in the Prometheus text, and a gauge is read when scraped', async () => {
  const metrics = openMetrics();
  let waiting = 1;
  metrics.gauge('khabar_waiting', 'Jobs waiting.', () => waiting);
  metrics.stage({ stage: 'tag', outcome: 'done' });
  waiting = 7;
  const text = await metrics.text();
  expect(text).toContain('khabar_stage_total{stage="tag",outcome="done"} 1');
  expect(text).toContain('khabar_waiting 7');
});

test('bytes are summed by what they were asked for', async () => {
  const metrics = openMetrics();
  metrics.pages({ outcome: 'page' }, 1200);
  metrics.pages({ outcome: 'page' }, 800);
  metrics.visits({ outcome: 'not-modified' });
  const text = await metrics.text();
  expect(text).toContain('khabar_pages_total{outcome="page"} 2');
  expect(text).toContain('khabar_fetched_bytes_total{what="page"} 2000');
  expect(text).toContain('khabar_visits_total{outcome="not-modified"} 1');
});

test('a batch of the index counts its documents and how long the oldest had waited', async () => {
  const metrics = openMetrics();
  metrics.indexed({ documents: 40, seconds: 0.3, oldestSeconds: 4 });
  const text = await metrics.text();
  expect(text).toContain('khabar_index_documents_total 40');
  expect(text).toContain('khabar_index_wait_seconds_bucket{le="2"} 0');
  expect(text).toContain('khabar_index_wait_seconds_bucket{le="5"} 1');
});

const JOBS = { name: 'khabar_queue_jobs', help: 'Jobs.', labels: ['queue', 'state'] };

test('one reading gives several labelled values', async () => {
  const metrics = openMetrics();
  metrics.readings('queue', [JOBS], async () => ({
    khabar_queue_jobs: [
      { labels: { queue: 'tag', state: 'waiting' }, value: 3 },
      { labels: { queue: 'tag', state: 'active' }, value: 1 },
    ],
  }));
  const text = await metrics.text();
  expect(text).toContain('khabar_queue_jobs{queue="tag",state="waiting"} 3');
  expect(text).toContain('khabar_queue_jobs{queue="tag",state="active"} 1');
  expect(text).toContain('khabar_reading_failed{reading="queue"} 0');
});

test('a reading that fails shows as failed and gives no value, while the others go on', async () => {
  const metrics = openMetrics();
  metrics.readings('queue', [JOBS], () => Promise.reject(new Error('Redis is away')));
  metrics.readings('record', [{ name: 'khabar_articles', help: 'Articles.', labels: [] }], async () => ({
    khabar_articles: [{ value: 12 }],
  }));
  const text = await metrics.text();
  expect(text).not.toMatch(/^khabar_queue_jobs/m);
  expect(text).toContain('khabar_reading_failed{reading="queue"} 1');
  expect(text).toContain('khabar_reading_failed{reading="record"} 0');
  expect(text).toContain('khabar_articles 12');
});

test('a value without labels that could not be read is left out rather than 0', async () => {
  const metrics = openMetrics();
  metrics.readings('record', [{ name: 'khabar_articles', help: 'Articles.', labels: [] }], () =>
    Promise.reject(new Error('the record is away')),
  );
  expect(await metrics.text()).not.toMatch(/^khabar_articles /m);
});

test('the free space of a folder is below its size', async () => {
  const metrics = openMetrics();
  metrics.folder(import.meta.dirname);
  const text = await metrics.text();
  const of = (name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  expect(of('khabar_data_free_bytes')).toBeGreaterThan(0);
  expect(of('khabar_data_free_bytes')).toBeLessThanOrEqual(of('khabar_data_size_bytes'));
});

test('the build is told by its version and part', async () => {
  const metrics = openMetrics();
  metrics.build({ version: '1.2.3', part: 'worker' });
  expect(await metrics.text()).toContain('khabar_build_info{version="1.2.3",part="worker"} 1');
});
