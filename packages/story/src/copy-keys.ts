import type { Token } from '@khabar/text';

import { bandsOf } from './signature.ts';

const SHINGLE = 6;
/** Keys of the least shingles: a copy cut to a third keeps one of them with 99 in 100. */
const LEAST_SHINGLES = 12;
/** Of the sixteen bands; articles kept before share these too. */
const BANDS = 8;

/**
 * Keys under which copies meet, 52 bits each: the first bands of the signature, which near-equal texts share, and the twelve least
 * hashes of six words in a row, which a text shares with one that holds it (another lead, another footer, cut). The candidates
 * have to be compared: to share a key says little.
 */
export function copyKeys(signature: Uint32Array, found: readonly Pick<Token, 'folded'>[]): number[] {
  const shingles = new Set<number>();
  for (let at = 0; at + SHINGLE <= found.length; at += 1) {
    let [high, low] = [0x2545f491, 0x811c9dc5];
    for (let k = 0; k < SHINGLE; k += 1) {
      const word = found[at + k]?.folded ?? '';
      for (let i = 0; i < word.length; i += 1) low = Math.imul(low ^ word.charCodeAt(i), 0x01000193);
      high = Math.imul(high ^ low, 0x85ebca6b);
      low = Math.imul(low ^ 0x20, 0x01000193);
    }
    high ^= high >>> 15;
    high = Math.imul(high, 0xc2b2ae35);
    shingles.add(((high >>> 0) % 0x100000) * 0x100000000 + (low >>> 0));
  }
  const least = Array.from(shingles)
    .toSorted((one, other) => one - other)
    .slice(0, LEAST_SHINGLES);
  return [...bandsOf(signature).slice(0, BANDS), ...least];
}
