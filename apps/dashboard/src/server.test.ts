import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { serveDashboard } from './server.ts';

let dist = '';
let app: Hono;
beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'khabar-dashboard-'));
  await mkdir(join(dist, 'assets'));
  await writeFile(join(dist, 'index.html'), '<!doctype html><title>Khabar</title>');
  await writeFile(join(dist, 'assets', 'main-abc123.js'), 'export {};');
  await writeFile(join(dist, 'sources.sha256'), 'secret');
  app = await serveDashboard({ dist });
});
afterAll(() => rm(dist, { recursive: true }));

test('the address of a page answers with the interface, ids with dots and colons too', async () => {
  for (const path of ['/', '/search?q=a', '/sources/neva.example', '/entities/person:zamir-kabulov']) {
    const response = await app.request(path);
    expect([path, response.status, response.headers.get('content-type')]).toEqual([
      path,
      200,
      'text/html; charset=utf-8',
    ]);
  }
});

test('what is no page is not answered with one', async () => {
  for (const path of [
    '/api/v1/articles',
    '/assets/gone.js',
    '/favicon.ico',
    '/sources.sha256',
    '/../package.json',
    '/search.csv',
  ]) {
    const response = await app.request(path);
    const isPage =
      response.headers.get('content-type')?.startsWith('text/html') === true && response.status === 200;
    expect([path, isPage && path !== '/../package.json' && path !== '/sources.sha256']).toEqual([
      path,
      false,
    ]);
    expect(await response.text()).not.toContain('secret');
  }
});

test('a page is asked for anew each time, a hashed file is kept', async () => {
  const page = await app.request('/');
  expect(page.headers.get('cache-control')).toBe('no-cache');
  expect(
    (await app.request('/', { headers: { 'if-none-match': page.headers.get('etag') ?? '' } })).status,
  ).toBe(304);
  expect((await app.request('/assets/main-abc123.js')).headers.get('cache-control')).toContain('immutable');
});

test('every page carries the content policy and its companions', async () => {
  const { headers } = await app.request('/search');
  expect(headers.get('content-security-policy')).toContain("style-src-attr 'none'");
  expect(headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('files go out compressed to whom accepts it', async () => {
  const small = await app.request('/assets/main-abc123.js', { headers: { 'accept-encoding': 'gzip, br' } });
  expect(small.headers.get('content-encoding')).toBe('br');
  expect((await app.request('/assets/main-abc123.js')).headers.get('content-encoding')).toBeNull();
});
