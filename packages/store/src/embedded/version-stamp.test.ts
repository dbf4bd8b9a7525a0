import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { sharedTestPostgres, testPool } from './testing.ts';
import { checkVersionStamp, CURRENT_STAMP } from './version-stamp.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stamp-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const stamp = (content: unknown): Promise<void> =>
  writeFile(join(folder, 'version.json'), JSON.stringify(content));

it('a new folder is stamped, and its stamp accepted', async () => {
  await checkVersionStamp(folder);
  expect(JSON.parse(await readFile(join(folder, 'version.json'), 'utf8'))).toEqual(CURRENT_STAMP);
  await checkVersionStamp(folder);
});

it('a newer format is refused', async () => {
  await stamp({ ...CURRENT_STAMP, format: 2 });
  await expect(checkVersionStamp(folder)).rejects.toMatchObject({
    code: 'STORE_VERSION',
    message: expect.stringContaining('newer Khabar'),
  });
});

it('another PostgreSQL is refused, with what to do', async () => {
  await stamp({ ...CURRENT_STAMP, postgres: 17 });
  await expect(checkVersionStamp(folder)).rejects.toMatchObject({
    code: 'STORE_VERSION',
    message: expect.stringContaining('pg_dump'),
  });
});

it('an unknown stamp is refused', async () => {
  await stamp({ made: 'by hand' });
  await expect(checkVersionStamp(folder)).rejects.toMatchObject({ code: 'STORE_VERSION' });
});

it('a cluster of another PostgreSQL without a stamp is refused', async () => {
  await mkdir(join(folder, 'postgres'));
  await writeFile(join(folder, 'postgres', 'PG_VERSION'), '16\n');
  await expect(checkVersionStamp(folder)).rejects.toMatchObject({ code: 'STORE_VERSION' });
});

it('the stamp says what is installed', async () => {
  const pglite = fileURLToPath(new URL('../package.json', import.meta.resolve('@electric-sql/pglite')));
  expect(JSON.parse(await readFile(pglite, 'utf8')).version).toMatch(
    new RegExp(`^${CURRENT_STAMP.pglite}\\.`),
  );
  await sharedTestPostgres();
  const pool = await testPool('public');
  const { rows } = await pool.query("select current_setting('server_version') as v");
  expect(rows[0].v).toMatch(new RegExp(`^${CURRENT_STAMP.postgres}\\.`));
  await pool.end();
});
