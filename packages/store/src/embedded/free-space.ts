import { statfs } from 'node:fs/promises';

export interface Space {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

const ENOUGH_BYTES = 200e6;
const ENOUGH_SHARE = 0.02;
/** A WAL segment and a half: less, and the checkpoint that frees space may not fit. */
const LEAST_BYTES = 24e6;
const AGAIN_FACTOR = 1.1;

export async function spaceOf(folder: string): Promise<Space> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** The free bytes under which nothing more is written: 200 MB, on a small volume 2 % of it. */
export function reserveBytes(totalBytes: number): number {
  return Math.min(ENOUGH_BYTES, Math.max(totalBytes * ENOUGH_SHARE, LEAST_BYTES));
}

/** Whether writes stop; once stopped, somewhat more space must be back before they go on. */
export function isNearlyFull(space: Space, alreadyStopped: boolean): boolean {
  return space.freeBytes < reserveBytes(space.totalBytes) * (alreadyStopped ? AGAIN_FACTOR : 1);
}

export function describeSpace({ freeBytes, totalBytes }: Space): string {
  return `disk: ${megabytes(freeBytes)} free of ${megabytes(totalBytes)}, writing stops under ${megabytes(reserveBytes(totalBytes))}`;
}

const megabytes = (bytes: number): string => `${Math.floor(bytes / 1e6)} MB`;
