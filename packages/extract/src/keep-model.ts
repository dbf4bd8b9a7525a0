import { z } from 'zod';
import { FEATURE_NAMES } from './block-features.ts';
import stored from './keep-model.json' with { type: 'json' };

/** A node is [column, threshold, left, right], a leaf [-1, value, 0, 0]. */
const Tree = z.array(z.tuple([z.number(), z.number(), z.number(), z.number()]));
const Model = z.object({ features: z.array(z.string()), start: z.number(), trees: z.array(Tree) });

const model = Model.parse(stored);
if (model.features.join() !== FEATURE_NAMES.join())
  throw new TypeError('keep-model.json was trained on other columns: run scripts/block-rows.ts and train_keep_model.py again');

/** Probability (0 to 1) that a block with these features belongs to the article: gradient-boosted trees, see scripts/train_keep_model.py. */
export function keepProbability(row: Float64Array): number {
  let sum = model.start;
  for (const tree of model.trees) {
    let node = tree[0];
    while (node !== undefined && node[0] >= 0) node = tree[(row[node[0]] ?? 0) <= node[1] ? node[2] : node[3]];
    sum += node?.[1] ?? 0;
  }
  return 1 / (1 + Math.exp(-sum));
}
