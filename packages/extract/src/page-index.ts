import { type ChildNode, type Document, type Element, isTag, isText } from 'domhandler';

/** An element whose names promise something, and where it stands. */
export interface Spot {
  readonly element: Element;
  /** Position among all elements, in page order. */
  readonly order: number;
  /** Which of ZONES enclose it. */
  readonly zones: number;
  /** Its class, id and test names, lower case. */
  readonly names: string;
}

/** Parts of a page that speak of other articles or other people. */
export const ZONES = {
  /** aside, nav, footer. */
  beside: 1,
  comments: 2,
  /** Related, popular, recommended articles, sidebars. */
  others: 4,
  /** Widgets and lists of the latest. */
  latest: 8,
  figure: 16,
  /** article, main, or an element named so. */
  article: 32,
} as const;

/** What the readers of metadata, dates and authors look for, gathered in one walk. */
export interface PageIndex {
  /** Elements of a tag in page order, of INDEXED_TAGS only. */
  readonly byTag: (name: IndexedTag) => readonly Spot[];
  /** Elements with `itemprop` or RDFa `property` outside the head. */
  readonly properties: readonly Spot[];
  /** Elements named after an author, in any of the usual languages. */
  readonly authors: readonly Spot[];
  /** Elements named after a date. */
  readonly dates: readonly Spot[];
  /** Headings below the first level, and elements named after a title. */
  readonly titles: readonly Spot[];
}

const INDEXED_TAGS = [
  'html',
  'meta',
  'link',
  'script',
  'title',
  'base',
  'h1',
  'h2',
  'h3',
  'h4',
  'time',
  'a',
  'address',
  'byline',
  'img',
  'abbr',
] as const;
type IndexedTag = (typeof INDEXED_TAGS)[number];

const AUTHOR_NAME =
  /author|autor|auteur|byline|by-line|writer|contributor|columnist|journalist|reporter|verfasser|redakteur|forfatter|skribent|kirjoittaja|schrijver|yazar|автор|posted-by|postedby|avtor/;
const NO_AUTHOR = /authori[zst]|co-?authoring|journalism|reporter-?(?:id|form)|advertori/;
const DATE_NAME = /date(?!-?picker)|publish|posted|timestamp|\btime\b|byline|meta|datum|fecha|data-pub/;
const TITLE_NAME =
  /title|headline|heading|(?:^|[\s-])hed(?:$|[\s-])|\btitr|zagolov|titulo|titre|ueberschrift/;
const COMMENTS = /comment|disqus|respond\b/;
const OTHERS =
  /relat(?:ed|ion)|sidebar|side-bar|teaser|popular|recommend|recirc|trending|most-?(?:read|view)|read-?(?:more|next|also)|next-?(?:post|article)|prev(?:ious)?-?(?:post|article)|more-?(?:from|stories|articles|posts)/;
const LATEST = /widget|latest|newest|recent-?(?:post|article|news)/;
const ARTICLE = /article|\bpost|\bentry|\bstory/;

const AUTHOR_BIT = 1 << 20;
const DATE_BIT = 1 << 21;
const TITLE_BIT = 1 << 22;
const MAX_NAMES = 400;
const MAX_DISTINCT = 5_000;
// Beyond this, a page holds lists of other articles, and walks over the lists would be what costs.
const MAX_SPOTS = 400;

function readNames(names: string): number {
  let bits = 0;
  if (COMMENTS.test(names)) bits |= ZONES.comments;
  if (OTHERS.test(names)) bits |= ZONES.others;
  if (LATEST.test(names)) bits |= ZONES.latest;
  if (ARTICLE.test(names)) bits |= ZONES.article;
  if (AUTHOR_NAME.test(names) && !NO_AUTHOR.test(names)) bits |= AUTHOR_BIT;
  if (DATE_NAME.test(names)) bits |= DATE_BIT;
  if (TITLE_NAME.test(names)) bits |= TITLE_BIT;
  return bits;
}

function zoneOfTag(tag: string, around: number): number {
  if (tag === 'aside' || tag === 'nav') return ZONES.beside;
  // The footer of an article signs it; the footer of the page does not.
  if (tag === 'footer') return (around & ZONES.article) === 0 ? ZONES.beside : 0;
  if (tag === 'figure') return ZONES.figure;
  return tag === 'article' || tag === 'main' ? ZONES.article : 0;
}

/** Walks the document once, without recursion. */
export function indexPage(document: Document): PageIndex {
  const tags = new Map<string, Spot[]>(INDEXED_TAGS.map((tag) => [tag, []]));
  const properties: Spot[] = [];
  const authors: Spot[] = [];
  const dates: Spot[] = [];
  const titles: Spot[] = [];
  const known = new Map<string, number>();
  const stack: { children: readonly ChildNode[]; next: number; zones: number }[] = [
    { children: document.children, next: 0, zones: 0 },
  ];
  let order = 0;
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = top.children[top.next];
    top.next += 1;
    if (child === undefined) {
      stack.pop();
      continue;
    }
    if (!isTag(child)) continue;
    order += 1;
    const { attribs, name: tag } = child;
    const { class: classes, id, itemprop, property } = attribs;
    const testId = attribs['data-testid'];
    let bits = 0;
    let names = '';
    if (classes !== undefined || id !== undefined || testId !== undefined) {
      names = `${classes ?? ''} ${id ?? ''} ${testId ?? ''}`.slice(0, MAX_NAMES).toLowerCase();
      bits = known.get(names) ?? -1;
      if (bits < 0 && known.size > MAX_DISTINCT) bits = 0;
      else if (bits < 0) {
        bits = readNames(names.replaceAll('_', '-'));
        known.set(names, bits);
      }
    }
    const isAuthor = (bits & AUTHOR_BIT) !== 0;
    const isFrame = tag === 'html' || tag === 'body';
    // Pages call the whole body "has-sidebar" and the head of the article "article-related".
    const own = zoneOfTag(tag, top.zones) | (isFrame ? 0 : bits & 63);
    const zones = top.zones | (isAuthor ? own & ~(ZONES.beside | ZONES.others) : own);
    const spot: Spot = { element: child, order, zones, names };
    tags.get(tag)?.push(spot);
    if ((itemprop !== undefined || property !== undefined) && tag !== 'meta') properties.push(spot);
    else if (itemprop !== undefined) properties.push(spot);
    if (isAuthor && !isFrame && authors.length < MAX_SPOTS) authors.push(spot);
    if ((bits & DATE_BIT) !== 0 && !isFrame && dates.length < MAX_SPOTS) dates.push(spot);
    if (!isFrame && titles.length < MAX_SPOTS && ((bits & TITLE_BIT) !== 0 || /^h[2-4]$/.test(tag)))
      titles.push(spot);
    if (child.children.length > 0) stack.push({ children: child.children, next: 0, zones });
  }
  return { byTag: (name) => tags.get(name) ?? [], properties, authors, dates, titles };
}

const SILENT = new Set(['script', 'style', 'noscript', 'svg', 'template', 'time', 'button', 'input', 'img']);
const APART = new Set(
  'a address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr img li p section table td th tr ul ol time button'.split(
    ' ',
  ),
);
const MAX_TEXT_NODES = 200;

/** Text of an element line by line, links and blocks apart; buttons, scripts and, unless asked for, clocks left out. */
export function linesOf(element: Element, withTimes = false): string[] {
  let text = '';
  let seen = 0;
  const visit = (nodes: readonly ChildNode[], depth: number): void => {
    for (const node of nodes) {
      if (seen > MAX_TEXT_NODES) return;
      if (isText(node)) {
        seen += 1;
        text += node.data.replaceAll(/\s+/g, ' ');
      } else if (isTag(node)) {
        const apart = APART.has(node.name);
        text += apart ? '\n' : ' ';
        if ((!SILENT.has(node.name) || (withTimes && node.name === 'time')) && depth < 30)
          visit(node.children, depth + 1);
        text += apart ? '\n' : ' ';
      }
    }
  };
  visit(element.children, 0);
  return text.split('\n').filter((line) => line.trim() !== '');
}

/** Text of an element and all below it, bounded. */
export function textUnder(element: Element, maxChars = 20_000): string {
  let text = '';
  const stack: ChildNode[] = element.children.toReversed();
  for (let node = stack.pop(); node !== undefined && text.length < maxChars; node = stack.pop()) {
    if (isText(node)) text += node.data.slice(0, maxChars);
    else if ('children' in node)
      for (let at = node.children.length - 1; at >= 0; at -= 1) {
        const child = node.children[at];
        if (child !== undefined) stack.push(child);
      }
  }
  return text;
}
