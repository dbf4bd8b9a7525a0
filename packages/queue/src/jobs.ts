import { z } from 'zod';

/** Every job there is, with what it carries. A payload only names work: the record holds what it is about. */
export const JOBS = {
  visit: z.object({ outletId: z.string() }),
  fetch: z.object({ host: z.string() }),
  /** `others` are read together with it. */
  extract: z.object({ pageId: z.string(), others: z.array(z.string()).optional() }),
  tag: z.object({ articleId: z.string() }),
  index: z.object({}),
  deliver: z.object({ deliveryId: z.string() }),
  interactive: z.object({ kind: z.string(), input: z.unknown() }),
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]>;

export const JOB_NAMES: readonly JobName[] = [
  'visit',
  'fetch',
  'extract',
  'tag',
  'index',
  'deliver',
  'interactive',
];

export function isJobName(name: string): name is JobName {
  return JOB_NAMES.some((known) => known === name);
}
