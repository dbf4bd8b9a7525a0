import { spawn } from 'node:child_process';
import { access, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { KhabarError } from '@khabar/article';

export type CreationStage = 'initdb' | 'checkpoint' | 'done';

const CREATE_MS = 180_000;
const STDERR_KEPT = 2000;

/** Whether the folder holds a whole cluster: one that is being made has another name until it is done. */
export async function hasCluster(folder: string): Promise<boolean> {
  return access(join(folder, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
}

/**
 * Creates a cluster in a child process and renames it into place when it is whole, so that a kill at any moment
 * leaves either nothing or a cluster.
 *
 * @throws KhabarError STORE_UNAVAILABLE with what the child said.
 */
export async function createCluster(
  folder: string,
  onProgress: (stage: CreationStage) => void = () => {},
): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  await rm(`${folder}.new`, { recursive: true, force: true });
  const script = fileURLToPath(new URL('./create-cluster-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--no-warnings', script, folder], {
    // Its stdin is never written to: it ends when this process does, and the child with it.
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: CREATE_MS,
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-STDERR_KEPT);
  });
  createInterface(child.stdout).on('line', (line) => {
    if (line === 'initdb' || line === 'checkpoint' || line === 'done') onProgress(line);
  });
  const code = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exit, signal) => resolve(exit ?? signal ?? 'unknown'));
  });
  if (code === 0 && (await hasCluster(folder))) return;
  throw new KhabarError(
    'STORE_UNAVAILABLE',
    `${folder}: the cluster could not be created (exit ${code}): ${said.trim()}`,
    { retry: 'later' },
  );
}
