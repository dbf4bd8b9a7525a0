import { type ChildNode, type Document, type Element, isTag, isText } from 'domhandler';

import { vocabularyMask } from './class-vocabulary.ts';
import { bareText, tidyText } from './tidy-text.ts';

/** An element of the page with what the walk summed up below it. */
export interface PageNode {
  readonly element: Element | null;
  readonly parent: PageNode | null;
  readonly tag: string;
  readonly depth: number;
  /** Vocabulary of its own names, of the nearest three levels, of all levels (see class-vocabulary). */
  readonly own: number;
  readonly near: number;
  readonly all: number;
  /** Which of STRUCTURE_TAGS enclose it. */
  readonly structure: number;
  hidden: boolean;
  readonly articleBody: boolean;
  /** It or an element around it is the article body by microdata. */
  readonly inArticleBody: boolean;
  /** Its place among the elements of the page, and the place after the last inside it. */
  readonly start: number;
  end: number;
  chars: number;
  linkChars: number;
  paragraphs: number;
  blocks: number;
  readabilityScore: number;
}

/** A run of text that a reader sees as one piece. */
export interface PageBlock {
  readonly text: string;
  /** `text` as `bareText` leaves it. */
  readonly bare: string;
  readonly node: PageNode;
  readonly linkChars: number;
  readonly boldChars: number;
  readonly links: number;
  readonly index: number;
}

export const STRUCTURE_TAGS = [
  'article',
  'main',
  'aside',
  'nav',
  'footer',
  'header',
  'form',
  'figure',
  'figcaption',
  'table',
  'ul',
  'ol',
  'li',
  'blockquote',
  'section',
  'details',
  'h1',
  'h2',
  'h3',
  'h4',
  'p',
  'a',
  'td',
  'pre',
  'address',
  'dl',
] as const;
export type StructureTag = (typeof STRUCTURE_TAGS)[number];

/** Bit of a tag in `PageNode.structure`. */
export function structureBit(tag: StructureTag): number {
  return 1 << STRUCTURE_TAGS.indexOf(tag);
}

const STRUCTURE = new Map<string, number>(STRUCTURE_TAGS.map((tag) => [tag, structureBit(tag)]));
const INVISIBLE = new Set(
  'script style noscript template svg math iframe object embed canvas select option optgroup textarea button input title meta link audio video map datalist dialog'.split(
    ' ',
  ),
);
const BLOCK = new Set(
  'html head body address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul img picture iframe caption amp-img'.split(
    ' ',
  ),
);
const BOLD = new Set(['b', 'strong', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const HIDDEN_STYLE = /display\s*:\s*none|visibility\s*:\s*hidden/i;

export interface PageBlocks {
  readonly root: PageNode;
  readonly nodes: readonly PageNode[];
  readonly blocks: readonly PageBlock[];
}

interface Run {
  text: string;
  linkChars: number;
  boldChars: number;
  links: number;
}

const emptyRun = (): Run => ({ text: '', linkChars: 0, boldChars: 0, links: 0 });

function openNode(
  element: Element,
  parent: PageNode,
  walk: { readonly seen: Map<string, number>; readonly start: number },
): PageNode {
  const { class: classes = '', id = '', itemprop = '', role = '', style = '' } = element.attribs;
  const own = vocabularyMask(`${classes} ${id} ${itemprop} ${role}`.trim(), walk.seen);
  const articleBody = /\barticleBody\b/i.test(itemprop);
  return {
    element,
    parent,
    tag: element.name,
    depth: parent.depth + 1,
    own,
    near: own | parent.own | (parent.parent?.own ?? 0),
    all: own | parent.all,
    structure: parent.structure | (STRUCTURE.get(element.name) ?? 0),
    hidden: parent.hidden || 'hidden' in element.attribs || HIDDEN_STYLE.test(style),
    articleBody,
    inArticleBody: articleBody || parent.inArticleBody,
    start: walk.start,
    end: walk.start + 1,
    ...nothingSummed(),
  };
}

function nothingSummed(): Pick<
  PageNode,
  'chars' | 'linkChars' | 'paragraphs' | 'blocks' | 'readabilityScore'
> {
  return { chars: 0, linkChars: 0, paragraphs: 0, blocks: 0, readabilityScore: 0 };
}

/** Cuts a run at empty lines, and at a single line break after the end of a sentence or before a dash or bullet. */
function linesOf(text: string): string[] {
  if (!text.includes('\n')) {
    const line = tidyText(text);
    return line === '' ? [] : [line];
  }
  return text
    .replaceAll(/[^\S\n]+/g, ' ')
    .split(/\n(?: ?\n)+|(?<=[.!?:…؟۔。»”"] ?)\n ?|\n ?(?=[-–—•▪●*] ?)/)
    .map((line) => tidyText(line))
    .filter((line) => line !== '');
}

const MIN_HIDDEN = 1_000;
const MOST_HIDDEN = 3;
const LOOSE_SPACE = /[^\S ]| {2}/;
const TERMINAL = new Set(['', 'br', 'hr', 'img']);

/** One walk without recursion over the document: every visible block of text, and sums for every element. */
export function pageBlocks(document: Document): PageBlocks {
  const root: PageNode = {
    element: null,
    parent: null,
    tag: '',
    depth: 0,
    own: 0,
    near: 0,
    all: 0,
    structure: 0,
    hidden: false,
    articleBody: false,
    inArticleBody: false,
    start: 0,
    end: 1,
    ...nothingSummed(),
  };
  const nodes: PageNode[] = [root];
  const blocks: PageBlock[] = [];
  const seen = new Map<string, number>();
  const stack: { children: readonly ChildNode[]; next: number; node: PageNode; name: string }[] = [
    { children: document.children, next: 0, node: root, name: '' },
  ];
  let run = emptyRun();
  let linkDepth = 0;
  let boldDepth = 0;

  const flush = (node: PageNode): void => {
    if (run.text !== '') {
      const lines = linesOf(run.text);
      const total = Math.max(
        1,
        lines.reduce((sum, line) => sum + line.length, 0),
      );
      for (const text of lines) {
        const share = text.length / total;
        const linkChars = Math.min(text.length, run.linkChars * share);
        const boldChars = Math.min(text.length, run.boldChars * share);
        blocks.push({
          text,
          bare: bareText(text),
          node,
          linkChars,
          boldChars,
          links: run.links,
          index: blocks.length,
        });
        node.chars += text.length;
        node.linkChars += linkChars;
        node.blocks += 1;
        if (text.length > 80 && linkChars < text.length / 2) node.paragraphs += 1;
      }
    }
    run = emptyRun();
  };

  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = top.children[top.next];
    top.next += 1;
    if (child === undefined) {
      stack.pop();
      if (BLOCK.has(top.name)) flush(top.node);
      if (top.name === 'a') linkDepth -= 1;
      if (BOLD.has(top.name)) boldDepth -= 1;
      const outer = stack.at(-1);
      if (outer === undefined || outer.node !== top.node) top.node.end = nodes.length;
      if (outer !== undefined && outer.node !== top.node) addTo(outer.node, top.node);
      continue;
    }
    if (isText(child)) {
      run.text += LOOSE_SPACE.test(child.data) ? child.data.replaceAll(/\s+/g, ' ') : child.data;
      const visible = child.data.trim().length;
      if (linkDepth > 0) run.linkChars += visible;
      if (boldDepth > 0) run.boldChars += visible;
      continue;
    }
    if (!isTag(child)) continue;
    const { name } = child;
    if (name === 'br') run.text += '\n';
    if (BLOCK.has(name)) flush(top.node);
    if (INVISIBLE.has(name) || TERMINAL.has(name)) continue;
    if (name === 'a') {
      linkDepth += 1;
      run.links += 1;
    }
    if (BOLD.has(name)) boldDepth += 1;
    const node = BLOCK.has(name) ? openNode(child, top.node, { seen, start: nodes.length }) : top.node;
    if (node !== top.node) nodes.push(node);
    stack.push({ children: child.children, next: 0, node, name });
  }
  flush(root);
  unhide(nodes, blocks);
  return { root, nodes, blocks };
}

/** A page that a script unhides when it has loaded hides everything: then hidden tells nothing. */
function unhide(nodes: readonly PageNode[], blocks: readonly PageBlock[]): void {
  let hidden = 0;
  let visible = 0;
  for (const { text, linkChars, node } of blocks) {
    if (node.hidden) hidden += text.length - linkChars;
    else visible += text.length - linkChars;
  }
  if (hidden < MIN_HIDDEN || hidden < visible * MOST_HIDDEN) return;
  for (const node of nodes) node.hidden = false;
}

function addTo(outer: PageNode, inner: PageNode): void {
  outer.chars += inner.chars;
  outer.linkChars += inner.linkChars;
  outer.paragraphs += inner.paragraphs;
  outer.blocks += inner.blocks;
}
