import type { AddressInfo } from 'node:net';

import { serve } from '@hono/node-server';
import { Hono } from 'hono';

import { ensureBuilt } from '../../ensure-built.ts';
import { serveDashboard } from '../../server.ts';
import { fakeApi, fakeState, type FakeState } from './fake-api.ts';

export interface TestDashboard {
  readonly baseUrl: string;
  readonly state: FakeState;
  close(): Promise<void>;
}

/** The built interface over an API of fixtures, on a free port of loopback. */
export async function startTestDashboard(): Promise<TestDashboard> {
  const state = fakeState();
  const app = new Hono();
  app.route('/', fakeApi(state));
  app.route('/', await serveDashboard({ dist: await ensureBuilt(() => {}) }));
  const { server, port } = await new Promise<{ server: ReturnType<typeof serve>; port: number }>(
    (resolve) => {
      const opened = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (info: AddressInfo) => {
        resolve({ server: opened, port: info.port });
      });
    },
  );
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    state,
    close: () =>
      new Promise((resolve) => {
        if ('closeAllConnections' in server) server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
