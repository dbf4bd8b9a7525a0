import type { Block } from '@khabar/article';
import type { Element } from 'domhandler';

import { blockFeatures } from './block-features.ts';
import { isImprint, isInvitation, isNotice, isStatusFootnote } from './boilerplate-phrases.ts';
import { type ContainerVotes, containerVotes, isInside } from './container-votes.ts';
import { keepProbability } from './keep-model.ts';
import type { Witnesses } from './own-features.ts';
import { type PageBlock, type PageBlocks, structureBit } from './page-blocks.ts';
import { bareText } from './tidy-text.ts';

/** A block with its chance of belonging to the article. */
export interface WeighedBlock {
  readonly block: PageBlock;
  readonly probability: number;
}

export interface Selection {
  readonly kept: readonly WeighedBlock[];
  readonly votes: ContainerVotes;
  /** Mean probability of what was kept, by letters. */
  readonly confidence: number;
}

// Chosen on the training pages by cross-validation over sites: between 0.4 and 0.5 the score is flat.
const KEEP = 0.45;

const HEADING = /^h[1-6]$/;

/** The blocks that make up the article. */
export function selectBlocks(
  page: PageBlocks,
  witnesses: Witnesses & { readonly only: ReadonlySet<Element> | null },
): Selection {
  const votes = containerVotes(page);
  const rows = blockFeatures(page, votes, witnesses);
  const weighed = page.blocks.map((block, at) => ({
    block,
    probability: keepProbability(rows[at] ?? new Float64Array()),
  }));
  const titles = new Set(witnesses.titles.map(bareText));
  const { only } = witnesses;
  const kept = weighed.filter(({ block, probability }) => {
    if (titles.has(block.bare) || isStatusFootnote(block.text)) return false;
    if (only !== null) return isWithin(block, only);
    return probability >= KEEP && !isImprint(block.text) && !isLinkedInvitation(block) && !isSignOff(block);
  });
  const found = only === null && lettersOf(kept) < FEW_CHARS ? (secondLook(weighed, votes) ?? kept) : kept;
  const chars = lettersOf(found);
  const mass = found.reduce((sum, { block, probability }) => sum + block.text.length * probability, 0);
  return { kept: found, votes, confidence: chars === 0 ? 0 : mass / chars };
}

/** "Read also: …" that is all link, in any language of the phrase list: the model saw few but English and German. */
function isLinkedInvitation({ text, linkChars, links, node }: PageBlock): boolean {
  // Several links in a row and nothing else are teasers; a linked heading or list item may be part of the text.
  if (links > 2 && linkChars > text.length * 0.92 && !HEADING.test(node.tag)) return true;
  return text.length < 250 && linkChars > text.length * 0.5 && isInvitation(text);
}

function lettersOf(blocks: readonly WeighedBlock[]): number {
  return blocks.reduce((sum, { block }) => sum + block.text.length, 0);
}

const FEW_CHARS = 250;
const UNLIKELY = 0.03;

/** Where next to nothing was kept: the running text of the container by text, unless it is as good as ruled out. */
function secondLook(weighed: readonly WeighedBlock[], votes: ContainerVotes): readonly WeighedBlock[] | null {
  const found = weighed.filter(
    ({ block, probability }) =>
      probability >= UNLIKELY &&
      isInside(block.node, votes.byText) &&
      block.text.length > 60 &&
      block.linkChars < block.text.length * 0.4 &&
      !isInvitation(block.text) &&
      !isNotice(block.text),
  );
  return lettersOf(found) > FEW_CHARS * 1.5 ? found : null;
}

/** «انتهای پیام», "Комментарии", "Tags:": a short line that is no sentence and no heading. */
function isSignOff({ text, node }: PageBlock): boolean {
  return text.length < 60 && !HEADING.test(node.tag) && !/[.!?…؟۔]["”»]?$/u.test(text) && isInvitation(text);
}

/** Whether the outlet's own selector for the body chose an element around the block. */
function isWithin(block: PageBlock, elements: ReadonlySet<Element>): boolean {
  for (let node: PageBlock['node'] | null = block.node; node !== null; node = node.parent)
    if (node.element !== null && elements.has(node.element)) return true;
  return false;
}

const IN_FIGURE = structureBit('figure') | structureBit('figcaption');

/** How the reader shows a block. */
export function kindOf({ node }: PageBlock): Block['kind'] {
  if (HEADING.test(node.tag)) return 'heading';
  if ((node.structure & IN_FIGURE) !== 0) return 'caption';
  if ((node.structure & structureBit('blockquote')) !== 0) return 'quote';
  if ((node.structure & structureBit('li')) !== 0) return 'list-item';
  if ((node.structure & structureBit('td')) !== 0 && node.tag !== 'p') return 'table';
  return 'paragraph';
}

/** Joins pieces into one text with offsets, one LF between blocks. */
export function joinBlocks(pieces: readonly { readonly text: string; readonly kind: Block['kind'] }[]): {
  text: string;
  blocks: Block[];
} {
  let start = 0;
  const blocks = pieces.map(({ text, kind }) => {
    const block = { kind, start, end: start + text.length };
    start = block.end + 1;
    return block;
  });
  return { text: pieces.map(({ text }) => text).join('\n'), blocks };
}
