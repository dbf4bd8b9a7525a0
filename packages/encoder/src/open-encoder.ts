import { HIDDEN } from './embeddings.ts';
import { loadRuntime, openBranch, type Branch, type Runtime } from './runtime.ts';
import type { Tokens } from './tokenizer.ts';
import { readWeights, type Weights } from './weights.ts';

/** A text as the encoder reads it. */
export interface EncodedText {
  readonly tokens: Tokens;
  /** [tokens x 384], row by row. */
  readonly states: Float32Array;
}

export interface Encoder {
  /** Changes with the weights. */
  readonly version: string;
  /**
   * Encodes texts one after another, in order. Each is read alone, without padding: its states do not depend on the
   * texts beside it, which a batch would not give (the range of int8 numbers is taken from the whole batch).
   */
  readonly encode: (texts: readonly string[]) => Promise<EncodedText[]>;
  /** Opens a network that reads on from the states, at the path of an .onnx file with one output. */
  readonly openBranch: (path: string) => Promise<Branch>;
  /** Frees the memory of the network and of its branches. */
  readonly close: () => Promise<void>;
}

/** The encoder cannot be used here; everything that needs no encoder goes on. */
export interface Unavailable {
  /** A sentence for the operator. */
  readonly unavailable: string;
}

export interface EncoderOptions {
  /** Default 1: one thread gives the same sums on every machine of one kind, and several articles share the cores. */
  readonly threads?: number;
  /** A longer text is cut, its end is not read. Default 192; 512 at most. */
  readonly maxTokens?: number;
  /** Folder of the weights, with a slash at its end. */
  readonly folder?: URL;
  readonly loadRuntime?: () => Promise<Runtime>;
}

export const DIMENSIONS = HIDDEN;

const WEIGHTS = new URL('../weights/', import.meta.url);
const MAX_TOKENS = 192;
const POSITIONS = 512;

/** Opens the sentence encoder; says why where onnxruntime-node or the weights are not there. Must be closed. */
export async function openEncoder(options: EncoderOptions = {}): Promise<Encoder | Unavailable> {
  const { threads = 1, maxTokens = MAX_TOKENS, folder = WEIGHTS, loadRuntime: load = loadRuntime } = options;
  const runtime = await tried(load, 'onnxruntime-node cannot be loaded');
  if ('unavailable' in runtime) return runtime;
  const weights = await tried(async () => await readWeights(folder), 'the weights cannot be read');
  if ('unavailable' in weights) return weights;
  const network = await tried(
    async () => await openBranch(runtime, weights.network, threads),
    'the network cannot be opened',
  );
  if ('unavailable' in network) return network;
  return encoderOf(weights, network, { runtime, threads, maxTokens: Math.min(maxTokens, POSITIONS) });
}

async function tried<T extends object>(open: () => Promise<T>, what: string): Promise<T | Unavailable> {
  try {
    return await open();
  } catch (error) {
    return {
      unavailable: `No encoder: ${what} (${error instanceof Error ? error.message : String(error)}).`,
    };
  }
}

interface Running {
  readonly runtime: Runtime;
  readonly threads: number;
  readonly maxTokens: number;
}

function encoderOf(
  { version, tokenizer, embeddings }: Weights,
  network: Branch,
  { runtime, threads, maxTokens }: Running,
): Encoder {
  const branches: Branch[] = [network];
  async function encodeText(text: string): Promise<EncodedText> {
    const tokens = tokenizer.tokenize(text, maxTokens);
    const count = tokens.ids.length;
    const states = await network.run({
      x: { data: embeddings.of(tokens.ids), dims: [1, count, HIDDEN] },
      mask: { data: new Int32Array(count).fill(1), dims: [1, count] },
    });
    return { tokens, states };
  }
  return {
    version,
    async encode(texts) {
      const encoded: EncodedText[] = [];
      for (const text of texts) encoded.push(await encodeText(text));
      return encoded;
    },
    async openBranch(path) {
      const branch = await openBranch(runtime, path, threads);
      branches.push(branch);
      return branch;
    },
    async close() {
      await Promise.all(branches.splice(0).map(async (branch) => await branch.close()));
    },
  };
}
