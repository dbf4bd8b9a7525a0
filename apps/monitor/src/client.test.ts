import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Config, readConfig } from '@khabar/config';
import { takeLock } from '@khabar/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

import { openClient, speaking } from './client.ts';

let folder: string;
let config: Config;
const closers: (() => Promise<unknown>)[] = [];
const signal = new AbortController().signal;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'khabar-client-'));
  const read = readConfig({ KHABAR_DATA: folder });
  if (!read.ok) throw new Error('refused');
  ({ config } = read);
});
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
  await rm(folder, { recursive: true, force: true });
});

async function serve(body: string, status = 200): Promise<string> {
  const server: Server = createServer((request, response) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body.replace('{path}', request.url ?? ''));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(async () => new Promise((done) => server.close(done)));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no address');
  return `http://127.0.0.1:${address.port}`;
}

test('a running owner is asked over HTTP', async () => {
  const address = await serve('{"path":"{path}"}');
  const lock = await takeLock(folder);
  closers.push(() => lock.release());
  await lock.publish({ address });
  const client = await openClient(config, { onProgress: () => {}, signal });
  expect(client.owner).toEqual({ pid: process.pid, address });
  expect(await client.json('/outlets?lang=fa', z.object({ path: z.string() }))).toEqual({
    path: '/api/v1/outlets?lang=fa',
  });
});

test('an owner that is still starting is waited for, and named', async () => {
  const address = await serve('{}');
  const lock = await takeLock(folder);
  closers.push(() => lock.release());
  const said: string[] = [];
  const opening = openClient(config, {
    signal,
    onProgress: (message) => {
      said.push(message);
      void lock.publish({ address });
    },
  });
  expect((await opening).owner?.address).toBe(address);
  expect(said).toEqual([`waiting for process ${process.pid}, which holds ${folder}`]);
});

test('an owner that does not answer is named with its address', async () => {
  const lock = await takeLock(folder);
  closers.push(() => lock.release());
  await lock.publish({ address: 'http://127.0.0.1:1' });
  const client = await openClient(config, { onProgress: () => {}, signal });
  await expect(client.request('/status')).rejects.toMatchObject({
    code: 'STORE_UNAVAILABLE',
    message: expect.stringContaining(`http://127.0.0.1:1: Khabar (process ${process.pid}) does not answer: `),
  });
});

const answering = (body: unknown, status: number) =>
  speaking(async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }));

test('a problem answer becomes an error with its code and detail', async () => {
  const client = answering({ detail: 'the disk is full', code: 'STORE_DISK_FULL', requestId: 'r1' }, 503);
  await expect(client.request('/x')).rejects.toMatchObject({
    code: 'STORE_DISK_FULL',
    message: 'the disk is full',
  });
});

test('an answer that is no problem is told by its status', async () => {
  await expect(answering('<h1>no</h1>', 404).request('/x')).rejects.toMatchObject({
    code: 'NOT_FOUND',
    message: '/x: answered 404: <h1>no</h1>',
  });
  await expect(
    answering({ detail: 'd', code: 'NEW_KIND', requestId: 'r1' }, 500).request('/x'),
  ).rejects.toMatchObject({ code: 'INTERNAL', message: 'd (request r1)' });
});

test('an answer of another form is an error that names the path', async () => {
  await expect(answering({ a: 1 }, 200).json('/x', z.object({ b: z.number() }))).rejects.toMatchObject({
    code: 'INTERNAL',
    message: expect.stringContaining('/x: '),
  });
});
