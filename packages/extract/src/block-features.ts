import { VOCABULARY_GROUPS } from './class-vocabulary.ts';
import { type ContainerVotes, isInside } from './container-votes.ts';
import { flag, log } from './feature-numbers.ts';
import {
  type Bare,
  OWN_FEATURES,
  ownFeatures,
  type Shared,
  sharedFeatures,
  type Witnesses,
  wordsOf,
} from './own-features.ts';
import { type PageBlock, type PageBlocks, STRUCTURE_TAGS } from './page-blocks.ts';
import { branchFeatures, branchFinder } from './page-branches.ts';
import { bareText } from './tidy-text.ts';

const PLACE_FEATURES = [
  'position',
  'depth',
  'inByName',
  'inByText',
  'byNameSteps',
  'byTextSteps',
  'byNameShare',
  'byTextShare',
  'votesAgree',
  'articleBodyAncestor',
  'parentLogChars',
  'parentLinkShare',
  'parentParagraphs',
  'parentBlocks',
  'grandLogChars',
  'grandLinkShare',
  'grandParagraphs',
  'textBefore',
  'textAfter',
  'sinceParagraph',
  'untilParagraph',
  'hasArticleBody',
  'pageLogChars',
  'afterTitle',
  'sameShapeShare',
  'branchLogChars',
  'branchLinkShare',
  'branchParagraphs',
  'branchBlocks',
  'apartSteps',
] as const;

const NEIGHBOUR_FEATURES = [
  'logChars',
  'linkShare',
  'ends',
  'sameParent',
  'inByText',
  'invitation',
  'heading',
] as const;
const NEIGHBOURS = [-2, -1, 1, 2] as const;
const NO_NEIGHBOUR = NEIGHBOUR_FEATURES.map(() => -1);

/** Names of the columns of `blockFeatures`, in order. */
export const FEATURE_NAMES: readonly string[] = [
  ...OWN_FEATURES,
  ...PLACE_FEATURES,
  ...STRUCTURE_TAGS.map((tag) => `in:${tag}`),
  ...VOCABULARY_GROUPS.map((group) => `near:${group}`),
  ...VOCABULARY_GROUPS.map((group) => `branch:${group}`),
  ...NEIGHBOURS.flatMap((step) => NEIGHBOUR_FEATURES.map((name) => `${name}${step > 0 ? '+' : ''}${step}`)),
];

/** Tag and class of a block and of its parent: the paragraphs of an article look alike. */
const shape = (block: PageBlock): string =>
  `${block.node.tag}.${block.node.element?.attribs['class'] ?? ''}<${block.node.parent?.tag ?? ''}.${block.node.parent?.element?.attribs['class'] ?? ''}`;

function place(from: {
  page: PageBlocks;
  votes: ContainerVotes;
  witnesses: Witnesses;
  shared: readonly Shared[];
  titles: ReadonlySet<string>;
}): (block: PageBlock) => number[] {
  const { page, votes, witnesses } = from;
  const total = Math.max(1, page.root.chars);
  const { byName, byText } = votes;
  const agree = byName !== null && byText !== null && (isInside(byText, byName) || isInside(byName, byText));
  const shapes = new Map<string, number>();
  let allChars = 0;
  for (const block of page.blocks) {
    if (!isInside(block.node, byText)) continue;
    shapes.set(shape(block), (shapes.get(shape(block)) ?? 0) + block.text.length);
    allChars += block.text.length;
  }
  const order = orderOf(from);
  return (block) => {
    const parent = block.node.parent ?? block.node;
    const grand = parent.parent ?? parent;
    const inName = isInside(block.node, byName);
    const inText = isInside(block.node, byText);
    return [
      block.index / Math.max(1, page.blocks.length),
      block.node.depth,
      flag(inName),
      flag(inText),
      inName && byName !== null ? block.node.depth - byName.depth : -1,
      inText && byText !== null ? block.node.depth - byText.depth : -1,
      (byName?.chars ?? 0) / total,
      (byText?.chars ?? 0) / total,
      flag(agree),
      flag(block.node.inArticleBody),
      log(parent.chars),
      parent.linkChars / Math.max(1, parent.chars),
      log(parent.paragraphs),
      log(parent.blocks),
      log(grand.chars),
      grand.linkChars / Math.max(1, grand.chars),
      log(grand.paragraphs),
      log(order.before[block.index] ?? 0),
      log(order.after[block.index] ?? 0),
      Math.min(50, order.since[block.index] ?? 0),
      Math.min(50, order.until[block.index] ?? 0),
      flag(witnesses.articleBody !== null),
      log(total),
      flag(block.index >= order.title),
      allChars === 0 ? 0 : (shapes.get(shape(block)) ?? 0) / allChars,
    ];
  };
}

/**
 * Gives the row of numbers of a block by its index, columns as FEATURE_NAMES; time linear in the page. The row is valid until the next is asked
 * for: rows of all blocks at once would be most of what a page needs.
 */
export function blockFeatures(
  page: PageBlocks,
  votes: ContainerVotes,
  witnesses: Witnesses,
): (index: number) => Float64Array {
  const { blocks } = page;
  const frequency = new Map<string, number>();
  for (const block of blocks) {
    frequency.set(block.bare, (frequency.get(block.bare) ?? 0) + 1);
  }
  const titles = witnesses.titles.map(bareText).filter((title) => title !== '');
  const bare: Bare = {
    titles: new Set(titles),
    titleWords: new Set(witnesses.titles.flatMap(wordsOf)),
    description: bareText(witnesses.description ?? ''),
    authors: witnesses.authors.map(bareText).filter((name) => name.length > 3),
    articleBody: bareText(witnesses.articleBody ?? ''),
    frequency,
  };
  const shared = blocks.map(sharedFeatures);
  const branchOf = branchFinder(votes.byText);
  const placeOf = place({ page, votes, witnesses, shared, titles: bare.titles });

  const row = new Float64Array(FEATURE_NAMES.length);
  return (index) => {
    const block = blocks[index];
    if (block === undefined) return row.fill(0);
    let at = 0;
    const put = (values: readonly number[]): void => {
      for (const value of values) {
        row[at] = value;
        at += 1;
      }
    };
    const putBits = (mask: number, count: number): void => {
      for (let bit = 0; bit < count; bit += 1) row[at + bit] = (mask >>> bit) & 1;
      at += count;
    };
    const branch = branchOf(block.node);
    const mine = shared[index];
    put(mine === undefined ? [] : ownFeatures(block, mine, bare));
    put(placeOf(block));
    put(branchFeatures(branch));
    putBits(block.node.structure, STRUCTURE_TAGS.length);
    putBits(block.node.near, VOCABULARY_GROUPS.length);
    putBits(branch.names, VOCABULARY_GROUPS.length);
    for (const step of NEIGHBOURS) {
      const other = blocks[index + step];
      const what = shared[index + step];
      if (other === undefined || what === undefined) put(NO_NEIGHBOUR);
      else {
        row[at] = log(other.text.length);
        row[at + 1] = what.linkShare;
        row[at + 2] = what.ends;
        row[at + 3] = flag(other.node.parent === block.node.parent || other.node === block.node);
        row[at + 4] = flag(isInside(other.node, votes.byText));
        row[at + 5] = what.invitation;
        row[at + 6] = what.heading;
        at += NEIGHBOUR_FEATURES.length;
      }
    }
    return row;
  };
}

interface BlockOrder {
  /** Letters of real paragraphs of the container before and after each block. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Blocks since the last and until the next of them. */
  readonly since: Float64Array;
  readonly until: Float64Array;
  /** Index of the heading that is the title; endless without one. */
  readonly title: number;
}

/** What depends on the order of blocks. */
function orderOf(from: {
  page: PageBlocks;
  votes: ContainerVotes;
  shared: readonly Shared[];
  titles: ReadonlySet<string>;
}): BlockOrder {
  const { blocks } = from.page;
  const column = (): Float64Array => new Float64Array(blocks.length);
  const [before, after, since, until] = [column(), column(), column(), column()];
  const isParagraph = ({ node, index }: PageBlock): boolean =>
    from.shared[index]?.long === true && isInside(node, from.votes.byText);
  let letters = 0;
  let steps = 0;
  for (const block of blocks) {
    const paragraph = isParagraph(block);
    steps = paragraph ? 0 : steps + 1;
    before[block.index] = letters;
    since[block.index] = steps;
    if (paragraph) letters += block.text.length;
  }
  letters = 0;
  steps = 0;
  for (const block of blocks.toReversed()) {
    const paragraph = isParagraph(block);
    steps = paragraph ? 0 : steps + 1;
    after[block.index] = letters;
    until[block.index] = steps;
    if (paragraph) letters += block.text.length;
  }
  const title = blocks.findIndex(
    ({ bare, index }) => from.titles.has(bare) && from.shared[index]?.heading === 1,
  );
  return { before, after, since, until, title: title < 0 ? Number.POSITIVE_INFINITY : title };
}
