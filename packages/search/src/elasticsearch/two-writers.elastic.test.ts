import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

import { Client } from '@elastic/elasticsearch';
import { processEnvironment } from '@khabar/config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { allIds } from '../contract/asking.ts';
import { CORPUS } from '../contract/corpus.ts';
import type { Search, SearchDocument } from '../port.ts';
import { openElasticsearchSearch } from './open-elasticsearch-search.ts';

const url = processEnvironment()['ELASTICSEARCH_URL'] ?? '';

/** Stands before the server and holds back writes of new articles, from `held` until `release`. */
interface Gate {
  readonly url: string;
  readonly held: Promise<void>;
  release(): void;
  readonly server: Server;
}

async function openGate(): Promise<Gate> {
  const held = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const pass = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts);
    if (body.includes('"require_alias":true')) {
      held.resolve();
      await opened.promise;
    }
    const { method = 'GET', headers } = request;
    const given = await fetch(`${url}${request.url}`, {
      method,
      headers: {
        accept: headers.accept ?? '*/*',
        ...(headers['content-type'] === undefined ? {} : { 'content-type': headers['content-type'] }),
      },
      ...(body.length === 0 ? {} : { body }),
    });
    response.writeHead(given.status, {
      'content-type': given.headers.get('content-type') ?? 'application/json',
      'x-elastic-product': 'Elasticsearch',
    });
    response.end(Buffer.from(await given.arrayBuffer()));
  };
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, held: held.promise, release: opened.resolve, server };
}

describe.skipIf(url === '')('two processes that write (skipped where ELASTICSEARCH_URL is not set)', () => {
  const index = `test-${randomUUID().slice(0, 8)}`;
  const options = { url, index, resolveEntity: () => [], replacedForMs: 0 };
  let client: Client;
  let one: Search;
  let other: Search;
  beforeAll(async () => {
    client = new Client({ node: url });
    one = await openElasticsearchSearch(options);
    other = await openElasticsearchSearch(options);
  });
  afterAll(async () => {
    await one.close();
    await other.close();
    await client.indices.delete({ index: `${index}-*` });
    await client.indices.deleteIndexTemplate({ name: index });
    await client.close();
  });

  const behind = async (): Promise<string[]> =>
    Object.keys(await client.indices.getAlias({ name: index })).toSorted();
  const renamed = (round: string, title: string): SearchDocument[] =>
    CORPUS.slice(0, 6).map((document) => ({ ...document, id: `${round}-${document.id}`, title }));

  test('an article that stands in two indices is one again after whoever writes it next, with what they wrote', async () => {
    const [document] = renamed('copy', 'Fresh');
    if (document === undefined) throw new Error('the corpus is empty');
    await one.put([{ ...document, title: 'Stale' }]);
    const [older = ''] = await behind();
    const { _source } = await client.get({ index: older, id: document.id });
    await client.indices.rollover({ alias: index });
    await client.index({ index, id: document.id, document: _source, refresh: true });
    expect((await one.size()).documents).toBe(2);
    await other.put([document]);
    expect((await one.size()).documents).toBe(1);
    expect(await allIds(one, 'title:fresh')).toEqual([document.id]);
    await one.remove([document.id]);
    expect((await one.size()).documents).toBe(0);
  });

  test('a new article that one has looked for, and writes only after the other has and the alias has rolled over, is there once', async () => {
    const gate = await openGate();
    const slow = await openElasticsearchSearch({ ...options, url: gate.url });
    const late = slow.put(renamed('held', 'Later'));
    await gate.held;
    await one.put(renamed('held', 'Earlier'));
    await client.indices.rollover({ alias: index });
    gate.release();
    await late;
    expect((await one.size()).documents).toBe(6);
    expect(await allIds(one, 'title:earlier')).toEqual([]);
    await slow.remove(renamed('held', '').map(({ id }) => id));
    await slow.close();
    gate.server.closeAllConnections();
    gate.server.close();
  });

  test('the same new articles put by both while the alias rolls over are there once', async () => {
    for (const round of ['a', 'b']) {
      const documents = renamed(round, 'Both');
      await Promise.all([
        one.put(documents),
        client.indices.rollover({ alias: index }),
        other.put(documents),
        other.put(documents.slice(0, 3)),
      ]);
      expect((await one.size()).documents).toBe(documents.length);
      await other.remove(documents.map(({ id }) => id));
    }
    expect((await behind()).length).toBeGreaterThan(3);
  });

  test('the same new articles put by both while a rebuild takes over are there once, and the old indices stay away', async () => {
    const old = await behind();
    const documents = renamed('late', 'Late');
    const rebuild = await one.beginRebuild('takeover');
    await rebuild.put(documents);
    await Promise.all([one.put(documents), rebuild.finish(), other.put(documents)]);
    await other.put(documents);
    expect((await other.size()).documents).toBe(documents.length);
    await one.close();
    one = await openElasticsearchSearch(options);
    await client.bulk({
      operations: [{ index: { _index: old[0] ?? '', _id: 'x' } }, { id: 'x' }],
    });
    expect(await client.indices.exists({ index: old })).toBe(false);
    expect((await behind()).length).toBe(1);
  });
});
