import { isCredit, isInvitation, isNotice } from './boilerplate-phrases.ts';
import { VOCABULARY_GROUPS } from './class-vocabulary.ts';
import { type ContainerVotes, isInside } from './container-votes.ts';
import { type PageBlock, type PageBlocks, type PageNode, STRUCTURE_TAGS } from './page-blocks.ts';
import { bareText } from './tidy-text.ts';

/** What the rest of the page says about the article, as witnesses for its blocks. */
export interface Witnesses {
  readonly titles: readonly string[];
  readonly description: string | null;
  readonly authors: readonly string[];
  readonly articleBody: string | null;
}

const OWN_FEATURES = [
  'logChars',
  'logWords',
  'linkShare',
  'links',
  'boldShare',
  'ends',
  'endsColon',
  'sentences',
  'commas',
  'digits',
  'upper',
  'startsLower',
  'separators',
  'address',
  'invitation',
  'credit',
  'notice',
  'dateLike',
  'isTitle',
  'titleOverlap',
  'isDescription',
  'isAuthor',
  'inArticleBody',
  'repeated',
  'hidden',
] as const;

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

/** Names of the columns of `blockFeatures`, in order. */
export const FEATURE_NAMES: readonly string[] = [
  ...OWN_FEATURES,
  ...PLACE_FEATURES,
  ...STRUCTURE_TAGS.map((tag) => `in:${tag}`),
  ...VOCABULARY_GROUPS.map((group) => `near:${group}`),
  ...VOCABULARY_GROUPS.map((group) => `branch:${group}`),
  ...NEIGHBOURS.flatMap((step) => NEIGHBOUR_FEATURES.map((name) => `${name}${step > 0 ? '+' : ''}${step}`)),
];

const DATE_LIKE =
  /\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b(19|20)\d\d\b|\d{1,2}:\d\d|[۰-۹٠-٩]{1,2}:[۰-۹٠-٩]{2}|(13|14)\d\d|[۱١][۳۴٣٤][۰-۹٠-٩]{2}/;
const log = (count: number): number => Math.log1p(Math.max(0, count));
const flag = (value: boolean): number => (value ? 1 : 0);
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;
const PARAGRAPH_CHARS = 120;

interface Own {
  readonly values: readonly number[];
  readonly linkShare: number;
  readonly ends: number;
  readonly invitation: number;
  readonly heading: number;
  readonly long: boolean;
}

interface Bare {
  readonly titles: ReadonlySet<string>;
  readonly titleWords: ReadonlySet<string>;
  readonly description: string;
  readonly authors: readonly string[];
  readonly articleBody: string;
  readonly frequency: ReadonlyMap<string, number>;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function ownFeatures(block: PageBlock, bare: Bare): Own {
  const { text } = block;
  const key = block.bare;
  const words = wordsOf(text);
  const linkShare = block.linkChars / Math.max(1, text.length);
  const ends = flag(/[.!?…؟۔。！？:]["”»’)\]]*$/.test(text));
  const invitation = flag(isInvitation(text));
  const letters = Math.max(1, count(text, /\p{L}/gu));
  const overlap =
    words.length === 0 ? 0 : words.filter((word) => bare.titleWords.has(word)).length / words.length;
  const long = text.length >= PARAGRAPH_CHARS && linkShare < 0.5;
  const author = bare.authors.some((name) => key.includes(name) && key.length < name.length + 40);
  const inBody =
    bare.articleBody !== '' &&
    key.length > 3 &&
    bare.articleBody.includes(key.length > 200 ? key.slice(0, 200) : key);
  return {
    values: [
      log(text.length),
      log(words.length),
      linkShare,
      Math.min(block.links, 20),
      block.boldChars / Math.max(1, text.length),
      ends,
      flag(/[:：]$/.test(text)),
      Math.min(20, count(text, /[.!?…؟۔。！？](?=\s|["”»’)\]]|$)/g)),
      Math.min(30, count(text, /[,،、，;؛]/g)),
      count(text, /\p{N}/gu) / text.length,
      count(text, /\p{Lu}/gu) / letters,
      flag(/^\p{Ll}/u.test(text)),
      flag(/[|•·»›→▶]/.test(text)),
      flag(/@[\w-]+\.|https?:|www\.|^@\w/.test(text)),
      invitation,
      flag(isCredit(text)),
      flag(isNotice(text)),
      flag(text.length < 120 && DATE_LIKE.test(text)),
      flag(bare.titles.has(key)),
      overlap,
      flag(
        key.length > 20 &&
          (bare.description.startsWith(key) ||
            (bare.description.length > 40 && key.startsWith(bare.description))),
      ),
      flag(author),
      flag(inBody),
      Math.min(5, bare.frequency.get(key) ?? 1),
      flag(block.node.hidden),
    ],
    linkShare,
    ends,
    invitation,
    heading: flag(/^h[1-6]$/.test(block.node.tag)),
    long,
  };
}

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

/** The part of the page around a block that does not hold the main text: a box inside the article, a column beside it. */
interface Branch {
  readonly top: PageNode;
  /** Vocabulary between the block and the top of its branch. */
  readonly names: number;
  /** Levels from the main text up to where the branch leaves. */
  readonly apart: number;
}

function branchFinder(main: PageNode | null): (node: PageNode) => Branch {
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

function branchFeatures({ top, apart }: Branch): number[] {
  return [
    log(top.chars),
    top.linkChars / Math.max(1, top.chars),
    log(top.paragraphs),
    log(top.blocks),
    apart,
  ];
}

function hasArticleBodyAncestor(start: PageNode): boolean {
  for (let node: PageNode | null = start; node !== null; node = node.parent)
    if (node.articleBody) return true;
  return false;
}

const AT = Object.fromEntries(PLACE_FEATURES.map((name, at) => [name, at]));

/** One row of numbers a block, columns as FEATURE_NAMES; time linear in the page. */
export function blockFeatures(page: PageBlocks, votes: ContainerVotes, witnesses: Witnesses): Float64Array[] {
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
  const placeOf = place(page, votes, witnesses);
  const places = blocks.map((block) => [...placeOf(block), ...branchFeatures(branchOf(block.node))]);
  flow({ page, votes, own, places, titles: bare.titles });

  return blocks.map((block, index) => {
    const row = [...(own[index]?.values ?? []), ...(places[index] ?? [])];
    STRUCTURE_TAGS.forEach((_, bit) => row.push((block.node.structure >>> bit) & 1));
    VOCABULARY_GROUPS.forEach((_, bit) => row.push((block.node.near >>> bit) & 1));
    VOCABULARY_GROUPS.forEach((_, bit) => row.push(((branches[index]?.names ?? 0) >>> bit) & 1));
    for (const step of NEIGHBOURS) {
      const other = blocks[index + step];
      const what = own[index + step];
      if (other === undefined || what === undefined) row.push(-1, -1, -1, -1, -1, -1, -1);
      else
        row.push(
          log(other.text.length),
          what.linkShare,
          what.ends,
          flag(other.node.parent === block.node.parent || other.node === block.node),
          flag(isInside(other.node, votes.byText)),
          what.invitation,
          what.heading,
        );
    }
    return Float64Array.from(row);
  });
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
