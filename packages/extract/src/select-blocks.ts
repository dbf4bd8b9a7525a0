import type { Block } from '@khabar/article';
import type { Element } from 'domhandler';

import { blockFeatures } from './block-features.ts';
import {
  isCaptionWithCredit,
  isImprint,
  isInvitation,
  isNotice,
  isStatusFootnote,
} from './boilerplate-phrases.ts';
import { type ContainerVotes, containerVotes, isInside } from './container-votes.ts';
import { blocksOfDataTables } from './data-tables.ts';
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

/** What the outlet's selectors say of the text. */
export interface ChosenPlaces {
  readonly elements: ReadonlySet<Element>;
  /** Everything in them is text; otherwise what is surely none is left out. */
  readonly trusted: boolean;
}

// Chosen by cross-validation over sites: between 0.35 and 0.45 one set gains what another loses.
const KEEP = 0.4;
/** In a place that a profile names, only what is less likely than this is left out. */
const SURELY_NONE = 0.1;
/** Where the places of a profile agree with the generic reading, they move the line: lower inside them, higher outside. */
const KEEP_INSIDE = 0.3;
const KEEP_OUTSIDE = 0.6;

const HEADING = /^h[1-6]$/;

/** What makes up the article, each way of choosing by itself. */
export interface Selections {
  readonly generic: Selection;
  /** What stands in the places that the outlet's selectors name; null where they name none. */
  readonly chosen: Selection | null;
  /** The generic choice where those places are right: doubtful blocks inside them stay, doubtful ones outside go. */
  readonly guided: Selection | null;
}

/** The blocks that make up the article. */
export function selectBlocks(
  page: PageBlocks,
  witnesses: Witnesses & { readonly places: ChosenPlaces | null },
): Selections {
  const votes = containerVotes(page);
  const rowOf = blockFeatures(page, votes, witnesses);
  const weighed = page.blocks.map((block, at) => ({
    block,
    probability: isMereLink(block, votes) ? 0 : keepProbability(rowOf(at)),
  }));
  const titles = new Set(witnesses.titles.map(bareText));
  const possible = weighed.filter(
    ({ block, probability }) =>
      !isTitle(block, titles) && (probability === 0 || !isStatusFootnote(block.text)),
  );
  const kept = possible.filter(({ block, probability }) => probability >= KEEP && !isNoText(block));
  const enough =
    lettersOf(kept) < FEW_CHARS ? (secondLook(weighed, votes) ?? kept) : recalled(possible, kept, votes);
  const generic = selectionOf(withTables(page, weighed, enough), votes);
  const { places } = witnesses;
  if (places === null) return { generic, chosen: null, guided: null };
  const inside = new Set(possible.filter(({ block }) => isWithin(block, places.elements)));
  const chosen = possible.filter(
    (one) => inside.has(one) && (places.trusted || (one.probability >= SURELY_NONE && !isNoText(one.block))),
  );
  const guided = possible.filter(
    (one) => one.probability >= (inside.has(one) ? KEEP_INSIDE : KEEP_OUTSIDE) && !isNoText(one.block),
  );
  return { generic, chosen: selectionOf(chosen, votes), guided: selectionOf(guided, votes) };
}

// A container of this many letters of which so little was kept was misjudged: then the doubtful blocks count too.
const MIN_CONTAINER = 600;
const FEW_SHARE = 0.2;
const DOUBTFUL = 0.05;

/** More of a container, where next to nothing of it was kept. */
function recalled(
  possible: readonly WeighedBlock[],
  kept: readonly WeighedBlock[],
  votes: ContainerVotes,
): readonly WeighedBlock[] {
  let most = kept;
  for (const container of [votes.byName, votes.byText]) {
    const running = container === null ? 0 : container.chars - container.linkChars;
    if (running < MIN_CONTAINER || lettersOf(most) >= running * FEW_SHARE) continue;
    const found = possible.filter(
      ({ block, probability }) =>
        probability >= DOUBTFUL &&
        isInside(block.node, container) &&
        block.linkChars < block.text.length / 2 &&
        !isNoText(block) &&
        !isNotice(block.text),
    );
    if (lettersOf(found) > lettersOf(most)) most = found;
  }
  return most;
}

function withTables(
  page: PageBlocks,
  weighed: readonly WeighedBlock[],
  kept: readonly WeighedBlock[],
): readonly WeighedBlock[] {
  const before = new Set(kept.map(({ block }) => block));
  const cells = blocksOfDataTables(page, before);
  return cells.size === 0 ? kept : weighed.filter(({ block }) => before.has(block) || cells.has(block));
}

/**
 * Half of the blocks of a page are links outside both containers. Of 68,000 such blocks of the training pages, weighed by models that had not seen
 * their site, none reached the line: asking the model of them would be half of its cost.
 */
function isMereLink(block: PageBlock, { byName, byText }: ContainerVotes): boolean {
  return (
    (byName !== null || byText !== null) &&
    block.linkChars > block.text.length * 0.9 &&
    !isInside(block.node, byText) &&
    !isInside(block.node, byName)
  );
}

const LONG_TITLE = 20;
const DATE_LINE = 40;

/** Whether a block is the title, alone or with the line of the date that only a line break parts from it. */
function isTitle({ bare }: PageBlock, titles: ReadonlySet<string>): boolean {
  if (titles.has(bare)) return true;
  for (const title of titles)
    if (
      title.length >= LONG_TITLE &&
      bare.length <= title.length + DATE_LINE &&
      bare.startsWith(title) &&
      /\p{N}$/u.test(bare)
    )
      return true;
  return false;
}

function selectionOf(kept: readonly WeighedBlock[], votes: ContainerVotes): Selection {
  const chars = lettersOf(kept);
  const mass = kept.reduce((sum, { block, probability }) => sum + block.text.length * probability, 0);
  return { kept, votes, confidence: chars === 0 ? 0 : mass / chars };
}

function isNoText(block: PageBlock): boolean {
  return (
    isImprint(block.text) || isLinkedInvitation(block) || isSignOff(block) || isCaptionWithCredit(block.text)
  );
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

/** The text of what was selected. */
export function textOfBlocks({ kept }: Selection): string {
  return kept.map(({ block }) => block.text).join('\n');
}

const IN_FIGURE = structureBit('figure') | structureBit('figcaption');

/** A block of the text before it has a place in it. */
export type Piece = Omit<Block, 'start' | 'end'> & { readonly text: string };

/** How the reader shows a block. */
export function pieceOf({ text, node }: PageBlock): Piece {
  if (HEADING.test(node.tag)) return { text, kind: 'heading', level: Number(node.tag.slice(1)) };
  if ((node.structure & IN_FIGURE) !== 0) return { text, kind: 'caption' };
  if ((node.structure & structureBit('blockquote')) !== 0) return { text, kind: 'quote' };
  if ((node.structure & structureBit('li')) !== 0)
    return { text, kind: 'list-item', ...(isNumbered(node) ? { ordered: true } : {}) };
  if ((node.structure & structureBit('td')) !== 0 && node.tag !== 'p') return { text, kind: 'table' };
  return { text, kind: 'paragraph' };
}

/** Whether the innermost list around a block is numbered. */
function isNumbered(start: PageBlock['node']): boolean {
  for (let node: PageBlock['node'] | null = start; node !== null; node = node.parent) {
    if (node.tag === 'ol') return true;
    if (node.tag === 'ul') return false;
  }
  return false;
}

/** Joins pieces into one text with offsets, one LF between blocks. */
export function joinBlocks(pieces: readonly Piece[]): {
  text: string;
  blocks: Block[];
} {
  let start = 0;
  const blocks = pieces.map(({ text, ...rest }) => {
    const block = { ...rest, start, end: start + text.length };
    start = block.end + 1;
    return block;
  });
  return { text: pieces.map(({ text }) => text).join('\n'), blocks };
}
