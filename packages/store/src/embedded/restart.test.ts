import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client, Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { backup, restore } from './backup.ts';
import type { Space } from './free-space.ts';
import { type EmbeddedPostgres, openEmbeddedPostgres } from './open-embedded-postgres.ts';
import { storeError } from './store-error.ts';
import { testClusterImage } from './testing.ts';

const GIGABYTE = 1e9;
const stages: string[] = [];
const events: string[] = [];
let space: Space = { freeBytes: 50 * GIGABYTE, totalBytes: 100 * GIGABYTE };
let folder: string;
let postgres: EmbeddedPostgres;
let pool: Pool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'long-name-'.repeat(12)));
  postgres = await openEmbeddedPostgres(join(folder, 'data', 'postgres'), {
    onProgress: (stage) => stages.push(stage),
    onEvent: (message) => events.push(message),
    maintenance: { walLimitBytes: 8 << 20, vacuumEveryMs: 0 },
    space: async () => space,
  });
  pool = new Pool({ ...postgres.connection, max: 4 });
  pool.on('error', () => {});
  await pool.query('create table t (id int primary key, n int)');
  await pool.query('insert into t select i, 0 from generate_series(1, 1000) i');
}, 120_000);

afterAll(async () => {
  await pool.end();
  await postgres.close();
  await rm(folder, { recursive: true, force: true });
});

const total = async (): Promise<unknown> => (await pool.query('select sum(n)::int as n from t')).rows[0];

it('a new folder is made with signs of progress, however long its name', () => {
  expect(stages).toEqual(['initdb', 'checkpoint', 'done']);
});

it('a query beyond its deadline fails with 57014; who waits gets an answer, who listens goes on hearing', async () => {
  const listener = new Client(postgres.connection);
  await listener.connect();
  await listener.query('listen news');
  await listener.query({ name: 'kept', text: 'select 1 as v' });
  const impatient = new Pool({ ...postgres.connection, statement_timeout: 300 });
  impatient.on('error', () => {});
  const failing = impatient.query('select count(*) from generate_series(1, 3000000000)');
  failing.catch(() => {});
  const waiting = await pool.query('select count(*)::int as n from t');
  expect(waiting.rows).toEqual([{ n: 1000 }]);
  await expect(failing).rejects.toMatchObject({ code: '57014' });
  const heard = once(listener, 'notification');
  await pool.query("notify news, 'after the restart'");
  expect((await heard)[0]).toMatchObject({ payload: 'after the restart' });
  expect((await listener.query({ name: 'kept', text: 'select 1 as v' })).rows).toEqual([{ v: 1 }]);
  await Promise.all([listener.end(), impatient.end()]);
});

it('a thread that dies loses nothing committed and rolls back what was open', async () => {
  await pool.query('update t set n = 5 where id = 1');
  const open = new Client(postgres.connection);
  open.on('error', () => {});
  await open.connect();
  await open.query('begin; update t set n = 7 where id = 1');
  const running = open.query('select count(*) from generate_series(1, 100000000)');
  running.catch(() => {});
  await new Promise((resolve) => void setTimeout(resolve, 50));
  postgres.restart('test');
  expect(postgres.state()).toEqual({ kind: 'restarting' });
  await expect(running).rejects.toMatchObject({ code: '57P02' });
  expect(await total()).toEqual({ n: 5 });
  expect(postgres.state()).toEqual({ kind: 'ok' });
  expect(storeError(await running.catch((error: unknown) => error))).toMatchObject({
    code: 'STORE_UNAVAILABLE',
    retry: 'later',
  });
});

it('a transaction that a restart ended is not continued in the next session', async () => {
  const open = new Client(postgres.connection);
  open.on('error', () => {});
  await open.connect();
  await open.query('begin; update t set n = 9 where id = 2');
  postgres.restart('test');
  await expect.poll(() => postgres.state().kind, { timeout: 20_000 }).toBe('ok');
  await expect(open.query('update t set n = 9 where id = 3')).rejects.toMatchObject({ code: '57P02' });
  expect(await total()).toEqual({ n: 5 });
});

it('an idle transaction is rolled back for those who wait, and hears of it when it speaks', async () => {
  const other = await openEmbeddedPostgres(null, {
    idleInTransactionMs: 300,
    image: await testClusterImage(),
  });
  const [idle, waiting] = [new Client(other.connection), new Client(other.connection)];
  idle.on('error', () => {});
  await Promise.all([idle.connect(), waiting.connect()]);
  await idle.query('begin; create table gone (a int)');
  expect((await waiting.query("select to_regclass('gone') as t")).rows).toEqual([{ t: null }]);
  await expect(idle.query('commit')).rejects.toMatchObject({ code: '25P03' });
  await waiting.end();
  await other.close();
}, 30_000);

it('WAL and a busy table stay flat over 100,000 updates', async () => {
  const sizes: number[] = [];
  const wal: number[] = [];
  for (let round = 0; round < 10; round++) {
    for (let batch = 0; batch < 10; batch++) await pool.query('update t set n = n + 1');
    await expect.poll(() => postgres.walBytes(), { timeout: 10_000 }).toBeLessThan(9 << 20);
    await postgres.vacuum();
    const { rows } = await pool.query<{ n: string }>("select pg_total_relation_size('t') as n");
    sizes.push(Number(rows[0]?.n));
    wal.push(await postgres.walBytes());
  }
  expect(Math.max(...sizes)).toBeLessThan(4 << 20);
  expect(sizes.at(-1)).toBeLessThanOrEqual((sizes[2] ?? 0) * 1.5);
  expect(Math.max(...wal)).toBeLessThan(9 << 20);
}, 60_000);

it('writing stops while the disk is nearly full, reading goes on, and writing resumes', async () => {
  const before = await total();
  space = { freeBytes: 0.1 * GIGABYTE, totalBytes: 100 * GIGABYTE };
  await expect.poll(() => postgres.state().kind, { timeout: 5000 }).toBe('read-only');
  const refused: unknown = await pool.query('update t set n = 0').catch((error: unknown) => error);
  expect(storeError(refused)).toMatchObject({ code: 'STORE_DISK_FULL', retry: 'later' });
  expect(await total()).toEqual(before);
  space = { freeBytes: 10 * GIGABYTE, totalBytes: 100 * GIGABYTE };
  await expect.poll(() => postgres.state().kind, { timeout: 5000 }).toBe('ok');
  await pool.query('update t set n = n');
  expect(events.some((event) => event.startsWith('disk: 100 MB free'))).toBe(true);
});

it('a backup taken while others write is whole, and a folder with data is not restored over', async () => {
  const data = join(folder, 'data');
  await writeFile(join(data, 'version.json'), '{}');
  const writing = Array.from({ length: 20 }, () => pool.query('update t set n = n + 1'));
  await backup(data, join(folder, 'copy'), { postgres });
  await Promise.all(writing);
  await expect(restore(join(folder, 'copy'), data)).rejects.toMatchObject({ code: 'CONFLICT' });
  await restore(join(folder, 'copy'), join(folder, 'restored'));
  const copy = await openEmbeddedPostgres(join(folder, 'restored', 'postgres'));
  const client = new Client(copy.connection);
  await client.connect();
  const { rows } = await client.query(
    'select count(*)::int as rows, count(distinct n - case id when 1 then 5 else 0 end)::int as states from t',
  );
  expect(rows).toEqual([{ rows: 1000, states: 1 }]);
  await client.end();
  await copy.close();
}, 60_000);

it('kill -9 in the middle of writing loses no acknowledged row', async () => {
  const killed = join(folder, 'killed');
  await postgres.pause(() => cp(join(folder, 'data', 'postgres'), killed, { recursive: true }));
  const index = new URL('./open-embedded-postgres.ts', import.meta.url).href;
  const script = `
    import pg from '${import.meta.resolve('pg')}';
    import { openEmbeddedPostgres } from '${index}';
    const postgres = await openEmbeddedPostgres(${JSON.stringify(killed)});
    const client = new pg.Client(postgres.connection);
    await client.connect();
    for (let id = 2000; ; id++) {
      await client.query('insert into t values ($1, 0)', [id]);
      process.stdout.write(id + '\\n');
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (said.split('\n').length > 50) child.kill('SIGKILL');
  });
  await once(child, 'close');
  const acknowledged = said.split('\n').filter((line) => line !== '').length;
  const reopened = await openEmbeddedPostgres(killed);
  const client = new Client(reopened.connection);
  await client.connect();
  const { rows } = await client.query<{ n: number }>('select count(*)::int as n from t where id >= 2000');
  expect(rows[0]?.n).toBeGreaterThanOrEqual(acknowledged);
  expect(acknowledged).toBeGreaterThan(10);
  await client.end();
  await reopened.close();
}, 60_000);
