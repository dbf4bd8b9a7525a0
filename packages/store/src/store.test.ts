import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { recordContract } from './contract.ts';
import { NOW } from './contract/asking.ts';
import { openRawPages } from './index.ts';
import { freshSchema, sharedTestPostgres } from './testing/index.ts';

recordContract('the embedded store', async () => {
  const { connection } = await sharedTestPostgres();
  return { connection, schema: freshSchema('store'), release: async () => {} };
});

test('a page comes back from its WARC file as it was, and a missing one is named', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'khabar-warc-'));
  const raw = await openRawPages(folder);
  const page = {
    url: 'http://gazeta.example/1',
    finalUrl: 'http://gazeta.example/one',
    fetchedAt: NOW,
    status: 200,
    headers: { 'content-type': 'text/html; charset=windows-1251', 'content-encoding': 'gzip' },
    body: new Uint8Array([0xd2, 0xe0, 0xeb, 0x0a, 0x00, 0xff]),
  };
  const sha256 = createHash('sha256').update(page.body).digest('hex');
  const first = await raw.append(page, 'pages');
  const second = await raw.append({ ...page, url: 'http://gazeta.example/2' }, 'pages');
  const [one, two] = [
    await raw.read(first, { url: page.url, sha256 }),
    await raw.read(second, { url: 'http://gazeta.example/2', sha256 }),
  ];
  expect(Array.from(one.body)).toEqual(Array.from(page.body));
  expect(one).toMatchObject({
    url: page.url,
    finalUrl: page.finalUrl,
    status: 200,
    fetchedAt: NOW,
    headers: { 'content-type': page.headers['content-type'] },
  });
  expect(one.headers['content-encoding']).toBeUndefined();
  expect(two.url).toBe('http://gazeta.example/2');
  await expect(raw.read({ file: first.file, offset: 10_000_000 }, { url: page.url, sha256 })).rejects.toThrow(
    /holds nothing at byte 10000000/,
  );
  await expect(raw.read(second, { url: page.url, sha256 })).rejects.toThrow(/holds another record/);
  await expect(
    raw.read({ file: first.file, offset: first.offset + 3 }, { url: page.url, sha256 }),
  ).rejects.toThrow(/record/);
  await raw.close();
  await rm(folder, { recursive: true });
});
