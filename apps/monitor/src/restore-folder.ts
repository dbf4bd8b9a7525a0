import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { KhabarError } from '@khabar/article';
import {
  checkVersionStamp,
  openEmbeddedPostgres,
  openStore,
  readLock,
  restore,
  takeLock,
} from '@khabar/store';

import { fileError } from './failure.ts';
import { runSteps } from './steps.ts';
import type { Terminal } from './terminal.ts';

export interface Restored {
  readonly folder: string;
  readonly articles: number;
  /** Where the former data folder lies; null: there was none. */
  readonly kept: string | null;
}

/**
 * Copies a backup beside the data folder, opens the copy, and only then puts it in the folder's place.
 * Throws KhabarError STORE_LOCKED while a process owns the folder, INPUT_INVALID for what is no backup; the folder is
 * then as it was.
 */
export async function restoreFolder(backup: string, folder: string, terminal: Terminal): Promise<Restored> {
  await stat(backup).catch((cause: unknown) => {
    throw fileError(backup, cause);
  });
  const owner = await readLock(folder);
  if (owner !== null)
    throw new KhabarError(
      'STORE_LOCKED',
      `${folder}: Khabar is running (process ${owner.pid}); stop it before restoring`,
    );
  const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const draft = `${folder}.restoring-${stamp}`;
  const aside = `${folder}.before-${stamp}`;
  let articles = 0;
  let kept: string | null = null;
  try {
    await runSteps(terminal, [
      { title: `copying ${backup}`, run: () => restore(backup, draft) },
      {
        title: 'opening the copy',
        run: async () => {
          articles = await countArticles(draft);
        },
      },
      {
        title: `replacing ${folder}`,
        run: async () => {
          kept = await replaceFolder(folder, { draft, aside });
        },
      },
    ]);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return { folder, articles, kept };
}

/** A copy that opens, with every table in the form of this version. */
async function countArticles(folder: string): Promise<number> {
  await checkVersionStamp(folder);
  const postgres = await openEmbeddedPostgres(join(folder, 'postgres'));
  try {
    const store = await openStore(postgres.connection);
    try {
      return (await store.articles.count()).articles;
    } finally {
      await store.close();
    }
  } finally {
    await postgres.close();
  }
}

/** Moves the folder aside and the draft into its place; moves it back when the second does not go. */
async function replaceFolder(
  folder: string,
  { draft, aside }: { draft: string; aside: string },
): Promise<string | null> {
  const held = await readdir(folder).catch(() => null);
  if (held === null || held.length === 0) {
    await rm(folder, { recursive: true, force: true });
    await rename(draft, folder);
    return null;
  }
  // Nobody may begin to write into the folder between the check above and its move.
  const lock = await takeLock(folder);
  await rename(folder, aside);
  try {
    await rename(draft, folder);
  } catch (error) {
    await rename(aside, folder);
    await lock.release();
    throw error;
  }
  await rm(join(aside, 'khabar.lock'), { force: true });
  return aside;
}
