import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { KhabarError } from '@khabar/article';

export interface FilesCopied {
  readonly files: number;
  readonly bytes: number;
}

const DRAFT = '.moving';

/**
 * Copies the files of a folder that are not whole in the other one yet; each gets its name when it is there and on disk.
 * A folder that is not there is an empty one. Throws KhabarError CANCELLED.
 */
export async function copyFiles(
  from: string,
  to: string,
  options: { signal: AbortSignal; onFile: (done: number, total: number) => void },
): Promise<void> {
  const names = await namesIn(from);
  if (names.length > 0) await mkdir(to, { recursive: true });
  for (const [at, name] of names.entries()) {
    if (options.signal.aborted) throw new KhabarError('CANCELLED', 'move: interrupted', { retry: 'later' });
    const [source, target] = [join(from, name), join(to, name)];
    if ((await sizeOf(target)) !== (await sizeOf(source))) await copyWhole(source, target);
    options.onFile(at + 1, names.length);
  }
}

async function copyWhole(source: string, target: string): Promise<void> {
  const draft = `${target}${DRAFT}`;
  await copyFile(source, draft);
  const file = await open(draft, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, target);
}

/** Reads every file on both sides. Throws KhabarError CONFLICT that names the first that differs. */
export async function sameFiles(
  from: string,
  to: string,
  onFile: (done: number, total: number) => void,
): Promise<FilesCopied> {
  const names = await namesIn(from);
  let bytes = 0;
  for (const [at, name] of names.entries()) {
    const [source, target] = [join(from, name), join(to, name)];
    const [one, other] = await Promise.all([sha256Of(source), sha256Of(target).catch(() => 'nothing')]);
    if (one !== other) {
      // It will be copied again the next time.
      await rm(target, { force: true });
      throw new KhabarError(
        'CONFLICT',
        `move: ${target} differs from ${source} (sha256 ${other}, not ${one}); move again`,
      );
    }
    bytes += (await sizeOf(source)) ?? 0;
    onFile(at + 1, names.length);
  }
  return { files: names.length, bytes };
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith(DRAFT))
    .map(({ name }) => name)
    .toSorted();
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}
