import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { builtHash, sourcesHash } from './stamp-build.ts';

const root = join(import.meta.dirname, '..');

/** Folder with the built interface; builds it first (a few seconds) when it is missing or older than its sources. */
export async function ensureBuilt(log: (message: string) => void): Promise<string> {
  const dist = join(root, 'dist');
  if ((await builtHash(dist)) === (await sourcesHash())) return dist;

  log('building the dashboard');
  const { build } = await import('vite');
  // A folder of its own, swapped in when whole: two processes may start at once.
  const fresh = `dist-${process.pid}`;
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: fresh, emptyOutDir: true },
  });
  await rm(dist, { recursive: true, force: true });
  await rename(join(root, fresh), dist).catch(async (cause: unknown) => {
    await rm(join(root, fresh), { recursive: true, force: true });
    if ((await builtHash(dist)) === null) throw cause;
  });
  return dist;
}
