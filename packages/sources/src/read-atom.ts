import { escapeMarkup } from '@khabar/text';

import { absoluteUrl, dateOf, distinct, languageTag, safeHtml, snippetOf, titleText } from './feed-values.ts';
import type { Feed, FeedEntry } from './feed.ts';
import { markupOf } from './markup-of.ts';
import { childrenNamed, elementsOf, firstChild, lastChild, textOf, type XmlElement } from './xml-tree.ts';

/** Atom elements by their Atom name, in the namespace or (careless feeds) without one. */
function all(element: XmlElement, ...names: readonly string[]): readonly XmlElement[] {
  return names.flatMap((name) => childrenNamed(element, `atom:${name}`, name));
}

function first(element: XmlElement, ...names: readonly string[]): XmlElement | undefined {
  return all(element, ...names)[0];
}

function text(element: XmlElement | undefined): string | undefined {
  return textOf(element) || undefined;
}

function isMarkup(element: XmlElement): boolean {
  const type = element.attributes.get('type')?.trim().toLowerCase() ?? 'text';
  const mode = element.attributes.get('mode')?.trim().toLowerCase();
  return mode === 'escaped' ? type !== 'text/plain' : type.includes('html') || type.includes('xml');
}

function isBase64(element: XmlElement): boolean {
  if (elementsOf(element).length > 0) return false;
  if (element.attributes.get('mode')?.trim().toLowerCase() === 'base64') return true;
  const type = element.attributes.get('type')?.trim().toLowerCase() ?? '';
  return type === 'application/octet-stream';
}

/** A text construct as HTML (not yet safe). */
function construct(element: XmlElement): string {
  if (isBase64(element)) return Buffer.from(textOf(element), 'base64').toString('utf8');
  if (elementsOf(element).length > 0 || isMarkup(element)) return markupOf(element);
  const plain = textOf(element);
  // Declared as text, yet full of tags: what the writer meant is plain.
  return /<\/?(p|br|a|div|b|i|em|strong|img|ul|li|blockquote)\b[^>]*>/i.test(plain)
    ? plain
    : escapeMarkup(plain);
}

function title(element: XmlElement | undefined): string | undefined {
  if (!element) return undefined;
  if (elementsOf(element).length === 0 && !isMarkup(element) && !isBase64(element)) {
    const plain = textOf(element);
    return /[<&]/.test(plain) ? titleText(escapeMarkup(plain)) : titleText(plain);
  }
  return titleText(construct(element));
}

function html(element: XmlElement | undefined): string | undefined {
  return element && safeHtml(construct(element), element.base);
}

function relation(link: XmlElement): string {
  const rel = (link.attributes.get('rel') ?? 'alternate').trim().toLowerCase();
  return rel.replace(/^https?:\/\/www\.iana\.org\/assignments\/relation\//, '') || 'alternate';
}

function linkOf(element: XmlElement): string | undefined {
  const links = all(element, 'link').filter((link) => link.attributes.has('href') || textOf(link) !== '');
  const alternates = links.filter((link) => relation(link) === 'alternate');
  const exact = alternates.filter((link) => !/[A-Z]/.test(link.attributes.get('rel') ?? ''));
  const best = exact.find(isPage) ?? alternates.find(isPage) ?? alternates[0];
  const address = best && absoluteUrl(best.attributes.get('href') ?? textOf(best), best.base);
  const original = firstChild(element, 'feedburner:origlink');
  // FeedBurner put redirects of its own in place of links, many of them dead by now.
  if (
    !original ||
    (address !== undefined && !/^https?:\/\/(feeds\.feedburner|feedproxy\.google)\./.test(address))
  )
    return address;
  return absoluteUrl(textOf(original), original.base) ?? address;
}

function isPage(link: XmlElement): boolean {
  return /^(text\/html|application\/xhtml\+xml)?$/.test(link.attributes.get('type')?.toLowerCase() ?? '');
}

function personOf(person: XmlElement): string | undefined {
  const name = text(first(person, 'name'));
  const email = text(first(person, 'email'));
  if (name !== undefined) return email === undefined ? name : `${name} (${email})`;
  return email ?? (elementsOf(person).length === 0 ? text(person) : undefined);
}

function authorOf(element: XmlElement): string | undefined {
  const people = distinct(all(element, 'author').map(personOf));
  if (people.length > 0) return people.join(', ');
  return text(firstChild(element, 'dc:creator', 'itunes:author'));
}

function contentOf(entry: XmlElement): string | undefined {
  const contents = all(entry, 'content');
  const inline =
    contents.find((content) => !content.attributes.has('src')) ??
    firstChild(entry, 'content:encoded', 'xhtml:body', 'xhtml:div');
  return html(inline);
}

function summaryOf(entry: XmlElement): string | undefined {
  const own =
    html(first(entry, 'summary')) ??
    html(firstChild(entry, 'dc:description', 'description', 'itunes:summary', 'media:description'));
  if (own !== undefined) return own;
  const group = firstChild(entry, 'media:group');
  return group && html(firstChild(group, 'media:description'));
}

function enclosuresOf(entry: XmlElement): readonly string[] {
  const linked = all(entry, 'link')
    .filter((link) => relation(link) === 'enclosure')
    .map((link) => absoluteUrl(link.attributes.get('href'), link.base));
  const media = [entry, ...childrenNamed(entry, 'media:group')]
    .flatMap((group) => childrenNamed(group, 'media:content', 'enclosure'))
    .map((item) => absoluteUrl(item.attributes.get('url'), item.base));
  return distinct([...linked, ...media]);
}

function categoriesOf(element: XmlElement): readonly string[] {
  return distinct([
    ...all(element, 'category').map(
      (category) =>
        category.attributes.get('term')?.trim() ||
        category.attributes.get('label')?.trim() ||
        textOf(category),
    ),
    ...childrenNamed(element, 'dc:subject', 'media:category').map(textOf),
    ...childrenNamed(element, 'itunes:category').map((category) => category.attributes.get('text')?.trim()),
  ]);
}

/** Dates under these names; of two of a name the later one first. */
function latest(element: XmlElement, ...names: readonly string[]): readonly XmlElement[] {
  return names.flatMap((name) => all(element, name).toReversed());
}

function idOf(entry: XmlElement): string | undefined {
  const id = all(entry, 'id').at(-1) ?? lastChild(entry, 'guid', 'dc:identifier');
  const value = text(id);
  return id && value?.startsWith('/') === true ? absoluteUrl(value, id.base) : value;
}

function entryOf(entry: XmlElement, feedAuthor: string | undefined): FeedEntry {
  const source = first(entry, 'source');
  const id = idOf(entry);
  const updated = dateOf([
    ...latest(entry, 'updated', 'modified'),
    ...childrenNamed(entry, 'dcterms:modified'),
  ]);
  const [summary, content] = [summaryOf(entry), contentOf(entry)];
  const published = dateOf([
    ...latest(entry, 'published', 'issued', 'created'),
    ...childrenNamed(entry, 'dc:date', 'dcterms:issued', 'dcterms:created', 'pubdate'),
  ]);
  const link = linkOf(entry) ?? (id !== undefined && /^https?:\/\//.test(id) ? id : undefined);
  return {
    title:
      title(first(entry, 'title') ?? firstChild(entry, 'dc:title', 'media:title')) ??
      snippetOf(summary ?? content),
    link,
    id,
    // Atom must say when an entry was updated and may leave out when it was published.
    published: published ?? updated,
    updated,
    author: authorOf(entry) ?? (source && authorOf(source)) ?? feedAuthor,
    summary,
    content,
    language: languageTag(text(firstChild(entry, 'dc:language')) ?? entry.lang),
    categories: categoriesOf(entry),
    enclosures: enclosuresOf(entry),
  };
}

/** Reads Atom 0.3 and 1.0; a lone entry counts as a feed of one. */
export function readAtom(root: XmlElement, truncated: boolean): Feed {
  const isEntry = root.name.endsWith('entry');
  const author = authorOf(root);
  const entries = isEntry ? [root] : all(root, 'entry');
  return {
    kind: 'feed',
    format: 'atom',
    title: title(first(root, 'title') ?? firstChild(root, 'dc:title')),
    link: linkOf(root),
    id: text(first(root, 'id')),
    subtitle: html(
      first(root, 'subtitle', 'tagline', 'info') ?? firstChild(root, 'dc:description', 'itunes:summary'),
    ),
    language: languageTag(text(firstChild(root, 'dc:language', 'language')) ?? root.lang),
    author,
    updated: dateOf([
      ...all(root, 'updated', 'modified'),
      ...childrenNamed(root, 'dc:date', 'dcterms:modified'),
    ]),
    published: dateOf([...all(root, 'published', 'issued', 'created'), ...childrenNamed(root, 'dc:date')]),
    entries: entries.map((entry) => entryOf(entry, isEntry ? undefined : author)),
    truncated,
  };
}
