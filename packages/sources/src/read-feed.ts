import { absoluteUrl, languageTag } from './feed-values.ts';
import type { FeedResult } from './feed.ts';
import { readAtom } from './read-atom.ts';
import { readCdf } from './read-cdf.ts';
import { readJsonFeed } from './read-json-feed.ts';
import { isRss, readRss } from './read-rss.ts';
import { childrenNamed, elementsOf, readXmlTree, type XmlElement, type XmlTree } from './xml-tree.ts';

export interface ReadFeedOptions {
  /** Address of the feed: relative links are resolved against it. */
  readonly baseUrl?: string;
  /** Content-Language header, for feeds that do not say their language. */
  readonly contentLanguage?: string;
  /** Default 500. */
  readonly maxEntries?: number;
}

const ITEM_NAMES = new Set(['item', 'entry', 'atom:entry']);

function treeOf(text: string, baseUrl: string, maxItems: number): XmlTree | string {
  try {
    return readXmlTree(text, baseUrl, { itemNames: ITEM_NAMES, maxItems });
  } catch (cause) {
    return cause instanceof Error ? cause.message : 'unreadable';
  }
}

/** The feed's root: the first element that is one, though other markup stand around it. */
function feedRoot(tree: XmlElement): XmlElement | undefined {
  const top = elementsOf(tree);
  return top.find((element) => isAtom(element) || isCdf(element) || isRss(element));
}

function isAtom(element: XmlElement): boolean {
  return /^(atom:)?(feed|entry)$/.test(element.name);
}

function isCdf(element: XmlElement): boolean {
  return (
    element.name === 'channel' &&
    [element, ...childrenNamed(element, 'item')].some(
      (part) => part.attributes.has('href') || part.attributes.has('lastmod'),
    )
  );
}

function readXmlFeed(tree: XmlTree): FeedResult {
  const root = feedRoot(tree.root);
  if (!root) {
    const found = elementsOf(tree.root)[0]?.name;
    return {
      kind: 'refused',
      reason: found === undefined ? 'no markup at all' : `not a feed: its root is <${found.slice(0, 60)}>`,
    };
  }
  if (isAtom(root)) return readAtom(root, tree.truncated);
  if (isCdf(root)) return readCdf(root, tree.truncated);
  return readRss(root, tree.truncated);
}

/** RFC 5005: the archive before this document, or the next page of a feed in pages. */
function olderPage(tree: XmlElement): string | undefined {
  const feed = feedRoot(tree);
  const channel = feed === undefined ? undefined : (childrenNamed(feed, 'channel')[0] ?? feed);
  const links = channel === undefined ? [] : childrenNamed(channel, 'link', 'atom:link', 'atom10:link');
  for (const relation of ['prev-archive', 'next']) {
    const link = links.find(({ attributes }) => attributes.get('rel') === relation);
    const url = link && absoluteUrl(link.attributes.get('href'), link.base);
    if (url !== undefined) return url;
  }
  return undefined;
}

/**
 * Reads a feed, whatever its format (RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed) and however broken: a typed refusal only where it is no feed.
 * Takes decoded text. Links are absolute, dates UTC, HTML safe. Never throws.
 */
export function readFeed(text: string, options: ReadFeedOptions = {}): FeedResult {
  const baseUrl = options.baseUrl ?? '';
  const maxEntries = options.maxEntries ?? 500;
  const start = text.replace(/^[\s\uFEFF\0]+/, '').slice(0, 1);
  if (start === '') return { kind: 'refused', reason: 'empty document' };
  if (start === '{' || start === '[')
    return readJsonFeed(text.replace(/^[\s\uFEFF\0]+/, ''), baseUrl, maxEntries);
  const tree = treeOf(text, baseUrl, maxEntries);
  if (typeof tree === 'string') return { kind: 'refused', reason: tree };
  const result = readXmlFeed(tree);
  if (result.kind === 'refused') return result;
  const language = result.language ?? languageTag(options.contentLanguage?.split(',')[0]);
  return {
    ...result,
    language,
    title: result.title ?? result.link ?? (baseUrl || undefined),
    older: olderPage(tree.root),
  };
}
