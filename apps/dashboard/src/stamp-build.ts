import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Plugin } from 'vite';

const root = join(import.meta.dirname, '..');
const STAMP = 'sources.sha256';

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/testing/'))
    .toSorted();
}

/** SHA-256 of everything the built interface is made of, names included; tests and fixtures left out. */
export async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256');
  const single = ['index.html', 'package.json', 'vite.config.ts'].map((name) => join(root, name));
  const folders = await Promise.all(['src/ui', 'public'].map((name) => filesUnder(join(root, name))));
  for (const path of [...single, ...folders.flat()]) {
    hash
      .update(path.slice(root.length))
      .update('\0')
      .update(await readFile(path));
  }
  return hash.digest('hex');
}

/** Hash of the sources that `dist` was built from; null where nothing was built. */
export async function builtHash(dist: string): Promise<string | null> {
  return readFile(join(dist, STAMP), 'utf8').catch(() => null);
}

/** Vite plugin: writes the hash of the sources beside what was built from them. */
export function stampBuild(): Plugin {
  let dist = '';
  return {
    name: 'khabar-stamp-build',
    apply: 'build',
    configResolved(config) {
      dist = join(config.root, config.build.outDir);
    },
    async writeBundle() {
      await writeFile(join(dist, STAMP), await sourcesHash());
    },
  };
}
