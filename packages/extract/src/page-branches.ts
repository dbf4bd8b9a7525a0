import { log } from './feature-numbers.ts';
import type { PageNode } from './page-blocks.ts';

/** The part of the page around a block that does not hold the main text: a box inside the article, a column beside it. */
export interface Branch {
  readonly top: PageNode;
  /** Vocabulary between the block and the top of its branch. */
  readonly names: number;
  /** Levels from the main text up to where the branch leaves. */
  readonly apart: number;
}

/** Finds the branch of a node, the trunk being the elements around `main`. */
export function branchFinder(main: PageNode | null): (node: PageNode) => Branch {
  const trunk = new Map<PageNode, number>();
  for (let node = main, steps = 0; node !== null; node = node.parent, steps += 1) trunk.set(node, steps);
  const known = new Map<PageNode, Branch>();
  return (start) => {
    const remembered = known.get(start);
    if (remembered !== undefined) return remembered;
    let top = start;
    let names = trunk.has(start) ? 0 : start.own;
    while (top.parent !== null && !trunk.has(top) && !trunk.has(top.parent)) {
      top = top.parent;
      names |= top.own;
    }
    const branch = { top, names, apart: trunk.get(trunk.has(top) ? top : (top.parent ?? top)) ?? -1 };
    known.set(start, branch);
    return branch;
  };
}

/** Size and link share of a branch, and how far from the main text it leaves. */
export function branchFeatures({ top, apart }: Branch): number[] {
  return [
    log(top.chars),
    top.linkChars / Math.max(1, top.chars),
    log(top.paragraphs),
    log(top.blocks),
    apart,
  ];
}
