import { statfs } from 'node:fs/promises';

import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

import { cached } from './cached.ts';

/** One value of a gauge, with the labels that tell it from the others of the same name. */
export interface Reading {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A gauge whose values are asked for when somebody scrapes. */
export interface Readings {
  readonly name: string;
  readonly help: string;
  readonly labels: readonly string[];
}

/**
 * What Khabar counts. Names follow the Prometheus conventions: unit last, `_total` on counters. Every process counts its own work, so
 * a sum over processes is the work of the installation.
 */
export interface Metrics {
  /** Work done, by stage and outcome. */
  readonly stage: (labels: { stage: string; outcome: string }) => void;
  /** Seconds that a stage took. */
  readonly stageSeconds: (labels: { stage: string }, seconds: number) => void;
  /** A page that was asked for, and the bytes that came. */
  readonly pages: (labels: { outcome: string }, bytes?: number) => void;
  /** A feed, sitemap or list that was looked at, and the bytes that came. */
  readonly visits: (labels: { outcome: string }, bytes?: number) => void;
  /** An article that went into the record: new, or changed since. */
  readonly articles: (labels: { language: string; result: string }) => void;
  /** A batch that went into the index: how many documents, how long it took, how long the oldest had waited. */
  readonly indexed: (batch: { documents: number; seconds: number; oldestSeconds: number }) => void;
  readonly alerts: (count: number) => void;
  /** One try of one delivery. */
  readonly deliveries: (labels: { outcome: string }) => void;
  /** Work given up for good. */
  readonly deadLetters: (labels: { step: string }) => void;
  readonly httpSeconds: (labels: { method: string; route: string; status: string }, seconds: number) => void;
  /** Version and part (`khabar`, `fetcher`, `worker`, `dashboard`) of this process; the value is always 1. */
  readonly build: (labels: { version: string; part: string }) => void;
  /** Free and total bytes of the file system that holds `folder`. */
  readonly folder: (folder: string) => void;
  /** Read when scraped. */
  readonly gauge: (name: string, help: string, read: () => Promise<number> | number) => void;
  /**
   * Read when scraped, at most every 15 seconds and within 3; a reading that fails leaves its gauges out and shows in
   * `khabar_reading_failed`, so that one store that is away does not take the others' figures with it.
   */
  readonly readings: (
    reading: string,
    gauges: readonly Readings[],
    read: () => Promise<Readonly<Record<string, readonly Reading[]>>>,
  ) => void;
  /** Prometheus text. */
  readonly text: () => Promise<string>;
}

const KEEP_MS = 15_000;
const MOST_READING_MS = 3000;
const FAST_SECONDS = [0.005, 0.02, 0.05, 0.1, 0.5, 2, 10, 60];

export function openMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'khabar_' });
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: readonly string[] = []): Counter =>
    new Counter({ name, help, labelNames: [...labelNames], registers });
  const gaugeOf = (name: string, help: string, labelNames: readonly string[] = []): Gauge =>
    new Gauge({ name, help, labelNames: [...labelNames], registers });
  const histogram = (
    name: string,
    help: string,
    { labelNames = [], buckets = FAST_SECONDS }: { labelNames?: string[]; buckets?: number[] },
  ): Histogram => new Histogram({ name, help, labelNames, buckets, registers });

  const stages = counter('khabar_stage_total', 'Jobs done, by stage and outcome.', ['stage', 'outcome']);
  const stageTime = histogram('khabar_stage_seconds', 'Seconds a job took, by stage.', {
    labelNames: ['stage'],
  });
  const pages = counter('khabar_pages_total', 'Pages asked for, by outcome.', ['outcome']);
  const visits = counter('khabar_visits_total', 'Feeds, sitemaps and lists looked at, by outcome.', [
    'outcome',
  ]);
  const bytes = counter('khabar_fetched_bytes_total', 'Bytes that came over HTTP, by what was asked for.', [
    'what',
  ]);
  const articles = counter(
    'khabar_articles_total',
    'Articles put in the record, by language and whether they were new.',
    ['language', 'result'],
  );
  const documents = counter('khabar_index_documents_total', 'Documents put in the index.');
  const batchTime = histogram(
    'khabar_index_batch_seconds',
    'Seconds a batch took to get into the index.',
    {},
  );
  const indexWait = histogram(
    'khabar_index_wait_seconds',
    'Seconds between the record and the index, of the oldest article of each batch.',
    { buckets: [0.5, 1, 2, 5, 10, 30, 60, 300, 1800] },
  );
  const alerts = counter('khabar_alerts_total', 'Alerts written to the ledger.');
  const deliveries = counter('khabar_deliveries_total', 'Tries to deliver alerts, by outcome.', ['outcome']);
  const dead = counter('khabar_dead_letters_total', 'Work given up for good, by step.', ['step']);
  const http = histogram('khabar_http_seconds', 'Seconds a request took.', {
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10],
  });
  const build = gaugeOf('khabar_build_info', 'Version and part of this process.', ['version', 'part']);
  const answers = new Map<string, () => Promise<{ readonly ok: boolean }>>();
  const failed: Gauge = new Gauge({
    name: 'khabar_reading_failed',
    help: 'Whether a reading failed at this scrape.',
    labelNames: ['reading'],
    registers,
    async collect() {
      // All at once: a scrape starts its readings together, and each is asked once.
      await Promise.all(
        Array.from(answers, async ([reading, answer]) =>
          failed.set({ reading }, (await answer()).ok ? 0 : 1),
        ),
      );
    },
  });

  function collect(
    reading: string,
    gauges: readonly Readings[],
    read: () => Promise<Readonly<Record<string, readonly Reading[]>>>,
  ): void {
    const answer = cached(read, { keepMs: KEEP_MS, mostMs: MOST_READING_MS, now: () => performance.now() });
    answers.set(reading, answer);
    for (const { name, help, labels } of gauges) {
      const gauge: Gauge = new Gauge({
        name,
        help,
        labelNames: [...labels],
        registers,
        async collect() {
          // Every gauge of the reading waits for the same answer.
          const result = await answer();
          if (labels.length > 0) gauge.reset();
          // A gauge without labels would be 0 after a reset, which nobody has read.
          else gauge.remove();
          if (!result.ok) return;
          for (const { labels: of = {}, value } of result.value[name] ?? []) gauge.set({ ...of }, value);
        },
      });
    }
  }

  return {
    stage: (labels) => stages.inc(labels),
    stageSeconds: (labels, seconds) => stageTime.observe(labels, seconds),
    pages: (labels, came = 0) => {
      pages.inc(labels);
      bytes.inc({ what: 'page' }, came);
    },
    visits: (labels, came = 0) => {
      visits.inc(labels);
      bytes.inc({ what: 'channel' }, came);
    },
    articles: (labels) => articles.inc(labels),
    indexed: (batch) => {
      documents.inc(batch.documents);
      batchTime.observe(batch.seconds);
      indexWait.observe(batch.oldestSeconds);
    },
    alerts: (count) => alerts.inc(count),
    deliveries: (labels) => deliveries.inc(labels),
    deadLetters: (labels) => dead.inc(labels),
    httpSeconds: (labels, seconds) => http.observe(labels, seconds),
    build: (labels) => build.set(labels, 1),
    folder: (folder) =>
      collect(
        'folder',
        [
          { name: 'khabar_data_free_bytes', help: 'Free bytes where the data folder is.', labels: [] },
          { name: 'khabar_data_size_bytes', help: 'Size of the file system of the data folder.', labels: [] },
        ],
        async () => {
          const { bavail, bsize, blocks } = await statfs(folder);
          return {
            khabar_data_free_bytes: [{ value: bavail * bsize }],
            khabar_data_size_bytes: [{ value: blocks * bsize }],
          };
        },
      ),
    gauge: (name, help, read) => {
      const gauge: Gauge = new Gauge({
        name,
        help,
        registers,
        async collect() {
          gauge.set(await read());
        },
      });
    },
    readings: collect,
    text: () => registry.metrics(),
  };
}
