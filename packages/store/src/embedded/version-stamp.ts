import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { KhabarError } from '@khabar/article';
import { z } from 'zod';

/** What a data folder was written by; the numbers decide who can read it. */
export const VersionStamp = z.object({
  /** Layout and meaning of the folder, counted by Khabar. */
  format: z.int().positive(),
  /** PGlite's version up to the number that changes its file format. */
  pglite: z.string(),
  /** PostgreSQL's major version. */
  postgres: z.int(),
});
export type VersionStamp = z.infer<typeof VersionStamp>;

export const CURRENT_STAMP: VersionStamp = { format: 1, pglite: '0.5', postgres: 18 };

const FILE = 'version.json';

/**
 * Refuses a data folder that this version cannot read, and stamps a new one.
 *
 * @throws KhabarError STORE_VERSION
 */
export async function checkVersionStamp(dataFolder: string): Promise<void> {
  const path = join(dataFolder, FILE);
  const text = await readIfThere(path);
  if (text === null) {
    await refuseOtherCluster(dataFolder);
    await writeFile(`${path}.new`, `${JSON.stringify(CURRENT_STAMP)}\n`);
    await rename(`${path}.new`, path);
    return;
  }
  const stamp = parseStamp(text, path);
  if (stamp.format > CURRENT_STAMP.format) {
    throw refused(
      `${path}: the folder was written by a newer Khabar (format ${stamp.format}; this one reads up to ${CURRENT_STAMP.format}). Run that version, or restore a backup made before the upgrade.`,
    );
  }
  if (stamp.postgres !== CURRENT_STAMP.postgres || stamp.pglite !== CURRENT_STAMP.pglite) {
    throw refused(
      `${path}: the folder was written by PGlite ${stamp.pglite} (PostgreSQL ${stamp.postgres}); this Khabar has PGlite ${CURRENT_STAMP.pglite} (PostgreSQL ${CURRENT_STAMP.postgres}). Dump it with pg_dump under the version that wrote it and restore the dump into a new folder.`,
    );
  }
}

const refused = (message: string): KhabarError => new KhabarError('STORE_VERSION', message);

function parseStamp(text: string, path: string): VersionStamp {
  try {
    return VersionStamp.parse(JSON.parse(text));
  } catch (cause) {
    throw new KhabarError('STORE_VERSION', `${path}: this version stamp is unknown to Khabar`, { cause });
  }
}

/** A cluster without a stamp is one that was being made when the process died, if it is of our PostgreSQL. */
async function refuseOtherCluster(dataFolder: string): Promise<void> {
  const path = join(dataFolder, 'postgres', 'PG_VERSION');
  const version = (await readIfThere(path))?.trim() ?? null;
  if (version !== null && version !== String(CURRENT_STAMP.postgres)) {
    throw refused(
      `${path}: a cluster of PostgreSQL ${version}; this Khabar has PostgreSQL ${CURRENT_STAMP.postgres}`,
    );
  }
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
