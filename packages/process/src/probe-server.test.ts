import { readConfig } from '@khabar/config';
import { openMetrics } from '@khabar/observe';
import { expect, it } from 'vitest';

import type { ProcessHealth } from './health.ts';
import { openProbeServer } from './probe-server.ts';

const probe = { probeHost: '127.0.0.1', probePort: 0 };

it('health is 503 with its reasons until all is well, metrics are there all the while', async () => {
  let health: ProcessHealth = { state: 'starting', reasons: ['it is being opened'] };
  const server = await openProbeServer(probe, { metrics: openMetrics(), health: async () => health });
  const ask = async (path: string, init?: RequestInit) => fetch(`${server.address}${path}`, init);
  const starting = await ask('/health');
  expect([starting.status, await starting.json()]).toEqual([503, health]);
  health = { state: 'degraded', reasons: ['queue: no answer within 2 s'] };
  expect((await ask('/health')).status).toBe(503);
  expect((await ask('/live')).status).toBe(200);
  health = { state: 'ok', reasons: ['2 dead letters wait for a decision'] };
  const well = await ask('/health?probe=1');
  expect([well.status, await well.json()]).toEqual([200, health]);
  expect(await (await ask('/metrics')).text()).toContain('khabar_process_cpu_seconds_total');
  expect((await ask('/api/v1/articles')).status).toBe(404);
  expect((await ask('/health', { method: 'POST' })).status).toBe(405);
  await server.close();
});

it('a health check that fails is an answer too', async () => {
  const server = await openProbeServer(probe, {
    metrics: openMetrics(),
    health: async () => {
      throw new Error('broken');
    },
  });
  expect((await fetch(`${server.address}/health`)).status).toBe(500);
  await server.close();
});

it('a port that is taken and a host that is not ours are said in words', async () => {
  const deps = { metrics: openMetrics(), health: async () => ({ state: 'ok' as const, reasons: [] }) };
  const first = await openProbeServer(probe, deps);
  const probePort = Number(new URL(first.address).port);
  await expect(openProbeServer({ ...probe, probePort }, deps)).rejects.toMatchObject({ code: 'PORT_BUSY' });
  await expect(openProbeServer({ ...probe, probeHost: '203.0.113.7' }, deps)).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  });
  await first.close();
});

it('probes are off, and on loopback, unless told otherwise', () => {
  const read = readConfig({});
  expect(read.ok && [read.config.probePort, read.config.probeHost, read.config.trustNetwork]).toEqual([
    0,
    '127.0.0.1',
    false,
  ]);
});
