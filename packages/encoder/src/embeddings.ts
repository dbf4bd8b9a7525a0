/** What enters the first layer: word and position embeddings, normalised. */
export interface Embeddings {
  /** [ids.length x 384], row by row. */
  readonly of: (ids: Int32Array) => Float32Array;
}

export const HIDDEN = 384;
const BLOCK = 32;
const BLOCKS = HIDDEN / BLOCK;
const HALF = BLOCK / 2;
/** A row: 12 float16 scales and 384 four-bit integers. */
const ROW_BYTES = BLOCKS * 2 + HIDDEN / 2;
const ZERO_POINT = 8;
const EPSILON = 1e-12;

interface EmbeddingFiles {
  /** All scales, row by row, then all nibbles (Q4_0: the low halves of 16 bytes are the first 16 weights of a block). */
  readonly quantised: Buffer;
  /** Weight and bias of the norm, then the positions. */
  readonly exact: Float32Array;
}

/** Reads rows where they are needed: the table stays at four bits in memory (14 MB instead of 97). */
export function openEmbeddings({ quantised, exact }: EmbeddingFiles): Embeddings {
  const rows = quantised.length / ROW_BYTES;
  const scales = new DataView(quantised.buffer, quantised.byteOffset, rows * BLOCKS * 2);
  const nibbles = quantised.subarray(rows * BLOCKS * 2);
  const weight = exact.subarray(0, HIDDEN);
  const bias = exact.subarray(HIDDEN, 2 * HIDDEN);
  const positions = exact.subarray(2 * HIDDEN);

  function addWord(id: number, into: Float32Array): void {
    for (let block = 0; block < BLOCKS; block += 1) {
      const scale = halfFloat(scales.getUint16((id * BLOCKS + block) * 2, true));
      const from = id * (HIDDEN / 2) + block * HALF;
      for (let at = 0; at < HALF; at += 1) {
        const byte = nibbles[from + at] ?? 0;
        const low = block * BLOCK + at;
        into[low] = (into[low] ?? 0) + scale * ((byte & 15) - ZERO_POINT);
        into[low + HALF] = (into[low + HALF] ?? 0) + scale * ((byte >> 4) - ZERO_POINT);
      }
    }
  }

  return {
    of(ids) {
      const out = new Float32Array(ids.length * HIDDEN);
      for (const [place, id] of ids.entries()) {
        const row = out.subarray(place * HIDDEN, (place + 1) * HIDDEN);
        row.set(positions.subarray(place * HIDDEN, (place + 1) * HIDDEN));
        addWord(id, row);
        normaliseRow(row, weight, bias);
      }
      return out;
    },
  };
}

function normaliseRow(row: Float32Array, weight: Float32Array, bias: Float32Array): void {
  let sum = 0;
  for (let at = 0; at < HIDDEN; at += 1) sum += row[at] ?? 0;
  const mean = sum / HIDDEN;
  let squares = 0;
  for (let at = 0; at < HIDDEN; at += 1) squares += ((row[at] ?? 0) - mean) ** 2;
  const factor = 1 / Math.sqrt(squares / HIDDEN + EPSILON);
  for (let at = 0; at < HIDDEN; at += 1)
    row[at] = ((row[at] ?? 0) - mean) * factor * (weight[at] ?? 1) + (bias[at] ?? 0);
}

/** The number that 16 bits stand for (IEEE 754 binary16). */
function halfFloat(bits: number): number {
  const sign = (bits & 0x80_00) === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 0x3_ff;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
