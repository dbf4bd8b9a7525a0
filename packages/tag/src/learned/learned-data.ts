import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

/** How sure the heads must be, measured on held-out rows by training/. */
export const HeadSettings = z.strictObject({
  /** First letters of the sha256 of the encoder's network on which the heads were trained. */
  encoder: z.string(),
  version: z.string(),
  temperature: z.strictObject({ stance: z.number().positive(), pair: z.number().positive() }),
  threshold: z.strictObject({
    /** A name below this is not proposed. */
    name: z.number().min(0).max(1),
    /** A side that the rules do not see is taken over above this. */
    stance: z.number().min(0).max(1),
    /** An opinion of a holder is assumed above this. */
    pair: z.number().min(0).max(1),
  }),
  /**
   * By what the probability of neutral is multiplied where one label must be given, for texts in Cyrillic script: there it is the likeliest
   * too often for the best F1 of the two sides. Elsewhere and without it 1.
   */
  neutralWeight: z.strictObject({ cyrillic: z.number().positive() }).optional(),
});
export type HeadSettings = z.infer<typeof HeadSettings>;

export interface HeadFiles {
  readonly settings: HeadSettings;
  readonly transitions: Float32Array;
  readonly vector: Float32Array;
  /** Path of the network that reads a marked target. */
  readonly stance: string;
  /** Path of the network that scores words as names. */
  readonly names: string;
}

/** Reads the trained heads; rejects where a file is missing or not the one that `sha256sums` names. */
export async function readHeads(folder: URL): Promise<HeadFiles> {
  const sums = (await readFile(new URL('sha256sums', folder), 'utf8')).split('\n');
  const read = async (name: string): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = new Uint8Array(await readFile(new URL(name, folder)));
    const sum = createHash('sha256').update(bytes).digest('hex');
    if (!sums.includes(`${sum}  ${name}`)) throw new Error(`${name}: sha256 ${sum} is not in sha256sums`);
    return bytes;
  };
  const [settings, transitions, vector] = await Promise.all([
    readFile(new URL('heads.json', folder), 'utf8'),
    read('transitions.f32'),
    read('vector.f32'),
    read('stance.onnx'),
    read('names.onnx'),
  ]);
  return {
    settings: HeadSettings.parse(JSON.parse(settings)),
    transitions: new Float32Array(transitions.buffer),
    vector: new Float32Array(vector.buffer),
    stance: fileURLToPath(new URL('stance.onnx', folder)),
    names: fileURLToPath(new URL('names.onnx', folder)),
  };
}
