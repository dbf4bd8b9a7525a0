import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { KhabarError } from '@khabar/article';

import { fileError } from '../failure.ts';

/** One thing to be handed in. */
export type Input =
  | { readonly kind: 'stdin' }
  | { readonly kind: 'address'; readonly url: string }
  | { readonly kind: 'file'; readonly path: string; readonly bytes: number };

/** The inputs of one argument, and what a folder holds besides, by extension. */
export interface FoundInputs {
  readonly inputs: readonly Input[];
  readonly passedOver: ReadonlyMap<string, number>;
}

const READ_FROM_FOLDERS = new Set(['.txt', '.md', '.html', '.htm', '.xhtml', '.shtml', '.warc', '.gz', '']);

/**
 * What an argument of `khabar ingest` means: `-` is stdin, an address is one, a folder is every file below it that may
 * hold an article. Throws KhabarError INPUT_MISSING or INPUT_INVALID that names it.
 */
export async function findInputs(argument: string): Promise<FoundInputs> {
  if (argument === '-') return { inputs: [{ kind: 'stdin' }], passedOver: new Map() };
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(argument)) {
    if (!/^https?:\/\//i.test(argument) || !URL.canParse(argument))
      throw new KhabarError('INPUT_INVALID', `${argument}: not an http or https address`);
    return { inputs: [{ kind: 'address', url: argument }], passedOver: new Map() };
  }
  const found = await stat(argument).catch((cause: unknown) => {
    throw fileError(argument, cause);
  });
  if (found.isDirectory()) return filesBelow(argument);
  if (!found.isFile())
    throw new KhabarError(
      'INPUT_INVALID',
      `${argument}: not a file or folder (a device, socket or pipe); use - for stdin`,
    );
  return { inputs: [{ kind: 'file', path: argument, bytes: found.size }], passedOver: new Map() };
}

async function filesBelow(folder: string): Promise<FoundInputs> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw fileError(folder, cause);
  });
  const paths = entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  if (paths.length === 0) throw new KhabarError('INPUT_MISSING', `${folder}: the folder holds no files`);
  const inputs: Input[] = [];
  const passedOver = new Map<string, number>();
  for (const path of paths) {
    const extension = extname(path).toLowerCase();
    const file = READ_FROM_FOLDERS.has(extension) ? await stat(path).catch(() => null) : null;
    if (file?.isFile() === true) inputs.push({ kind: 'file', path, bytes: file.size });
    else passedOver.set(extension, (passedOver.get(extension) ?? 0) + 1);
  }
  if (inputs.length === 0)
    throw new KhabarError(
      'INPUT_MISSING',
      `${folder}: none of its ${paths.length} files is .txt, .md, .html, .warc or .gz`,
    );
  return { inputs, passedOver };
}
