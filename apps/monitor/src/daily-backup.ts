import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { Logger } from '@khabar/observe';
import { backup, type EmbeddedPostgres } from '@khabar/store';

const DAY_MS = 24 * 60 * 60_000;
const NAME = /^\d{4}-\d\d-\d\dT\d{6}Z$/;

/** Where the daily copies of a data folder lie. */
export function backupFolder(dataFolder: string): string {
  return join(dataFolder, 'backups');
}

/**
 * Makes a copy of the record when the newest is a day old, and takes away all but the newest `keep`. Raw pages are not copied:
 * they are only ever appended to. Returns the new copy's folder, or null when none was due.
 */
export async function backUpDaily(
  dataFolder: string,
  options: { postgres: EmbeddedPostgres; keep: number; now: Date; logger: Logger },
): Promise<string | null> {
  const { keep, now } = options;
  if (keep === 0) return null;
  const folder = backupFolder(dataFolder);
  const existing = await copies(folder);
  const newest = existing.at(-1);
  const age = newest === undefined ? Infinity : now.getTime() - (await stat(join(folder, newest))).mtimeMs;
  if (age < DAY_MS) return null;
  const name = `${now.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
  const destination = join(folder, name);
  await backup(dataFolder, destination, { postgres: options.postgres, rawPages: false });
  options.logger.info({ destination }, 'daily backup made');
  for (const old of [...existing, name].slice(0, -keep))
    await rm(join(folder, old), { recursive: true, force: true });
  return destination;
}

async function copies(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => NAME.test(name)).toSorted();
}
