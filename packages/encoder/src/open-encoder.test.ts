import { once } from 'node:events';
import { env } from 'node:process';
import { Worker } from 'node:worker_threads';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { DIMENSIONS, openEncoder, type Encoder } from './open-encoder.ts';
import { loadRuntime } from './runtime.ts';

const TEXTS = [
  'The Taliban thanked Russia for its support.',
  'Талибан поблагодарил Россию за поддержку.',
  'طالبان از حمایت روسیه قدردانی کرد.',
];

async function isInstalled(): Promise<boolean> {
  try {
    await loadRuntime();
    return true;
  } catch (error) {
    if (env['KHABAR_REQUIRE_ALL'] === '1')
      throw new Error('KHABAR_REQUIRE_ALL: onnxruntime-node does not load', { cause: error });
    return false;
  }
}

describe('without what it needs', () => {
  it('says that onnxruntime-node is missing, and throws nothing', async () => {
    const encoder = await openEncoder({
      loadRuntime: async () => await Promise.reject(new Error("Cannot find package 'onnxruntime-node'")),
    });
    expect(encoder).toEqual({
      unavailable: "No encoder: onnxruntime-node cannot be loaded (Cannot find package 'onnxruntime-node').",
    });
  });

  it('says that the weights are missing', async () => {
    const encoder = await openEncoder({ folder: new URL('nowhere/', import.meta.url) });
    expect(encoder).toHaveProperty('unavailable', expect.stringContaining('No encoder: '));
  });
});

describe.skipIf(!(await isInstalled()))(
  'the encoder (skipped where onnxruntime-node is not installed)',
  () => {
    let encoder: Encoder;

    beforeAll(async () => {
      const opened = await openEncoder();
      if ('unavailable' in opened) throw new Error(opened.unavailable);
      encoder = opened;
    });

    afterAll(async () => {
      await encoder.close();
    });

    it('gives each token of each text its states, in the order of the texts', async () => {
      const encoded = await encoder.encode(TEXTS);
      expect(encoded.map(({ states }) => states.length)).toEqual(
        encoded.map(({ tokens }) => tokens.ids.length * DIMENSIONS),
      );
      const [first] = await encoder.encode(TEXTS.slice(0, 1));
      expect(first?.states).toEqual(encoded[0]?.states);
    });

    it('gives a text the same states alone and beside longer texts, bit by bit', async () => {
      const [alone] = await encoder.encode([TEXTS[1] ?? '']);
      const beside = await encoder.encode([TEXTS.join(' '), TEXTS[1] ?? '', 'A short one.']);
      expect(beside[1]?.states).toEqual(alone?.states);
    });

    it('gives the same states in a worker thread', async () => {
      const thread = new Worker(new URL('testing/encode-in-thread.ts', import.meta.url));
      try {
        const answer = once(thread, 'message');
        thread.postMessage(TEXTS[0]);
        const [states] = await answer;
        expect(states).toEqual((await encoder.encode(TEXTS.slice(0, 1)))[0]?.states);
      } finally {
        await thread.terminate();
      }
    });

    it('puts a sentence nearer to its translation than to another subject', async () => {
      const [english, russian, other] = (
        await encoder.encode([TEXTS[0] ?? '', TEXTS[1] ?? '', 'The match ended in a draw after a late goal.'])
      ).map(({ states }) => meanOf(states));
      expect(cosine(english, russian)).toBeGreaterThan(cosine(english, other));
    });

    it('reads an empty text and one longer than it can hold', async () => {
      const [empty, long] = await encoder.encode(['', 'word '.repeat(2000)]);
      expect(empty?.tokens.ids).toHaveLength(2);
      expect(long?.tokens.cut).toBe(true);
    });
  },
);

function meanOf(states: Float32Array): number[] {
  const mean = Array.from({ length: DIMENSIONS }, () => 0);
  for (const [at, value] of states.entries()) mean[at % DIMENSIONS] = (mean[at % DIMENSIONS] ?? 0) + value;
  return mean;
}

function cosine(a: readonly number[] = [], b: readonly number[] = []): number {
  const product = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
  return product / (Math.hypot(...a) * Math.hypot(...b));
}
