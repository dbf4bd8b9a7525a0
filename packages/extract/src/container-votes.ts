import { isNotice } from './boilerplate-phrases.ts';
import { groupBit } from './class-vocabulary.ts';
import type { PageBlocks, PageNode } from './page-blocks.ts';

/** Two independent opinions on which element holds the article. */
export interface ContainerVotes {
  /** By name: microdata, class words, `<article>`, `<main>`. */
  readonly byName: PageNode | null;
  /** By text: paragraphs gathered under one parent (the score of Readability, without stop words). */
  readonly byText: PageNode | null;
}

const BODY = groupBit('body');
const UNLIKELY =
  groupBit('comment') |
  groupBit('related') |
  groupBit('nav') |
  groupBit('footer') |
  groupBit('consent') |
  groupBit('sidebar');
const MIN_CHARS = 250;
const MIN_RUNNING = 1_500;

export function containerVotes(page: PageBlocks): ContainerVotes {
  return { byName: voteByName(page), byText: voteByText(page) };
}

function ownText(node: PageNode): number {
  return node.chars - node.linkChars;
}

function nameRank(node: PageNode): number {
  if (node.articleBody) return 4;
  if ((node.all & UNLIKELY) !== 0 && (node.own & UNLIKELY) !== 0) return 0;
  if ((node.own & BODY) !== 0 && node.tag !== 'body') return 3;
  if (node.tag === 'article') return 2;
  return node.tag === 'main' ? 1 : 0;
}

/**
 * Among the elements with a telling name, the innermost that still has most of the text of the best:
 * an outer `post` wraps an inner `post-content`.
 */
function voteByName(page: PageBlocks): PageNode | null {
  let best: PageNode | null = null;
  let bestScore = 0;
  for (const node of page.nodes) {
    const rank = nameRank(node);
    if (rank === 0 || node.chars < MIN_CHARS || node.paragraphs === 0) continue;
    const density = 1 - node.linkChars / node.chars;
    const score =
      Math.min(ownText(node), 20_000) * density ** 2 * (1 + rank / 4) * (1 + Math.min(node.depth, 30) / 60);
    if (score > bestScore) {
      best = node;
      bestScore = score;
    }
  }
  return best;
}

function voteByText(page: PageBlocks): PageNode | null {
  for (const block of page.blocks) {
    if (block.text.length < 25 || block.linkChars > block.text.length / 2 || block.node.hidden) continue;
    if (isNotice(block.text)) continue;
    const commas = block.text.split(/[,،、，;؛]/).length;
    const score = 1 + commas + Math.min(3, block.text.length / 100);
    let node: PageNode | null = block.node.tag === 'p' ? block.node.parent : block.node;
    for (const weight of [1, 0.5, 0.25]) {
      if (node === null) break;
      node.readabilityScore += score * weight;
      node = node.parent;
    }
  }
  let best: PageNode | null = null;
  let bestScore = 0;
  for (const node of page.nodes) {
    if (node.readabilityScore === 0 || node.chars === 0) continue;
    const unlikely = (node.near & UNLIKELY) === 0 ? 1 : 0.4;
    const score = node.readabilityScore * (1 - node.linkChars / node.chars) * unlikely;
    if (score > bestScore) {
      best = node;
      bestScore = score;
    }
  }
  return best === null ? null : widened(best, page);
}

/** Pages built of components give every paragraph a parent of its own: then the best parent holds little of the text. */
function widened(best: PageNode, page: PageBlocks): PageNode {
  const running = new Map<PageNode, number>();
  let total = 0;
  for (const { text, linkChars, node } of page.blocks) {
    if (text.length < 80 || linkChars > text.length * 0.3 || node.hidden || (node.all & UNLIKELY) !== 0)
      continue;
    total += text.length;
    for (let at: PageNode | null = node; at !== null; at = at.parent)
      running.set(at, (running.get(at) ?? 0) + text.length);
  }
  if (total < MIN_RUNNING || (running.get(best) ?? 0) > total * 0.2) return best;
  // The innermost element that holds most of the running text, wherever it lies.
  let inner: PageNode | null = null;
  for (const [node, chars] of running)
    if (chars >= total * 0.6 && (inner === null || node.depth > inner.depth)) inner = node;
  return inner === null || inner.parent === null || inner.linkChars > inner.chars * 0.4 ? best : inner;
}

/** Whether `node` is `outer` or lies inside it. */
export function isInside(node: PageNode, outer: PageNode | null): boolean {
  return outer !== null && node.start >= outer.start && node.start < outer.end;
}
