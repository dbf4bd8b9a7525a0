import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { copyFiles, sameFiles } from './copy-files.ts';

let root: string;
let from: string;
let to: string;
const options = { signal: new AbortController().signal, onFile: () => {} };

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'khabar-files-'));
  [from, to] = [join(root, 'from'), join(root, 'to')];
  await mkdir(from);
  for (const name of ['a.warc.gz', 'b.warc.gz', 'c.warc.gz'])
    await writeFile(join(from, name), `${name} content`);
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('files are copied whole, and counted and compared on both sides', async () => {
  await copyFiles(from, to, options);
  expect(await readdir(to)).toEqual(['a.warc.gz', 'b.warc.gz', 'c.warc.gz']);
  expect(await sameFiles(from, to, () => {})).toEqual({ files: 3, bytes: 51 });
});

test('a copy that was stopped goes on with what is missing or not whole', async () => {
  await mkdir(to);
  await writeFile(join(to, 'a.warc.gz'), 'a.warc.gz content');
  await writeFile(join(to, 'b.warc.gz'), 'b.warc');
  await writeFile(join(to, 'c.warc.gz.moving'), 'c.w');
  await copyFiles(from, to, options);
  expect(await sameFiles(from, to, () => {})).toEqual({ files: 3, bytes: 51 });
});

test('a file that was changed on its way is named, and the next run mends it', async () => {
  await copyFiles(from, to, options);
  await writeFile(join(to, 'b.warc.gz'), 'B.warc.gz content');
  await expect(sameFiles(from, to, () => {})).rejects.toMatchObject({
    code: 'CONFLICT',
    message: expect.stringMatching(/b\.warc\.gz differs .*; move again/),
  });
  await copyFiles(from, to, options);
  await sameFiles(from, to, () => {});
  expect(await readFile(join(to, 'b.warc.gz'), 'utf8')).toBe('b.warc.gz content');
});

test('an interruption ends it between two files', async () => {
  const stop = new AbortController();
  const copying = copyFiles(from, to, { signal: stop.signal, onFile: () => stop.abort() });
  await expect(copying).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await readdir(to)).toEqual(['a.warc.gz']);
});

test('a folder that is not there has no files', async () => {
  await copyFiles(join(root, 'nothing'), to, options);
  expect(await sameFiles(join(root, 'nothing'), to, () => {})).toEqual({ files: 0, bytes: 0 });
});
