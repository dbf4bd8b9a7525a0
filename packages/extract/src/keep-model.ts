import { z } from 'zod';

import { FEATURE_NAMES } from './block-features.ts';
import stored from './keep-model.json' with { type: 'json' };

/** A node is [column, threshold, left, right], a leaf [-1, value, 0, 0]. */
const Tree = z.array(z.tuple([z.number(), z.number(), z.number(), z.number()]));
const Model = z.object({ features: z.array(z.string()), start: z.number(), trees: z.array(Tree) });

const model = Model.parse(stored);
if (model.features.join() !== FEATURE_NAMES.join())
  throw new TypeError(
    'keep-model.json was trained on other columns: run scripts/block-rows.ts and train_keep_model.py again',
  );

/** The same trees in flat arrays: a page asks some 50,000 times. A leaf has column -1 and its value as threshold. */
const flat = flatten();

function flatten(): {
  roots: number[];
  columns: Int16Array;
  thresholds: Float64Array;
  left: Int32Array;
  right: Int32Array;
} {
  const size = model.trees.reduce((sum, tree) => sum + tree.length, 0);
  const columns = new Int16Array(size);
  const thresholds = new Float64Array(size);
  const left = new Int32Array(size);
  const right = new Int32Array(size);
  const roots: number[] = [];
  let start = 0;
  for (const tree of model.trees) {
    roots.push(start);
    tree.forEach(([column, threshold, smaller, larger], at) => {
      columns[start + at] = column;
      thresholds[start + at] = threshold;
      left[start + at] = start + smaller;
      right[start + at] = start + larger;
    });
    start += tree.length;
  }
  return { roots, columns, thresholds, left, right };
}

/** Probability (0 to 1) that a block with these features belongs to the article: gradient-boosted trees, see scripts/train_keep_model.py. */
export function keepProbability(row: Float64Array): number {
  const { roots, columns, thresholds, left, right } = flat;
  let sum = model.start;
  for (const root of roots) {
    let at = root;
    for (let column = columns[at] ?? -1; column >= 0; column = columns[at] ?? -1)
      at = ((row[column] ?? 0) <= (thresholds[at] ?? 0) ? left[at] : right[at]) ?? root;
    sum += thresholds[at] ?? 0;
  }
  return 1 / (1 + Math.exp(-sum));
}
