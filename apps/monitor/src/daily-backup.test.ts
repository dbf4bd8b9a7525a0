import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { silentLogger } from '@khabar/observe';
import type { EmbeddedPostgres } from '@khabar/store';
import { sharedTestPostgres } from '@khabar/store/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { backUpDaily, backupFolder } from './daily-backup.ts';

let folder: string;
let postgres: EmbeddedPostgres;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'khabar-daily-'));
  await mkdir(join(folder, 'postgres'));
  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '18\n');
  await mkdir(join(folder, 'warc'));
  postgres = await sharedTestPostgres();
});
afterEach(() => rm(folder, { recursive: true }));

const day = (n: number): Date => new Date(Date.UTC(2025, 6, n, 3));

async function backUp(n: number, keep: number): Promise<string | null> {
  const made = await backUpDaily(folder, { postgres, keep, now: day(n), logger: silentLogger });
  if (made !== null) await utimes(made, day(n), day(n));
  return made;
}

test('one copy a day is made, without raw pages and without the copies before it', async () => {
  expect(await backUp(1, 7)).not.toBeNull();
  expect(await backUp(1, 7)).toBeNull();
  const second = await backUp(2, 7);
  expect((await readdir(second ?? '')).toSorted()).toEqual(['postgres']);
});

test('only the newest are kept', async () => {
  for (const n of [1, 2, 3, 4]) await backUp(n, 2);
  expect(await readdir(backupFolder(folder))).toEqual(['2025-07-03T030000Z', '2025-07-04T030000Z']);
});

test('none are made where none are wanted', async () => {
  expect(await backUp(1, 0)).toBeNull();
});
