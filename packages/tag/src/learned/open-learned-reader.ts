import type { Span } from '@khabar/article';
import { DIMENSIONS, openEncoder, type EncodedText, type Encoder, type Unavailable } from '@khabar/encoder';

import { readHeads, type HeadSettings } from './learned-data.ts';
import { meanRow, rowTimes, softmax, unitVector, type Matrix } from './matrix.ts';
import { openNameTagger, type LearnedName } from './name-tagger.ts';
import { firstTokens, nearOf, placesOf, tokenRanges, wordsOf } from './words.ts';

/** One sentence and what is asked about it; spans are UTF-16 into `text`. */
export interface SentenceToRead {
  readonly text: string;
  readonly targets?: readonly Span[];
  readonly pairs?: readonly HolderAndTarget[];
}

export interface HolderAndTarget {
  readonly holder: Span;
  readonly target: Span;
}

/** Calibrated: of the sentences with .8 about 80 % are right, on rows like those of the training data. */
export interface Sides {
  readonly against: number;
  readonly neutral: number;
  readonly favor: number;
}

interface Asked {
  /** How the sentence stands towards each of `targets`, in their order. */
  readonly stances: readonly Sides[];
  /** How each holder of `pairs` stands towards its target; `neutral`: no opinion of that holder. */
  readonly pairs: readonly Sides[];
}

export interface SentenceReading extends Asked {
  readonly names: readonly LearnedName[];
  /** 384 numbers of length 1. */
  readonly vector: Float32Array;
}

export interface LearnedReader {
  /** Changes with the encoder or a head. */
  readonly version: string;
  readonly settings: HeadSettings;
  /** Reads sentences one after another; a reading does not depend on the sentences beside it. */
  readonly read: (sentences: readonly SentenceToRead[]) => Promise<SentenceReading[]>;
  readonly close: () => Promise<void>;
}

export interface LearnedReaderOptions {
  /** Opens the encoder; default: that of @khabar/encoder with one thread. */
  readonly openEncoder?: () => Promise<Encoder | Unavailable>;
  /** Folder of the heads, with a slash at its end. */
  readonly folder?: URL;
}

const HEADS = new URL('../../data/learned/', import.meta.url);
/** Probabilities are rounded, so that the last bits of a processor's sums do not show. */
const DIGITS = 1e3;
/** Tokens on both sides of a target that are near it (NEAR in training/khabar_training/model.py). */
const NEAR = 8;

/** Opens the trained heads over the encoder; says why where either is not there. Must be closed. */
export async function openLearnedReader(
  options: LearnedReaderOptions = {},
): Promise<LearnedReader | Unavailable> {
  const encoder = await (options.openEncoder ?? openEncoder)();
  if ('unavailable' in encoder) return encoder;
  try {
    const heads = await readHeads(options.folder ?? HEADS);
    if (heads.settings.encoder !== encoder.version)
      throw new Error(`trained on encoder ${heads.settings.encoder}, this is ${encoder.version}`);
    return await readerOf(encoder, heads);
  } catch (error) {
    await encoder.close();
    return { unavailable: `No trained heads: ${error instanceof Error ? error.message : String(error)}.` };
  }
}

async function readerOf(
  encoder: Encoder,
  heads: Awaited<ReturnType<typeof readHeads>>,
): Promise<LearnedReader> {
  const { settings } = heads;
  const stance = await encoder.openBranch(heads.stance);
  const names = await encoder.openBranch(heads.names);
  const tagger = openNameTagger(heads.transitions);
  const projection: Matrix = { values: heads.vector, columns: DIMENSIONS };

  /** Three logits for each span, then three for each pair of spans (holder, target, by index). */
  async function logits(
    { tokens, states }: EncodedText,
    spans: readonly Span[],
    pairs: readonly (readonly [number, number])[],
  ): Promise<Float32Array> {
    const count = tokens.ids.length;
    const places = new Float32Array(spans.length * count);
    const near = new Float32Array(spans.length * count);
    for (const [row, span] of spans.entries()) {
      const at = placesOf(span, tokens);
      places.set(at, row * count);
      near.set(nearOf(at, NEAR), row * count);
    }
    return await stance.run({
      states: { data: states, dims: [count, DIMENSIONS] },
      places: { data: places, dims: [spans.length, count] },
      near: { data: near, dims: [spans.length, count] },
      pairs: { data: Int32Array.from(pairs.flat()), dims: [pairs.length, 2] },
    });
  }

  async function namesOf(text: string, { tokens, states }: EncodedText): Promise<LearnedName[]> {
    const words = wordsOf(text);
    const first = firstTokens(words, tokens);
    if (first.length === 0) return [];
    const count = tokens.ids.length;
    const share = new Float32Array(first.length * count);
    for (const [word, { start, end }] of tokenRanges(first, count).entries())
      share.fill(1 / (end - start), word * count + start, word * count + end);
    const scores = await names.run({
      states: { data: states, dims: [count, DIMENSIONS] },
      first: { data: Int32Array.from(first), dims: [first.length] },
      share: { data: share, dims: [first.length, count] },
    });
    return tagger.find(words.slice(0, first.length), scores);
  }

  async function sidesOf(encoded: EncodedText, { targets = [], pairs = [] }: SentenceToRead): Promise<Asked> {
    if (targets.length + pairs.length === 0) return { stances: [], pairs: [] };
    const spans = [...targets, ...pairs.flatMap(({ holder, target }) => [holder, target])];
    const asked = pairs.map((_, at): [number, number] => [
      targets.length + 2 * at,
      targets.length + 2 * at + 1,
    ]);
    // The network wants one pair at least; its answer is not read.
    const answers = await logits(encoded, spans, asked.length === 0 ? [[0, 0]] : asked);
    const row = (at: number, temperature: number): number[] =>
      softmax(answers.subarray(3 * at, 3 * at + 3), temperature);
    return {
      stances: targets.map((_, at) => {
        const [against = 0, neutral = 0, favor = 0] = row(at, settings.temperature.stance);
        return rounded({ against, neutral, favor });
      }),
      pairs: pairs.map((_, at) => {
        const [neutral = 0, against = 0, favor = 0] = row(spans.length + at, settings.temperature.pair);
        return rounded({ against, neutral, favor });
      }),
    };
  }

  async function readSentence(sentence: SentenceToRead): Promise<SentenceReading> {
    const { text } = sentence;
    const [encoded] = await encoder.encode([text]);
    if (encoded === undefined) throw new RangeError('the encoder gave no states');
    const states: Matrix = { values: encoded.states, columns: DIMENSIONS };
    return {
      names: await namesOf(text, encoded),
      ...(await sidesOf(encoded, sentence)),
      vector: unitVector(rowTimes({ values: meanRow(states), columns: DIMENSIONS }, 0, projection)),
    };
  }

  return {
    version: `${settings.version}/${encoder.version}`,
    settings,
    async read(sentences) {
      const readings: SentenceReading[] = [];
      for (const sentence of sentences) readings.push(await readSentence(sentence));
      return readings;
    },
    async close() {
      await encoder.close();
    },
  };
}

function round(value: number): number {
  return Math.round(value * DIGITS) / DIGITS;
}

function rounded({ against, neutral, favor }: Sides): Sides {
  return { against: round(against), neutral: round(neutral), favor: round(favor) };
}
