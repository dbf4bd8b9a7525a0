import { openEmbeddedPostgres, openStore } from '@khabar/store';
import { testClusterImage } from '@khabar/store/testing';
import { Hono } from 'hono';
import { expect, test } from 'vitest';

import { errorResponse } from './error-response.ts';

const GIGABYTE = 1e9;

test('a write that a full disk refuses is answered with 503 and the reason, not with 500', async () => {
  let space = { freeBytes: 10 * GIGABYTE, totalBytes: 100 * GIGABYTE };
  const postgres = await openEmbeddedPostgres(null, {
    image: await testClusterImage(),
    space: async () => space,
  });
  const store = await openStore(postgres.connection, { max: 1 });
  const app = new Hono();
  app.post('/settings', async (context) => {
    await store.settings.put('key', 'value');
    return context.body(null, 204);
  });
  app.onError((error, context) => {
    const { problem, status } = errorResponse(error, context);
    return context.json(problem, status);
  });
  try {
    expect((await app.request('/settings', { method: 'POST' })).status).toBe(204);
    space = { freeBytes: 0.1 * GIGABYTE, totalBytes: 100 * GIGABYTE };
    await expect.poll(() => postgres.state().kind, { timeout: 5000 }).toBe('read-only');
    const refused = await app.request('/settings', { method: 'POST' });
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({
      code: 'STORE_DISK_FULL',
      detail: expect.stringContaining('disk: 100 MB free'),
    });
  } finally {
    await store.close();
    await postgres.close();
  }
});
