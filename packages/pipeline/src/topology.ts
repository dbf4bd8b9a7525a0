import type { JobName } from '@khabar/queue';

/** Which job feeds which: the sentence "source -> fetch -> extract -> tag -> index -> alert" as the queue sees it. */
export interface Stage {
  readonly job: JobName;
  /** Which part of a scaled-out installation does it. */
  readonly role: 'fetcher' | 'worker';
  readonly does: string;
  readonly feeds: readonly JobName[];
}

export const TOPOLOGY: readonly Stage[] = [
  {
    job: 'visit',
    role: 'fetcher',
    does: 'looks at the channels of an outlet, puts new addresses in the frontier',
    feeds: ['fetch'],
  },
  {
    job: 'fetch',
    role: 'fetcher',
    does: 'asks one host for its due addresses, keeps the pages raw',
    feeds: ['extract'],
  },
  {
    job: 'extract',
    role: 'worker',
    does: 'reads and tags a page, puts the article in the record, finds its story',
    feeds: ['index'],
  },
  {
    job: 'tag',
    role: 'worker',
    does: 'says again who is mentioned, who said it, who stands how towards whom (new rules, or an article on which they failed)',
    feeds: ['index'],
  },
  {
    job: 'index',
    role: 'worker',
    does: 'puts pending articles in the index and holds them against the alert rules',
    feeds: ['deliver'],
  },
  { job: 'deliver', role: 'worker', does: 'sends one alert message to one channel', feeds: [] },
  {
    job: 'interactive',
    role: 'worker',
    does: 'answers what a person waits for: ingest, preview, test of a channel',
    feeds: ['index'],
  },
];

/** The topology as a Mermaid drawing, for the documentation. */
export function topologyDrawing(): string {
  const lines = TOPOLOGY.flatMap((stage) => stage.feeds.map((next) => `  ${stage.job} --> ${next}`));
  return ['flowchart LR', ...lines].join('\n');
}
