import { JOB_NAMES } from '@khabar/queue';
import { expect, test } from 'vitest';

import { TOPOLOGY, topologyDrawing } from './topology.ts';

test('every job has a stage, and every stage feeds jobs that exist', () => {
  expect(TOPOLOGY.map((stage) => stage.job).toSorted()).toEqual([...JOB_NAMES].toSorted());
  for (const stage of TOPOLOGY) for (const next of stage.feeds) expect(JOB_NAMES).toContain(next);
});

test('work goes one way: no stage feeds one before it', () => {
  const order = TOPOLOGY.map((stage) => stage.job);
  for (const stage of TOPOLOGY.filter((one) => one.job !== 'interactive')) {
    for (const next of stage.feeds) expect(order.indexOf(next)).toBeGreaterThan(order.indexOf(stage.job));
  }
});

test('the drawing names every arrow', () => {
  expect(topologyDrawing()).toContain('visit --> fetch');
});
