import { type Token, tokens } from '@khabar/text';

/** Values of a signature and how they are cut into bands: 16 bands of 4 meet with probability 1/2 at a similarity of about .5. */
const VALUES = 64;
const ROWS = 4;
const SHINGLE = 4;
/** Under this many words a signature says nothing. */
const LEAST_WORDS = 12;

const SEEDS = seeds(VALUES);

/**
 * MinHash signature of a text over shingles of four folded words (Broder, "On the resemblance and containment of documents",
 * 1997), 64 values of 32 bits; null where the text is too short to say. Linear in the text.
 */
export function signatureOf(text: string): Uint32Array | null {
  return signatureOfWords(tokens(text));
}

/** The same for a text whose words are at hand. */
export function signatureOfWords(found: readonly Pick<Token, 'folded'>[]): Uint32Array | null {
  const words = found.map((token) => token.folded);
  if (words.length < LEAST_WORDS) return null;
  const hashes = words.map(hash32);
  const signature = new Uint32Array(VALUES).fill(0xffffffff);
  for (let i = 0; i + SHINGLE <= hashes.length; i += 1) {
    let shingle = 0;
    for (let k = 0; k < SHINGLE; k += 1)
      shingle = Math.imul(shingle ^ (hashes[i + k] ?? 0), 0x9e3779b1) >>> 0;
    for (let v = 0; v < VALUES; v += 1) {
      const seed = SEEDS[v] ?? 0;
      const value = mix(shingle ^ seed);
      if (value < (signature[v] ?? 0)) signature[v] = value;
    }
  }
  return signature;
}

/** Keys under which copies meet; 52 bits, so that a database keeps them as a number. */
export function bandsOf(signature: Uint32Array): number[] {
  const bands: number[] = [];
  for (let band = 0; band < VALUES / ROWS; band += 1) {
    let high = 0x811c9dc5 ^ band;
    let low = 0x9e3779b1 ^ band;
    for (let row = 0; row < ROWS; row += 1) {
      const value = signature[band * ROWS + row] ?? 0;
      high = mix(high ^ value);
      low = mix(Math.imul(low, 31) ^ value);
    }
    bands.push((high % 0x100000) * 0x100000000 + low);
  }
  return bands;
}

/** Estimated Jaccard similarity of the two texts, 0 to 1. */
export function similarity(a: Uint32Array, b: Uint32Array): number {
  let same = 0;
  for (let i = 0; i < VALUES; i += 1) if (a[i] === b[i]) same += 1;
  return same / VALUES;
}

export function signatureBytes(signature: Uint32Array): Uint8Array {
  return new Uint8Array(signature.buffer, signature.byteOffset, signature.byteLength);
}

export function signatureFromBytes(bytes: Uint8Array): Uint32Array {
  // A Buffer is a view of a larger memory, and its slice is another view: only a copy stands alone.
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}

/** MurmurHash3's finaliser: every bit of the input moves every bit of the output. */
function mix(value: number): number {
  let h = value >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function hash32(word: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < word.length; i += 1) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

function seeds(count: number): Uint32Array {
  const values = new Uint32Array(count);
  let state = 0x6b686272;
  for (let i = 0; i < count; i += 1) {
    state = (state + 0x9e3779b9) >>> 0;
    values[i] = mix(state);
  }
  return values;
}
