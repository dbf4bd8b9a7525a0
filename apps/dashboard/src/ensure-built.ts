import { execFile } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { processEnvironment } from '@khabar/config';

import { builtHash, sourcesHash } from './stamp-build.ts';

const root = join(import.meta.dirname, '..');
const MOST_BUILD_MS = 300_000;

/** Folder with the built interface; builds it first (a few seconds) when it is missing or older than its sources. */
export async function ensureBuilt(log: (message: string) => void): Promise<string> {
  const dist = join(root, 'dist');
  if ((await builtHash(dist)) === (await sourcesHash())) return dist;

  log('building the dashboard');
  // A folder of its own, swapped in when whole: two processes may start at once.
  const fresh = `dist-${process.pid}`;
  try {
    await buildInto(fresh);
    await rm(dist, { recursive: true, force: true });
    await rename(join(root, fresh), dist);
  } catch (cause) {
    await rm(join(root, fresh), { recursive: true, force: true });
    // The other process may have been the first to swap its own in.
    if ((await builtHash(dist)) !== (await sourcesHash())) throw cause;
  }
  return dist;
}

/**
 * Runs Vite in a process of its own: its memory goes with it, and NODE_ENV can be `production` whatever it is here
 * (React builds itself for development otherwise).
 */
async function buildInto(folder: string): Promise<void> {
  const vite = join(dirname(fileURLToPath(import.meta.resolve('vite/package.json'))), 'bin', 'vite.js');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: root,
      env: { ...processEnvironment(), NODE_ENV: 'production' },
      timeout: MOST_BUILD_MS,
    },
  );
}
