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
