import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';

import type { Page } from '@khabar/article';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { openRawPages, type RawLocation } from './raw-pages.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'khabar-raw-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Of that many bytes which cannot be compressed. */
const bodyOf = (name: string, bytes: number): Buffer =>
  createHash('shake256', { outputLength: bytes }).update(name).digest();
const urlOf = (name: string): string => `http://kubha.example/${name}`;
const pageOf = (name: string, bytes = 300): Page => ({
  url: urlOf(name),
  finalUrl: urlOf(name),
  fetchedAt: '2025-07-04T09:00:00.000Z',
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: bodyOf(name, bytes),
});
const expected = (name: string, bytes = 300): { url: string; sha256: string } => ({
  url: urlOf(name),
  sha256: createHash('sha256').update(bodyOf(name, bytes)).digest('hex'),
});

/** A process that appends pages of the names and sizes it is told, one after the other, and says where each lies or why not. */
function writer(
  inFolder: string,
  pages: readonly [name: string, bytes: number][],
  limit?: number,
): ChildProcess {
  const program = `
    import { createHash } from 'node:crypto';
    import { openRawPages } from ${JSON.stringify(join(import.meta.dirname, 'raw-pages.ts'))};
    const raw = await openRawPages(${JSON.stringify(inFolder)});
    const pageOf = (name, bytes) => ({
      url: 'http://kubha.example/' + name, finalUrl: 'http://kubha.example/' + name, fetchedAt: '2025-07-04T09:00:00.000Z', status: 200,
      headers: {}, body: createHash('shake256', { outputLength: bytes }).update(name).digest() });
    for (const [name, bytes] of ${JSON.stringify(pages)})
      await raw.append(pageOf(name, bytes), 'pages').then(
        (location) => console.log(JSON.stringify({ name, bytes, location })),
        (error) => console.log(JSON.stringify({ name, bytes, code: error.code, message: error.message })));
    await raw.close();`;
  const run = [process.execPath, '--input-type=module', '-e', program];
  // The limit stops a write in the middle, as a full disk does; the signal would end the process instead.
  const shell = limit === undefined ? 'exec "$@"' : `trap '' XFSZ; ulimit -f ${limit}; exec "$@"`;
  return spawn('sh', ['-c', shell, 'sh', ...run], { stdio: ['ignore', 'pipe', 'inherit'] });
}

interface Said {
  readonly name: string;
  readonly bytes: number;
  readonly location?: RawLocation;
  readonly code?: string;
  readonly message?: string;
}

async function* saidBy(child: ChildProcess): AsyncGenerator<Said> {
  if (child.stdout === null) throw new Error('no output');
  for await (const line of createInterface(child.stdout)) yield JSON.parse(line);
}

test('two writers of one process id, host and moment have files of their own', async () => {
  const shared = join(folder, 'same');
  const [one, two] = [await openRawPages(shared), await openRawPages(shared)];
  const [first, second] = await Promise.all([
    one.append(pageOf('a'), 'pages'),
    two.append(pageOf('b'), 'pages'),
  ]);
  expect(first.file).not.toBe(second.file);
  expect((await two.read(first, expected('a'))).url).toBe(urlOf('a'));
  expect((await one.read(second, expected('b'))).url).toBe(urlOf('b'));
  await Promise.all([one.close(), two.close()]);
});

test('pages are read while other processes write beside them', async () => {
  const shared = join(folder, 'shared');
  const reader = await openRawPages(shared);
  const writers = ['x', 'y'].map((name) =>
    writer(
      shared,
      Array.from({ length: 25 }, (_, index): [string, number] => [`${name}${index}`, 5000]),
    ),
  );
  let read = 0;
  await Promise.all(
    writers.map(async (child) => {
      for await (const { name, bytes, location } of saidBy(child)) {
        if (location === undefined) throw new Error(`${name} was not written`);
        const page = await reader.read(location, expected(name, bytes));
        if (bodyOf(name, bytes).equals(page.body)) read += 1;
      }
    }),
  );
  expect(read).toBe(50);
  expect(await readdir(shared)).toHaveLength(2);
  await reader.close();
});

test('a write that the disk takes in part leaves no half record: what lies before it and what comes after it is whole', async () => {
  const full = join(folder, 'full');
  // The limit is 20 blocks of 512 or 1024 bytes, as the shell has it.
  const child = writer(
    full,
    [
      ['a', 3000],
      ['b', 40_000],
      ['c', 3000],
    ],
    20,
  );
  const ended = once(child, 'exit');
  const said = await Array.fromAsync(saidBy(child));
  expect((await ended)[0]).toBe(0);
  const [a, b, c] = said;
  expect(b).toMatchObject({ name: 'b', code: expect.stringMatching(/^STORE_/) });
  const reader = await openRawPages(full);
  for (const one of [a, c]) {
    if (one?.location === undefined) throw new Error('not written');
    expect((await reader.read(one.location, expected(one.name, one.bytes))).status).toBe(200);
  }
  await reader.close();
  const files = await readdir(full);
  expect(files).toHaveLength(2);
  for (const file of files) {
    const text = gunzipSync(await readFile(join(full, file))).toString('latin1');
    expect(text.match(/^WARC\/1\.1/gm)).toHaveLength(1);
  }
});

test('a shelf that another process removed is begun anew', async () => {
  const shared = join(folder, 'removed');
  const [one, two] = [await openRawPages(shared), await openRawPages(shared)];
  await one.append(pageOf('a'), 'sample');
  await two.removeShelf('sample');
  const location = await one.append(pageOf('b'), 'sample');
  expect((await two.read(location, expected('b'))).url).toBe(urlOf('b'));
  await Promise.all([one.close(), two.close()]);
});

test('a page that came without headers keeps its body', async () => {
  const raw = await openRawPages(join(folder, 'bare'));
  const location = await raw.append({ ...pageOf('a'), headers: { 'transfer-encoding': 'chunked' } }, 'pages');
  const page = await raw.read(location, expected('a'));
  expect(page.headers).toEqual({});
  expect(bodyOf('a', 300).equals(page.body)).toBe(true);
  await raw.close();
});
