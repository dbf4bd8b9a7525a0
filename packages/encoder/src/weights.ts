import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { openEmbeddings, type Embeddings } from './embeddings.ts';
import { openTokenizer, type Tokenizer } from './tokenizer.ts';

export interface Weights {
  /** First letters of the sha256 of the network: another network is another version. */
  readonly version: string;
  readonly tokenizer: Tokenizer;
  readonly embeddings: Embeddings;
  /** Path of the layers. */
  readonly network: string;
}

const VERSION_LETTERS = 12;

/** Reads the weights from a folder; rejects where a file is missing or not the one that `sha256sums` names. */
export async function readWeights(folder: URL): Promise<Weights> {
  const sums = await readSums(folder);
  const verify = (name: string, found: string): void => {
    const wanted = sums.get(name);
    if (found !== wanted) throw new Error(`${name}: sha256 ${found}, expected ${wanted ?? 'none'}`);
  };
  const read = async (name: string): Promise<Buffer> => {
    const bytes = await readFile(new URL(name, folder));
    verify(name, createHash('sha256').update(bytes).digest('hex'));
    return bytes;
  };
  // onnxruntime reads it itself: in pieces here, so that it is not in memory twice.
  const check = async (name: string): Promise<void> => {
    const hash = createHash('sha256');
    for await (const piece of createReadStream(new URL(name, folder))) hash.update(piece);
    verify(name, hash.digest('hex'));
  };
  const [pieces, scores, quantised, exact] = await Promise.all([
    read('pieces.txt'),
    read('pieces.f32'),
    read('embeddings.q4'),
    read('embeddings.f32'),
    check('reader.onnx'),
  ]);
  return {
    version: (sums.get('reader.onnx') ?? '').slice(0, VERSION_LETTERS),
    tokenizer: openTokenizer(pieces.toString('utf8').split('\n'), floats(scores)),
    embeddings: openEmbeddings({ quantised, exact: floats(exact) }),
    network: fileURLToPath(new URL('reader.onnx', folder)),
  };
}

async function readSums(folder: URL): Promise<ReadonlyMap<string, string>> {
  const lines = (await readFile(new URL('sha256sums', folder), 'utf8')).split('\n');
  return new Map(
    lines
      .filter((line) => line !== '')
      .map((line): [string, string] => {
        const [sum = '', name = ''] = line.split('  ');
        return [name, sum];
      }),
  );
}

/** Little-endian float32; copied, since a file's bytes need not be aligned. */
function floats(bytes: Buffer): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}
