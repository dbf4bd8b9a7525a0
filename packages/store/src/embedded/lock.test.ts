import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { type LockInfo, readLock, takeLock } from './lock.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const leave = async (info: Partial<LockInfo>): Promise<void> => {
  const whole: LockInfo = {
    pid: 1,
    started: 'then',
    host: hostname(),
    takenAt: '2026-01-01T00:00:00Z',
    address: null,
    ...info,
  };
  await writeFile(join(folder, 'khabar.lock'), JSON.stringify(whole));
};

it('a second owner is refused with the pid and the address of the first', async () => {
  const lock = await takeLock(folder);
  await lock.publish({ address: 'http://127.0.0.1:8080' });
  await expect(takeLock(folder)).rejects.toMatchObject({
    code: 'STORE_LOCKED',
    message: expect.stringMatching(new RegExp(`process ${process.pid}.*http://127.0.0.1:8080`)),
  });
  expect(await readLock(folder)).toMatchObject({ pid: process.pid, address: 'http://127.0.0.1:8080' });
  await lock.release();
  expect(await readLock(folder)).toBeNull();
});

it('a lock that a killed process left is taken over', async () => {
  const child = spawn('sleep', ['60']);
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
  await leave({ pid: child.pid ?? 0 });
  expect(await readLock(folder)).toBeNull();
  const lock = await takeLock(folder);
  expect(await readLock(folder)).toMatchObject({ pid: process.pid });
  await lock.release();
});

it('a lock whose process id now belongs to another process is taken over', async () => {
  await leave({ pid: process.pid, started: 'another boot:1' });
  const lock = await takeLock(folder);
  expect(lock.info().started).not.toBe('another boot:1');
  await lock.release();
});

it('a lock from another host is refused with what to do', async () => {
  await leave({ host: 'elsewhere.example' });
  await expect(takeLock(folder)).rejects.toMatchObject({
    code: 'STORE_LOCKED',
    message: expect.stringContaining('elsewhere.example'),
  });
  expect(await readLock(folder)).toMatchObject({ host: 'elsewhere.example' });
});

it('a lock file that a power cut left empty is taken over', async () => {
  await writeFile(join(folder, 'khabar.lock'), '');
  const lock = await takeLock(folder);
  expect(await readLock(folder)).toMatchObject({ pid: process.pid });
  await lock.release();
});

it('of many who take over a dead lock at once, one gets it', async () => {
  await leave({ pid: process.pid, started: 'another boot:1' });
  const script = `
    import { takeLock } from '${new URL('./lock.ts', import.meta.url).href}';
    takeLock(${JSON.stringify(folder)}).then(() => { process.stdout.write('got'); setTimeout(() => {}, 60000); }, () => process.stdout.write('refused'));`;
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--input-type=module', '-e', script]),
  );
  const answers = await Promise.all(
    children.map(async (child) => String((await once(child.stdout, 'data'))[0])),
  );
  for (const child of children) child.kill('SIGKILL');
  expect(answers.filter((answer) => answer === 'got')).toHaveLength(1);
  expect(JSON.parse(await readFile(join(folder, 'khabar.lock'), 'utf8'))).toHaveProperty('pid');
}, 30_000);

it('one who does not own the lock any more leaves it alone', async () => {
  const lock = await takeLock(folder);
  await leave({ host: 'elsewhere.example' });
  await lock.release();
  expect(await readLock(folder)).toMatchObject({ host: 'elsewhere.example' });
});

it.each(['file', 'file/within'])('a data folder that is a %s is named with what is needed', async (path) => {
  await writeFile(join(folder, 'file'), 'a file');
  await expect(takeLock(join(folder, path))).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
    message: expect.stringContaining(join(folder, path)),
  });
});
