import { once } from 'node:events';
import { createServer, type Server } from 'node:http';

import { Client } from '@elastic/elasticsearch';
import { afterEach, expect, test } from 'vitest';

import { bulk, type Write } from './bulk.ts';
import type { Connection } from './connection.ts';
import { onSnapshot } from './matching.ts';
import { openElasticsearchSearch } from './open-elasticsearch-search.ts';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly isProduct?: boolean;
}

const servers: Server[] = [];
const clients: Client[] = [];
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** A server that gives these answers, the last one for ever, and remembers what it was asked. */
async function serverOf(answers: readonly Answer[]): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const answer = answers[Math.min(bodies.length, answers.length - 1)];
      bodies.push(body);
      response.writeHead(answer?.status ?? 500, {
        'content-type': 'application/json',
        ...(answer?.isProduct === false ? {} : { 'x-elastic-product': 'Elasticsearch' }),
      });
      response.end(JSON.stringify(answer?.body));
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, bodies };
}

function connectionTo(url: string): { connection: Connection; waits: number[] } {
  const waits: number[] = [];
  const client = new Client({ node: url, maxRetries: 0 });
  clients.push(client);
  const wait = async (ms: number): Promise<void> => {
    waits.push(ms);
  };
  return { connection: { client, index: 'articles', wait }, waits };
}

const WRITES = ['a', 'b', 'c'].map((id): Write => ({
  action: 'index',
  index: 'articles',
  isAlias: true,
  id,
  source: { id },
}));
const items = (...statuses: number[]): unknown => ({
  items: statuses.map((status) => ({
    index: {
      status,
      ...(status < 300 ? {} : { error: { type: `type_${status}`, reason: `reason ${status}` } }),
    },
  })),
});
const BLOCKED = { index: { status: 403, error: { type: 'cluster_block_exception', reason: 'disk usage' } } };
const idsIn = (body: string | undefined): string[] =>
  Array.from((body ?? '').matchAll(/"_id":"(\w)"/g), ([, id = '']) => id);

test('what the server puts off is written again, alone, after pauses that grow from a second', async () => {
  const { url, bodies } = await serverOf([
    { status: 200, body: items(201, 429, 201) },
    { status: 200, body: items(429) },
    { status: 200, body: items(201) },
  ]);
  const { connection, waits } = connectionTo(url);
  expect(await bulk(WRITES, connection)).toEqual([]);
  expect(bodies.map(idsIn)).toEqual([['a', 'b', 'c'], ['b'], ['b']]);
  expect(waits).toHaveLength(2);
  expect(waits[0]).toBeGreaterThanOrEqual(1000);
  expect(waits[1]).toBeGreaterThanOrEqual(2000);
});

test('a document that does not fit is told apart, the others are written', async () => {
  const { url } = await serverOf([{ status: 200, body: items(201, 400, 201) }]);
  const { connection, waits } = connectionTo(url);
  expect(await bulk(WRITES, connection)).toEqual([{ id: 'b', reason: 'type_400: reason 400' }]);
  expect(waits).toEqual([]);
});

test('a word that another writer put first is there, a document in conflict is written again', async () => {
  const { url, bodies } = await serverOf([
    { status: 200, body: { items: [{ create: { status: 409 } }, { index: { status: 409 } }] } },
    { status: 200, body: items(200) },
  ]);
  const { connection } = connectionTo(url);
  const word: Write = { action: 'create', index: 'words', id: 'w', source: {} };
  expect(await bulk([word, ...WRITES.slice(0, 1)], connection)).toEqual([]);
  expect(bodies.map(idsIn)).toEqual([['w', 'a'], ['a']]);
});

test('a full disk passes, whichever status tells of it', async () => {
  const { url, bodies } = await serverOf([
    { status: 200, body: { items: [BLOCKED, BLOCKED, BLOCKED] } },
    { status: 403, body: { error: { type: 'cluster_block_exception', reason: 'blocked' }, status: 403 } },
    { status: 200, body: items(201, 201, 201) },
  ]);
  const { connection, waits } = connectionTo(url);
  expect(await bulk(WRITES, connection)).toEqual([]);
  expect(bodies).toHaveLength(3);
  expect(waits).toHaveLength(2);
});

test('a server that stays busy is given up for now', async () => {
  const { url, bodies } = await serverOf([{ status: 429, body: { error: { type: 'busy' }, status: 429 } }]);
  const { connection, waits } = connectionTo(url);
  await expect(bulk(WRITES, connection)).rejects.toMatchObject({
    code: 'SEARCH_UNAVAILABLE',
    retry: 'later',
  });
  expect(bodies).toHaveLength(5);
  expect(waits).toHaveLength(4);
});

test('another server, another version, a wrong address and a bad name are mistakes of the configuration', async () => {
  const older = await serverOf([{ status: 200, body: { version: { number: '7.17.0' } } }]);
  const other = await serverOf([{ status: 200, body: {}, isProduct: false }]);
  const fitting = await serverOf([{ status: 200, body: { version: { number: '9.5.3' } } }]);
  for (const [url, index] of [
    [older.url, 'articles'],
    [other.url, 'articles'],
    ['not an address', 'articles'],
    [fitting.url, 'Capital/letters'],
  ] as const)
    await expect(openElasticsearchSearch({ url, index, resolveEntity: () => [] })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      retry: 'never',
    });
});

test('a server that is away is said to be, to be tried later', async () => {
  const { url } = await serverOf([]);
  const [server] = servers.splice(0);
  server?.close();
  await expect(openElasticsearchSearch({ url, resolveEntity: () => [] })).rejects.toMatchObject({
    code: 'SEARCH_UNAVAILABLE',
    retry: 'later',
  });
});

test('a search that a busy server puts off is asked again after a pause', async () => {
  const busy = { status: 429, body: { error: { type: 'es_rejected_execution_exception' }, status: 429 } };
  const whole = { total: 1, successful: 1, skipped: 0, failed: 0 };
  const { url, bodies } = await serverOf([
    busy,
    { status: 200, body: { id: 'snapshot', _shards: whole } },
    busy,
    { status: 200, body: { _shards: whole, timed_out: false, hits: { total: { value: 7 }, hits: [] } } },
    { status: 200, body: { succeeded: true, num_freed: 1 } },
  ]);
  const { connection, waits } = connectionTo(url);
  const found = await onSnapshot(connection, async (ask) => {
    const { answer } = await ask({ size: 0 });
    return { total: answer.hits.total?.value, isOneShard: ask.isOneShard };
  });
  expect(found).toEqual({ total: 7, isOneShard: true });
  expect(waits).toHaveLength(2);
  expect(bodies).toHaveLength(5);
});
