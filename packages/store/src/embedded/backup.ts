import { access, cp, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { KhabarError } from '@khabar/article';

import type { EmbeddedPostgres } from './open-embedded-postgres.ts';

/** Files of a data folder that are not its content. */
const NOT_COPIED = new Set(['khabar.lock', 'khabar.socket', 'postgres.new', 'backups', 'run']);

export interface BackupOptions {
  /** The open store of this folder; without it the caller owns the lock and nothing runs. */
  readonly postgres?: EmbeddedPostgres;
  /** Also the raw pages (they are only ever appended to). Default true. */
  readonly rawPages?: boolean;
}

/**
 * Copies a data folder while the store pauses behind a checkpoint. The copy gets its name when it is whole and on disk.
 *
 * @throws KhabarError CONFLICT when `destination` exists.
 */
export async function backup(
  dataFolder: string,
  destination: string,
  options: BackupOptions = {},
): Promise<void> {
  if (await exists(destination))
    throw new KhabarError('CONFLICT', `${destination}: the backup's folder exists already`);
  const draft = `${destination}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(dirname(destination), { recursive: true });
  const copy = (): Promise<void> =>
    copyFolder(dataFolder, draft, (name) => options.rawPages !== false || name !== 'warc');
  await (options.postgres === undefined ? copy() : options.postgres.pause(copy));
  await syncFolder(draft);
  await rename(draft, destination);
}

/**
 * Puts a backup in the place of a data folder that does not exist or is empty; a damaged folder is moved away by hand first.
 *
 * @throws KhabarError CONFLICT, or INPUT_INVALID when the backup holds no cluster.
 */
export async function restore(backupFolder: string, dataFolder: string): Promise<void> {
  if (!(await exists(join(backupFolder, 'postgres', 'PG_VERSION')))) {
    throw new KhabarError(
      'INPUT_INVALID',
      `${backupFolder}: there is no backup here (postgres/PG_VERSION is missing)`,
    );
  }
  for (const name of ['postgres', 'version.json']) {
    if (await exists(join(dataFolder, name))) {
      throw new KhabarError(
        'CONFLICT',
        `${join(dataFolder, name)} exists: move the folder away before restoring into it`,
      );
    }
  }
  const draft = join(dataFolder, 'postgres.new');
  await rm(draft, { recursive: true, force: true });
  await copyFolder(backupFolder, dataFolder, (name) => name !== 'postgres');
  await cp(join(backupFolder, 'postgres'), draft, { recursive: true });
  await syncFolder(draft);
  await rename(draft, join(dataFolder, 'postgres'));
}

async function copyFolder(
  from: string,
  to: string,
  wanted: (topLevelName: string) => boolean,
): Promise<void> {
  await mkdir(to, { recursive: true });
  const entries = (await readdir(from)).filter((name) => !NOT_COPIED.has(name) && wanted(name));
  for (const name of entries) {
    await cp(join(from, name), join(to, name), {
      recursive: true,
      filter: (path) => !NOT_COPIED.has(basename(path)),
    });
  }
}

/** Makes what was written survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = await open(join(entry.parentPath, entry.name), 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
