import { VOCABULARY_GROUPS } from './class-vocabulary.ts';
import { type ContainerVotes, isInside } from './container-votes.ts';
import { flag, log } from './feature-numbers.ts';
import { type Bare, type Own, OWN_FEATURES, ownFeatures, type Witnesses, wordsOf } from './own-features.ts';
import { type PageBlock, type PageBlocks, type PageNode, STRUCTURE_TAGS } from './page-blocks.ts';
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

function place(
  page: PageBlocks,
  votes: ContainerVotes,
  witnesses: Witnesses,
): (block: PageBlock) => number[] {
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
      flag(hasArticleBodyAncestor(block.node)),
      log(parent.chars),
      parent.linkChars / Math.max(1, parent.chars),
      log(parent.paragraphs),
      log(parent.blocks),
      log(grand.chars),
      grand.linkChars / Math.max(1, grand.chars),
      log(grand.paragraphs),
    ].concat(
      [0, 0, 0, 0],
      [
        flag(witnesses.articleBody !== null),
        log(total),
        0,
        allChars === 0 ? 0 : (shapes.get(shape(block)) ?? 0) / allChars,
      ],
    );
  };
}

function hasArticleBodyAncestor(start: PageNode): boolean {
  for (let node: PageNode | null = start; node !== null; node = node.parent)
    if (node.articleBody) return true;
  return false;
}

const AT = Object.fromEntries(PLACE_FEATURES.map((name, at) => [name, at]));

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
  const own = blocks.map((block) => ownFeatures(block, bare));
  const branchOf = branchFinder(votes.byText);
  const branches = blocks.map(({ node }) => branchOf(node));
  const inText = blocks.map(({ node }) => flag(isInside(node, votes.byText)));
  const placeOf = place(page, votes, witnesses);
  const places = blocks.map((block) => [...placeOf(block), ...branchFeatures(branchOf(block.node))]);
  flow({ page, votes, own, places, titles: bare.titles });

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
    put(own[index]?.values ?? []);
    put(places[index] ?? []);
    putBits(block.node.structure, STRUCTURE_TAGS.length);
    putBits(block.node.near, VOCABULARY_GROUPS.length);
    putBits(branches[index]?.names ?? 0, VOCABULARY_GROUPS.length);
    for (const step of NEIGHBOURS) {
      const other = blocks[index + step];
      const what = own[index + step];
      if (other === undefined || what === undefined) put(NO_NEIGHBOUR);
      else {
        row[at] = log(other.text.length);
        row[at + 1] = what.linkShare;
        row[at + 2] = what.ends;
        row[at + 3] = flag(other.node.parent === block.node.parent || other.node === block.node);
        row[at + 4] = inText[index + step] ?? 0;
        row[at + 5] = what.invitation;
        row[at + 6] = what.heading;
        at += NEIGHBOUR_FEATURES.length;
      }
    }
    return row;
  };
}

/** Fills what depends on the order of blocks: text before and after in the container, distance to real paragraphs, after the title. */
function flow(from: {
  page: PageBlocks;
  votes: ContainerVotes;
  own: readonly Own[];
  places: readonly number[][];
  titles: ReadonlySet<string>;
}): void {
  const { page, votes, own, places } = from;
  const set = (index: number, name: (typeof PLACE_FEATURES)[number], value: number): void => {
    const row = places[index];
    const at = AT[name];
    if (row !== undefined && at !== undefined) row[at] = value;
  };
  let before = 0;
  let since = 0;
  let afterTitle = 0;
  page.blocks.forEach((block, index) => {
    const inside = isInside(block.node, votes.byText) && own[index]?.long === true;
    since = inside ? 0 : since + 1;
    if (from.titles.has(block.bare) && own[index]?.heading === 1) afterTitle = 1;
    set(index, 'textBefore', log(before));
    set(index, 'sinceParagraph', Math.min(50, since));
    set(index, 'afterTitle', afterTitle);
    if (inside) before += block.text.length;
  });
  let after = 0;
  let until = 0;
  for (let index = page.blocks.length - 1; index >= 0; index -= 1) {
    const block = page.blocks[index];
    if (block === undefined) continue;
    const inside = isInside(block.node, votes.byText) && own[index]?.long === true;
    until = inside ? 0 : until + 1;
    set(index, 'textAfter', log(after));
    set(index, 'untilParagraph', Math.min(50, until));
    if (inside) after += block.text.length;
  }
}
