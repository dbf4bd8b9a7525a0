import type { Reading, Readings } from '@khabar/observe';
import { type RecordReadingName, recordReadings } from '@khabar/store';
import { z } from 'zod';

import type { ApiServices } from './services.ts';
import { outletStatus } from './views/outlet-status.ts';

interface RecordGauge extends Readings {
  readonly from: RecordReadingName;
}

const gauge = (name: string, help: string, labels: readonly string[] = []): Readings => ({
  name,
  help,
  labels,
});
const recordGauge = (from: RecordReadingName, given: Readings): RecordGauge => ({ ...given, from });

const RECORD: readonly RecordGauge[] = [
  recordGauge('articles', gauge('khabar_articles', 'Articles in the record (estimated above 200,000).')),
  recordGauge('articles_untagged', gauge('khabar_articles_untagged', 'Articles that were never tagged.')),
  recordGauge('dead_letters', gauge('khabar_dead_letters', 'Work that failed for good, by step.', ['step'])),
  recordGauge(
    'deliveries',
    gauge('khabar_deliveries_pending', 'Alert messages not delivered yet, by state.', ['state']),
  ),
  recordGauge(
    'deliveries_oldest',
    gauge('khabar_deliveries_pending_oldest_seconds', 'Age of the oldest alert message not delivered yet.'),
  ),
  recordGauge(
    'database_bytes',
    gauge(
      'khabar_database_bytes',
      'Size of the database of the record, with queue and index where they are in it.',
    ),
  ),
  recordGauge(
    'frontier',
    gauge('khabar_frontier_urls', 'Addresses seen, by state (estimated above 200,000).', ['state']),
  ),
  recordGauge(
    'frontier_due',
    gauge('khabar_frontier_due_urls', 'Addresses whose time to be fetched has come.'),
  ),
  recordGauge(
    'frontier_due_oldest',
    gauge('khabar_frontier_due_oldest_seconds', 'How long the address that waits longest has been due.'),
  ),
  recordGauge('host_leases', gauge('khabar_host_leases', 'Hosts that a fetcher works on now.')),
  recordGauge(
    'last_new_age',
    gauge('khabar_last_new_seconds', 'Time since any source last had a new address.'),
  ),
  recordGauge('outbox', gauge('khabar_outbox_jobs', 'Jobs that the queue has not been given yet.')),
  recordGauge(
    'outbox_oldest',
    gauge('khabar_outbox_oldest_seconds', 'Age of the oldest job that the queue has not been given yet.'),
  ),
  recordGauge(
    'outlets_overdue',
    gauge('khabar_outlets_overdue', 'Sources whose time to be visited has come.'),
  ),
  recordGauge(
    'outlets_overdue_oldest',
    gauge('khabar_outlets_overdue_oldest_seconds', 'How long the source that waits longest has been due.'),
  ),
  recordGauge('pages_unread', gauge('khabar_pages_unread', 'Pages that were fetched and not read yet.')),
  recordGauge(
    'pages_unread_oldest',
    gauge('khabar_pages_unread_oldest_seconds', 'Age of the oldest page that was not read yet.'),
  ),
  recordGauge('pending_index', gauge('khabar_pending_index', 'Articles that the index has yet to see.')),
  recordGauge(
    'pending_index_oldest',
    gauge('khabar_pending_index_oldest_seconds', 'Age of the oldest article that the index has yet to see.'),
  ),
];

const OUTLETS = gauge('khabar_outlets', 'Sources, by how they fare.', ['health']);
const JOBS = gauge('khabar_queue_jobs', 'Jobs, by queue and state.', ['queue', 'state']);
const OLDEST_JOB = gauge('khabar_queue_oldest_seconds', 'Age of the job that waits longest, by queue.', [
  'queue',
]);
const DOCUMENTS = gauge('khabar_index_documents', 'Documents in the index.');
const INDEX_BYTES = gauge('khabar_index_bytes', 'Size of the index.');
const STATE = gauge('khabar_state', '1 for the state that the installation is in.', ['state']);

const PART = gauge(
  'khabar_part_ok',
  '0 for a part (record, queue, index) that does not answer or takes no writes.',
  ['part'],
);
const REBUILT = gauge(
  'khabar_rebuild_documents',
  'Documents that the index under construction has; absent when none is.',
);
const TO_REBUILD = gauge(
  'khabar_rebuild_expected_documents',
  'Documents that the index under construction will have.',
);

const STATES = ['starting', 'ok', 'degraded'] as const;
const PARTS = ['record', 'queue', 'index'] as const;

/** What `khabar reindex` keeps of its progress in the record. */
const Rebuild = z.object({ done: z.number(), total: z.number() });

/**
 * Gauges of the whole installation, read when `/metrics` is asked for. Only the process that serves the HTTP interface has them:
 * a figure that every process told would be multiplied by their number.
 */
export function watchInstallation(services: ApiServices): void {
  const { metrics, queues, search, store } = services;
  const now = (): string => services.now().toISOString();

  metrics.readings('record', RECORD, async () => {
    const readings = await recordReadings(store.db, now());
    return Object.fromEntries(
      RECORD.map(({ name, from, labels }) => [
        name,
        readings
          .filter((reading) => reading.name === from)
          .map((reading) => labelled(labels[0], reading.label, reading.value)),
      ]),
    );
  });

  metrics.readings('outlets', [OUTLETS], async () => {
    const counts = Map.groupBy(await store.outlets.list(), (outlet) => outletStatus(outlet).status);
    return {
      [OUTLETS.name]: Array.from(counts, ([health, outlets]) => labelled('health', health, outlets.length)),
    };
  });

  metrics.readings('queue', [JOBS, OLDEST_JOB], async () => {
    const [counts, oldest] = await Promise.all([queues.counts(), queues.oldestWaiting()]);
    const at = services.now().getTime();
    return {
      [JOBS.name]: Object.entries(counts).flatMap(([queue, states]) =>
        Object.entries(states).map(([state, value]: [string, number]): Reading => ({
          labels: { queue, state },
          value,
        })),
      ),
      [OLDEST_JOB.name]: Object.entries(oldest).map(([queue, since]) =>
        labelled('queue', queue, since === null ? 0 : Math.max(0, (at - Date.parse(since)) / 1000)),
      ),
    };
  });

  metrics.readings('index', [DOCUMENTS, INDEX_BYTES], async () => {
    const { documents, bytes } = await search.size();
    return { [DOCUMENTS.name]: [{ value: documents }], [INDEX_BYTES.name]: [{ value: bytes }] };
  });

  metrics.readings('rebuild', [REBUILT, TO_REBUILD], async () => {
    const rebuild = Rebuild.safeParse(await store.settings.get('index-rebuild'));
    if (!rebuild.success) return {};
    return {
      [REBUILT.name]: [{ value: rebuild.data.done }],
      [TO_REBUILD.name]: [{ value: rebuild.data.total }],
    };
  });

  metrics.readings('health', [STATE, PART], async () => {
    const { state, reasons } = await services.health();
    return {
      [STATE.name]: STATES.map((one) => labelled('state', one, one === state ? 1 : 0)),
      [PART.name]: PARTS.map((part) =>
        labelled('part', part, reasons.some((reason) => reason.startsWith(`${part}:`)) ? 0 : 1),
      ),
    };
  });
}

function labelled(label: string | undefined, of: string | null, value: number): Reading {
  return label === undefined || of === null ? { value } : { labels: { [label]: of }, value };
}
