import { readFeedDate } from './feed-date.ts';
import { absoluteUrl, htmlOf, languageTag, titleOf } from './feed-values.ts';
import { EMPTY_ENTRY, type Feed, type FeedEntry } from './feed.ts';
import { childrenNamed, firstChild, type XmlElement } from './xml-tree.ts';

function linkOf(element: XmlElement): string | undefined {
  const anchor = firstChild(element, 'a');
  return absoluteUrl(element.attributes.get('href') ?? anchor?.attributes.get('href'), element.base);
}

function entryOf(item: XmlElement): FeedEntry {
  const date = readFeedDate(item.attributes.get('lastmod') ?? '') ?? undefined;
  return {
    ...EMPTY_ENTRY,
    title: titleOf(firstChild(item, 'title')),
    link: linkOf(item),
    published: date,
    updated: date,
    summary: htmlOf(firstChild(item, 'abstract')),
    language: languageTag(item.lang),
  };
}

/** Reads Microsoft's Channel Definition Format, the oldest of feeds. */
export function readCdf(root: XmlElement, truncated: boolean): Feed {
  return {
    kind: 'feed',
    format: 'cdf',
    title: titleOf(firstChild(root, 'title')),
    link: linkOf(root),
    id: undefined,
    subtitle: htmlOf(firstChild(root, 'abstract')),
    language: languageTag(root.lang),
    author: undefined,
    updated: readFeedDate(root.attributes.get('lastmod') ?? '') ?? undefined,
    published: undefined,
    entries: childrenNamed(root, 'item').map(entryOf),
    truncated,
  };
}
