import { escapeMarkup } from '@khabar/text';
import { z } from 'zod';

import { elementsOf, firstChild, readXmlTree, textOf, type XmlElement } from './xml-tree.ts';

/** One feed of a subscription list. */
export const OpmlFeed = z.object({
  url: z.string(),
  title: z.string().optional(),
  /** Address of the site. */
  site: z.string().optional(),
  /** Outlines in which it stands, from the outside in. */
  folders: z.array(z.string()),
});
export type OpmlFeed = z.infer<typeof OpmlFeed>;

export type OpmlResult =
  | {
      readonly kind: 'opml';
      readonly title: string | undefined;
      readonly feeds: readonly OpmlFeed[];
      readonly truncated: boolean;
    }
  | { readonly kind: 'refused'; readonly reason: string };

const MAX_OUTLINES = 50_000;

function webAddress(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? '';
  const url = URL.parse(trimmed.replace(/^feed:(\/\/)?(?=https?:)/i, '').replace(/^feed:\/\//i, 'http://'));
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  return /^https?:/i.test(trimmed) ? trimmed : url.href;
}

function collect(outline: XmlElement, folders: readonly string[], feeds: OpmlFeed[]): void {
  const get = (name: string): string | undefined => outline.attributes.get(name)?.trim() || undefined;
  const name = get('title') ?? get('text');
  const isFeed = /^(rss|atom|feed)/i.test(get('type') ?? '');
  const url = webAddress(get('xmlurl') ?? (isFeed ? get('url') : undefined));
  if (url !== undefined) {
    const site = webAddress(get('htmlurl'));
    feeds.push({
      url,
      ...(name === undefined ? {} : { title: name }),
      ...(site === undefined ? {} : { site }),
      folders: [...folders],
    });
  }
  const inner = url === undefined && name !== undefined ? [...folders, name] : folders;
  for (const child of elementsOf(outline)) if (child.name === 'outline') collect(child, inner, feeds);
}

/** Reads a subscription list (OPML 1.0 to 2.0). Takes decoded text; only http and https addresses. Never throws. */
export function readOpml(text: string): OpmlResult {
  let tree;
  try {
    tree = readXmlTree(text, '', { itemNames: new Set(['outline']), maxItems: MAX_OUTLINES });
  } catch (cause) {
    return { kind: 'refused', reason: cause instanceof Error ? cause.message : 'unreadable' };
  }
  const root = elementsOf(tree.root).find((element) => /^(opml|outlinedocument)$/.test(element.name));
  if (!root) return { kind: 'refused', reason: 'not OPML: there is no <opml> element' };
  const feeds: OpmlFeed[] = [];
  const body = firstChild(root, 'body') ?? root;
  for (const outline of elementsOf(body)) if (outline.name === 'outline') collect(outline, [], feeds);
  const head = firstChild(root, 'head');
  const title = textOf(head && firstChild(head, 'title')) || undefined;
  return { kind: 'opml', title, feeds, truncated: tree.truncated };
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly feeds: OpmlFeed[];
}

function attribute(name: string, value: string | undefined): string {
  return value === undefined ? '' : ` ${name}="${escapeMarkup(value.replace(/\p{Cc}/gu, ' '))}"`;
}

function writeFolder(folder: Folder, indent: string): string {
  const feeds = folder.feeds.map(
    (feed) =>
      `${indent}<outline type="rss"${attribute('text', feed.title ?? feed.url)}${attribute('title', feed.title)}${attribute('xmlUrl', feed.url)}${attribute('htmlUrl', feed.site)}/>\n`,
  );
  const folders = Array.from(
    folder.folders,
    ([name, inner]) =>
      `${indent}<outline${attribute('text', name)}>\n${writeFolder(inner, `${indent}  `)}${indent}</outline>\n`,
  );
  return [...feeds, ...folders].join('');
}

/** Writes a subscription list as OPML 2.0; reading it back gives the same feeds. */
export function writeOpml(title: string, feeds: readonly OpmlFeed[]): string {
  const root: Folder = { folders: new Map(), feeds: [] };
  for (const feed of feeds) {
    let folder = root;
    for (const name of feed.folders) {
      const inner: Folder = folder.folders.get(name) ?? { folders: new Map(), feeds: [] };
      folder.folders.set(name, inner);
      folder = inner;
    }
    folder.feeds.push(feed);
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>${escapeMarkup(title)}</title></head>\n  <body>\n${writeFolder(root, '    ')}  </body>\n</opml>\n`;
}
