import { z } from 'zod';

/** Pages that one job reads: each shares the job's and the record's round trips with the others. */
const PAGES_A_JOB = 8;

/** Strict: a page that is to be read alone says so. */
const OnePage = z.strictObject({ pageId: z.string() });

/** Payloads of one kind of job, those put together that a single job may do. */
export function jobsTogether(job: string, payloads: readonly unknown[]): unknown[] {
  if (job !== 'extract') return [...payloads];
  const apart: unknown[] = [];
  const pageIds: string[] = [];
  for (const payload of payloads) {
    const parsed = OnePage.safeParse(payload);
    if (parsed.success) pageIds.push(parsed.data.pageId);
    else apart.push(payload);
  }
  for (let at = 0; at < pageIds.length; at += PAGES_A_JOB) {
    const [pageId, ...others] = pageIds.slice(at, at + PAGES_A_JOB);
    apart.push(others.length === 0 ? { pageId } : { pageId, others });
  }
  return apart;
}
