import { execFile } from 'node:child_process';
import { link, mkdir, open, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

import { KhabarError } from '@khabar/article';
import { z } from 'zod';

/** Who owns a data folder. */
export const LockInfo = z.object({
  pid: z.int(),
  /** When the process started, in the system's own words: a process id is used again, with another start. */
  started: z.string().nullable(),
  host: z.string(),
  takenAt: z.string(),
  /** Where the owner serves HTTP, once it does. */
  address: z.string().nullable(),
});
export type LockInfo = z.infer<typeof LockInfo>;

export interface FolderLock {
  readonly info: () => LockInfo;
  /** Tells others where the owner serves. */
  publish(news: { address: string }): Promise<void>;
  release(): Promise<void>;
}

const FILE = 'khabar.lock';
const ATTEMPTS = 5;
const CONFIRM_MS = 100;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

/**
 * Makes this process the only owner of a data folder: two processes in one PGlite folder lose rows in silence.
 *
 * @throws KhabarError STORE_LOCKED when a living process, or one on another host, owns it; CONFIG_INVALID when the path is a
 * file's.
 */
export async function takeLock(dataFolder: string): Promise<FolderLock> {
  await makeFolder(dataFolder);
  const path = join(dataFolder, FILE);
  const mine: LockInfo = {
    pid: process.pid,
    started: await processStart(process.pid),
    host: hostname(),
    takenAt: new Date().toISOString(),
    address: null,
  };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (await createWhole(path, mine)) {
      // One who judged the former lock dead at the same moment may have taken this one away.
      if (attempt > 0) await wait(CONFIRM_MS);
      const now = await read(path);
      if (attempt === 0 || (now !== null && isSame(now, mine))) return folderLock(path, mine);
    }
    const owner = await read(path);
    if (owner !== null) await refuseLiving(owner, path);
    await removeDead(path, owner);
  }
  throw new KhabarError('STORE_LOCKED', `${path}: others take this lock at the same time`, {
    retry: 'later',
  });
}

async function makeFolder(dataFolder: string): Promise<void> {
  try {
    await mkdir(dataFolder, { recursive: true });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' && codeOf(error) !== 'ENOTDIR') throw error;
    throw new KhabarError(
      'CONFIG_INVALID',
      `KHABAR_DATA: ${dataFolder} is a file, or lies within one; a folder is needed`,
      {
        cause: error,
      },
    );
  }
}

/** Who owns the data folder now; null when nobody does or the owner has died. */
export async function readLock(dataFolder: string): Promise<LockInfo | null> {
  const owner = await read(join(dataFolder, FILE));
  if (owner === null) return null;
  return owner.host !== hostname() || (await isAlive(owner)) ? owner : null;
}

async function refuseLiving(owner: LockInfo, path: string): Promise<void> {
  if (owner.host !== hostname()) {
    throw new KhabarError(
      'STORE_LOCKED',
      `${path}: process ${owner.pid} on host ${owner.host} took this folder at ${owner.takenAt}, and whether it still runs cannot be seen from ${hostname()}. Stop it there; if that host is gone for good, remove ${path}.`,
    );
  }
  if (!(await isAlive(owner))) return;
  const where = owner.address === null ? '' : `, which serves ${owner.address}`;
  throw new KhabarError('STORE_LOCKED', `${path}: the folder is in use by process ${owner.pid}${where}`);
}

/** Takes a dead owner's file away, and puts it back when it turns out to be another's. */
async function removeDead(path: string, dead: LockInfo | null): Promise<void> {
  const aside = `${path}.${process.pid}.old`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const taken = await read(aside);
  if (taken !== null && (dead === null || !isSame(taken, dead))) await link(aside, path).catch(() => {});
  await unlink(aside).catch(() => {});
}

const isSame = (one: LockInfo, other: LockInfo): boolean =>
  one.pid === other.pid && one.started === other.started && one.takenAt === other.takenAt;

/** Creates the file with its content in one step; false when there is one. */
async function createWhole(path: string, info: LockInfo): Promise<boolean> {
  const draft = `${path}.${process.pid}.new`;
  await writeFile(draft, `${JSON.stringify(info)}\n`);
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(codeOf(error))) throw error;
    return createExclusive(path, info);
  } finally {
    await unlink(draft);
  }
}

/** For file systems without hard links. */
async function createExclusive(path: string, info: LockInfo): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(`${JSON.stringify(info)}\n`);
    await file.close();
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Null when there is none, or one that a power cut left unreadable. */
async function read(path: string): Promise<LockInfo | null> {
  try {
    return LockInfo.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || error instanceof SyntaxError || error instanceof z.ZodError)
      return null;
    throw error;
  }
}

function folderLock(path: string, taken: LockInfo): FolderLock {
  let info = taken;
  return {
    info: () => info,
    publish: async ({ address }) => {
      info = { ...info, address };
      const draft = `${path}.${process.pid}.new`;
      await writeFile(draft, `${JSON.stringify(info)}\n`);
      await rename(draft, path);
    },
    release: async () => {
      const now = await read(path);
      if (now !== null && isSame(now, taken)) await unlink(path);
    },
  };
}

async function isAlive(owner: LockInfo): Promise<boolean> {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    // EPERM: it lives, and belongs to another user.
    if (codeOf(error) !== 'EPERM') return false;
  }
  const started = await processStart(owner.pid);
  return started === null || owner.started === null || started === owner.started;
}

/** When a process started, as text to compare; null when that cannot be seen. */
async function processStart(pid: number): Promise<string | null> {
  if (process.platform === 'linux') {
    try {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
      const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
      // Field 22 counts from the first; the second, the name, may hold spaces and brackets.
      const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
      return `${boot.trim()}:${ticks}`;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  }
  const asked = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => null);
  const text = asked?.stdout.trim() ?? '';
  return text === '' ? null : text;
}
