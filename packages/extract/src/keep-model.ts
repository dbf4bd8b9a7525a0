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

const NODE = 4;

/**
 * The same trees in one array, four numbers a node (column, threshold, left, right), children as places in the array:
 * a page asks some 50,000 times. A leaf has column -1 and its value as threshold.
 */
const flat = flatten();

function flatten(): { roots: Int32Array; nodes: Float64Array } {
  const size = model.trees.reduce((sum, tree) => sum + tree.length, 0);
  const nodes = new Float64Array(size * NODE);
  const roots: number[] = [];
  let start = 0;
  for (const tree of model.trees) {
    roots.push(start);
    tree.forEach(([column, threshold, smaller, larger], at) => {
      nodes.set([column, threshold, start + smaller * NODE, start + larger * NODE], start + at * NODE);
    });
    start += tree.length * NODE;
  }
  return { roots: Int32Array.from(roots), nodes };
}

/** Probability (0 to 1) that a block with these features belongs to the article: gradient-boosted trees, see scripts/train_keep_model.py. */
export function keepProbability(row: Float64Array): number {
  const { roots, nodes } = flat;
  let sum = model.start;
  for (let tree = 0; tree < roots.length; tree += 1) {
    let at = roots[tree] ?? 0;
    for (let column = nodes[at] ?? -1; column >= 0; column = nodes[at] ?? -1)
      at = ((row[column] ?? 0) <= (nodes[at + 1] ?? 0) ? nodes[at + 2] : nodes[at + 3]) ?? 0;
    sum += nodes[at + 1] ?? 0;
  }
  return 1 / (1 + Math.exp(-sum));
}
