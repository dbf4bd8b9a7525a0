import { absoluteUrl, dateOf, distinct, htmlOf, languageTag, snippetOf, titleOf } from './feed-values.ts';
import type { Feed, FeedEntry } from './feed.ts';
import { childrenNamed, elementsOf, firstChild, lastChild, textOf, type XmlElement } from './xml-tree.ts';

function text(element: XmlElement | undefined): string | undefined {
  return textOf(element) || undefined;
}

function atomLink(element: XmlElement, relation: string): XmlElement | undefined {
  return childrenNamed(element, 'atom:link').find(
    (link) =>
      (link.attributes.get('rel') ?? 'alternate').toLowerCase() === relation && link.attributes.has('href'),
  );
}

/** `guid` is an address unless it says that it is not. */
function permalink(item: XmlElement): string | undefined {
  const guid = firstChild(item, 'guid');
  if (!guid || guid.attributes.get('ispermalink')?.toLowerCase() === 'false') return undefined;
  const value = textOf(guid);
  return /^https?:\/\//i.test(value) ? value : undefined;
}

function linkOf(element: XmlElement): string | undefined {
  const links = childrenNamed(element, 'link')
    .filter((link) => !link.cut)
    .toReversed();
  for (const link of [...childrenNamed(element, 'feedburner:origlink'), ...links]) {
    const address = absoluteUrl(textOf(link) || link.attributes.get('href'), link.base);
    if (address !== undefined) return address;
  }
  const alternate = atomLink(element, 'alternate');
  return alternate && absoluteUrl(alternate.attributes.get('href'), alternate.base);
}

function personOf(element: XmlElement | undefined): string | undefined {
  if (!element) return undefined;
  const name = text(firstChild(element, 'atom:name', 'name', 'itunes:name'));
  const email = text(firstChild(element, 'atom:email', 'email', 'itunes:email'));
  if (name !== undefined) return email === undefined ? name : `${name} (${email})`;
  return email ?? text(element);
}

function authorOf(element: XmlElement): string | undefined {
  const names = [
    'author',
    'atom:author',
    'dc:creator',
    'dc:author',
    'itunes:author',
    'googleplay:author',
    'managingeditor',
    'dc:publisher',
    'webmaster',
    'itunes:owner',
  ];
  for (const name of names) {
    const people = childrenNamed(element, name).map(personOf);
    const all = distinct(people).join(', ');
    if (all !== '') return all;
  }
  return text(firstChild(element, 'media:credit'));
}

function categoriesOf(element: XmlElement): readonly string[] {
  const plain = childrenNamed(element, 'category', 'dc:subject', 'media:category', 'atom:category').map(
    (category) =>
      text(category) ??
      category.attributes.get('term') ??
      category.attributes.get('label') ??
      category.attributes.get('text'),
  );
  const itunes = childrenNamed(element, 'itunes:category').flatMap((category) => [
    category.attributes.get('text')?.trim(),
    ...childrenNamed(category, 'itunes:category').map((inner) => inner.attributes.get('text')?.trim()),
  ]);
  const keywords = childrenNamed(element, 'itunes:keywords', 'media:keywords').flatMap((list) =>
    textOf(list)
      .split(/[,\n]|\s{1}(?=\S)/)
      .map((word) => word.trim()),
  );
  return distinct([...plain, ...itunes, ...keywords]);
}

function enclosuresOf(item: XmlElement): readonly string[] {
  const groups = [item, ...childrenNamed(item, 'media:group')];
  const media = groups.flatMap((group) => childrenNamed(group, 'media:content'));
  const all = [...childrenNamed(item, 'enclosure'), ...media].map((entry) =>
    absoluteUrl(entry.attributes.get('url') ?? entry.attributes.get('href'), entry.base),
  );
  const linked = childrenNamed(item, 'atom:link')
    .filter((link) => link.attributes.get('rel')?.toLowerCase() === 'enclosure')
    .map((link) => absoluteUrl(link.attributes.get('href'), link.base));
  return distinct([...all, ...linked]);
}

function idOf(item: XmlElement): string | undefined {
  return (
    text(lastChild(item, 'guid', 'atom:id', 'dc:identifier')) ??
    (item.attributes.get('rdf:about')?.trim() || undefined)
  );
}

function entryOf(item: XmlElement, feedAuthor: string | undefined): FeedEntry {
  const mediaGroup = firstChild(item, 'media:group');
  const title = titleOf(firstChild(item, 'title', 'atom:title', 'dc:title', 'itunes:title', 'media:title'));
  const description = htmlOf(firstChild(item, 'description'));
  const summary =
    htmlOf(firstChild(item, 'summary')) ??
    description ??
    htmlOf(
      firstChild(
        item,
        'dc:description',
        'atom:summary',
        'abstract',
        'itunes:summary',
        'media:description',
        'itunes:subtitle',
      ),
    );
  const full = htmlOf(
    firstChild(
      item,
      'content:encoded',
      'content:item',
      'xhtml:body',
      'body',
      'fullitem',
      'atom:content',
      'content',
    ),
  );
  const link = linkOf(item) ?? permalink(item) ?? absoluteUrl(item.attributes.get('rdf:about'), item.base);
  return {
    title:
      title ?? (mediaGroup && titleOf(firstChild(mediaGroup, 'media:title'))) ?? snippetOf(summary ?? full),
    link,
    id: idOf(item),
    published: dateOf(
      children(
        item,
        'pubdate',
        'dc:date',
        'dcterms:issued',
        'dcterms:created',
        'atom:published',
        'atom:issued',
        'published',
        'issued',
        'created',
        'date',
      ),
    ),
    updated: dateOf(
      children(
        item,
        'atom:updated',
        'atom:modified',
        'dcterms:modified',
        'updated',
        'modified',
        'lastbuilddate',
        'dc:date',
      ),
    ),
    author: authorOf(item) ?? feedAuthor,
    summary,
    content: full ?? (summary === description ? undefined : description),
    language: languageTag(text(firstChild(item, 'dc:language', 'language')) ?? item.lang),
    categories: categoriesOf(item),
    enclosures: enclosuresOf(item),
  };
}

function children(element: XmlElement, ...names: readonly string[]): readonly XmlElement[] {
  return names.flatMap((name) => childrenNamed(element, name).toReversed());
}

/** Reads RSS 0.9 to 2.0 and RDF; items may stand inside the channel, beside it or both. */
export function readRss(root: XmlElement, truncated: boolean): Feed {
  const channel = firstChild(root, 'channel') ?? root;
  const inside = childrenNamed(channel, 'item', 'entry', 'atom:entry');
  const beside = channel === root ? [] : childrenNamed(root, 'item');
  const grouped = childrenNamed(channel, 'items').flatMap((group) => childrenNamed(group, 'item'));
  const items = [...inside, ...beside, ...grouped];
  const link = linkOf(channel);
  const author = authorOf(channel);
  const isRdf = root.name.startsWith('rdf');
  return {
    kind: 'feed',
    format: isRdf ? 'rdf' : 'rss',
    title: titleOf(firstChild(channel, 'title', 'atom:title', 'dc:title', 'itunes:title', 'media:title')),
    link,
    id: text(firstChild(channel, 'guid', 'atom:id', 'id', 'dc:identifier')),
    subtitle: htmlOf(
      firstChild(
        channel,
        'description',
        'dc:description',
        'atom:subtitle',
        'subtitle',
        'tagline',
        'itunes:subtitle',
        'itunes:summary',
        'abstract',
      ),
    ),
    language: languageTag(text(firstChild(channel, 'language', 'dc:language')) ?? channel.lang),
    author,
    updated: dateOf(
      children(channel, 'lastbuilddate', 'atom:updated', 'dcterms:modified', 'dc:date', 'pubdate'),
    ),
    published: dateOf(children(channel, 'pubdate', 'dc:date', 'dcterms:issued')),
    entries: items.map((item) => entryOf(item, author)),
    truncated,
  };
}

/** Is this element the root of an RSS or RDF feed? */
export function isRss(element: XmlElement): boolean {
  return (
    /^(rss|rdf:rdf|rdf)$/.test(element.name) ||
    (element.name === 'channel' &&
      elementsOf(element).some((child) => /^(item|title|link|description)$/.test(child.name)))
  );
}
