import { join } from 'node:path';

import { KhabarError } from '@khabar/article';
import {
  copyFiles,
  copyRecord,
  type FilesCopied,
  finishMove,
  movedBefore,
  moveState,
  type RecordPair,
  sameFiles,
  syncFolder,
  type TableChecked,
  verifyCopy,
} from '@khabar/store';

import { type OpenPlace, openSource, openTarget, type Place, shownPlace } from './move-place.ts';
import type { MoveProgress } from './move-progress.ts';

/** What was moved, as it was counted and summed up on both sides. */
export interface Moved {
  readonly tables: readonly TableChecked[];
  /** null: they stay where they are. */
  readonly rawPages: FilesCopied | null;
}

export interface MoveDeps {
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly progress: MoveProgress;
}

/**
 * Copies an installation to another place and leaves the first as it is. Stopped at any point, it goes on there when called again.
 * Throws KhabarError CONFLICT, STORE_LOCKED, NOT_FOUND, CANCELLED.
 */
export async function moveInstallation(
  { from, to }: { from: Place; to: Place },
  deps: MoveDeps,
): Promise<Moved> {
  const source = await openSource(from);
  try {
    await refuseHalf(source);
    const target = await openTarget(to, from);
    try {
      return await copyAndCheck({ source, target }, deps);
    } finally {
      await target.close();
      // The embedded store leaves writing to the system; what was moved must survive a power cut before the source is thrown away.
      if (to.record.kind === 'folder') await syncFolder(join(to.record.folder, 'postgres'));
    }
  } finally {
    await source.close();
  }
}

async function refuseHalf({ place, store }: OpenPlace): Promise<void> {
  if ((await moveState(store))?.state === 'copying')
    throw new KhabarError(
      'CONFLICT',
      `${shownPlace(place)}: only a part of an installation was moved here; end that move first`,
    );
}

async function copyAndCheck(
  { source, target }: { source: OpenPlace; target: OpenPlace },
  { signal, now, progress }: MoveDeps,
): Promise<Moved> {
  const pair: RecordPair = { from: source.store, to: target.store };
  if ((await moveState(target.store))?.state === 'done') {
    progress.say('it was moved here before; looking whether the source is still the same');
    return { tables: await movedBefore(pair), rawPages: null };
  }
  progress.say(`copying the record to ${shownPlace(target.place)}`);
  await copyRecord(pair, {
    signal,
    now,
    onProgress: ({ table, done, total }) => progress.update(table, done, total),
  });
  const folders = { from: join(source.place.dataFolder, 'warc'), to: join(target.place.dataFolder, 'warc') };
  const stays = folders.from === folders.to;
  if (!stays) {
    progress.say(`copying the raw pages to ${folders.to}`);
    await copyFiles(folders.from, folders.to, {
      signal,
      onFile: (done, total) => progress.update('files of raw pages', done, total),
    });
  }
  progress.say('comparing every table and file on both sides');
  const tables = await verifyCopy(pair, (table) => {
    if (signal.aborted) throw new KhabarError('CANCELLED', 'move: interrupted', { retry: 'later' });
    progress.update(`${table} compared`, 0, 1);
  });
  const rawPages = stays ? null : await sameFiles(folders.from, folders.to, () => {});
  await finishMove(pair, { now: now().toISOString(), checked: tables });
  return { tables, rawPages };
}
