import type { JobName, JobPayload } from '@khabar/queue';

import type { PipelineParts } from './pipeline-parts.ts';

/** The handler of a stage, with its time and outcome counted. */
export function measured<N extends JobName>(
  stage: N,
  parts: Pick<PipelineParts, 'metrics'>,
  handle: (payload: JobPayload<N>) => Promise<void>,
): (payload: JobPayload<N>) => Promise<void> {
  return async (payload) => {
    const begun = performance.now();
    let outcome = 'failed';
    try {
      await handle(payload);
      outcome = 'done';
    } finally {
      parts.metrics.stage({ stage, outcome });
      parts.metrics.stageSeconds({ stage }, (performance.now() - begun) / 1000);
    }
  };
}
