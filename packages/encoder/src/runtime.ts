import type * as OnnxRuntime from 'onnxruntime-node';

export type Runtime = Pick<typeof OnnxRuntime, 'InferenceSession' | 'Tensor'>;

/** Loads onnxruntime-node, an optional dependency. Rejects where it is not installed or has no library for this machine. */
export async function loadRuntime(): Promise<Runtime> {
  return await import('onnxruntime-node');
}

/** Numbers for one input of a branch. */
export interface BranchInput {
  readonly data: Float32Array | Int32Array;
  readonly dims: readonly number[];
}

/** A network that reads on from the encoder's states. */
export interface Branch {
  /** Runs once and returns the network's only output. */
  readonly run: (inputs: Readonly<Record<string, BranchInput>>) => Promise<Float32Array>;
  readonly close: () => Promise<void>;
}

/** Opens an .onnx file that has one float output. `threads` is fixed, since sums depend on how they are split. */
export async function openBranch(runtime: Runtime, path: string, threads: number): Promise<Branch> {
  const session = await runtime.InferenceSession.create(path, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // It keeps the most that any text needed; without it 10 MB less, at the same speed.
    enableCpuMemArena: false,
    // Errors only.
    logSeverityLevel: 3,
  });
  const [output] = session.outputNames;
  if (output === undefined) throw new RangeError(`${path} has no output`);
  return {
    async run(inputs) {
      const feeds = Object.fromEntries(
        Object.entries(inputs).map(([name, { data, dims }]) => [
          name,
          data instanceof Float32Array
            ? new runtime.Tensor('float32', data, dims)
            : new runtime.Tensor('int32', data, dims),
        ]),
      );
      const { [output]: result } = await session.run(feeds);
      if (result === undefined || !(result.data instanceof Float32Array))
        throw new RangeError(`${path} gave no numbers`);
      return result.data;
    },
    async close() {
      await session.release();
    },
  };
}
