import { byAuthorLink, bySpots, SURE_BYLINE, weighSpots } from './author-spots.ts';
import type { PageIndex, Spot } from './page-index.ts';
import { linesOf, ZONES } from './page-index.ts';
import {
  BY,
  distinctNames,
  isArabicScriptName,
  isOrganisation,
  isSurePersonName,
  namesIn,
  withoutCredits,
} from './person-names.ts';
import { isJsonObject, listOf, textOf, typesOf } from './read-json-ld.ts';
import type { Metadata } from './read-metadata.ts';
import { bareText, tidyText } from './tidy-text.ts';

const MAX_AUTHORS = 40;

/** Names of the people who wrote the article, and in short words where the page says so. */
export interface Authors {
  readonly names: readonly string[];
  readonly from: string | null;
}

export interface AuthorContext {
  readonly metadata: Metadata;
  readonly index: PageIndex;
  /** Where the page shows its title. */
  readonly title: Spot | null;
  /** Text of the blocks around the title, nearest first. */
  readonly nearTitle: readonly string[];
  /** Text of all blocks, in page order. */
  readonly lines: readonly string[];
}

type Source = readonly [from: string, read: () => readonly string[]];

/** Names of the people who wrote the article, as printed; none where the page names none. Organisations are no authors. */
export function readAuthors(context: AuthorContext): Authors {
  const { metadata, index, title } = context;
  const site = siteOf(metadata);
  const accept = (raw: readonly string[]): string[] =>
    distinctNames(raw.flatMap(namesIn).filter((name) => !isSite(name, site) && !isOrganisation(name))).slice(
      0,
      MAX_AUTHORS,
    );
  const sources: readonly Source[] = [
    ['json-ld author', () => fromJsonLd(metadata)],
    ...metaSources(metadata),
    ['microdata author', () => fromMicrodata(index)],
    ['byline', () => bySpots(index, title, accept)],
    ['text near the title', () => signedNearTitle(context)],
    ['link to the author', () => byAuthorLink(index, title, accept)],
    ['signed in the text', () => signedAnywhere(context)],
    ['text near the date', () => besideDate(context)],
  ];
  /** Whom the page shows under the title, where the head names somebody else: often whoever uploaded the text. */
  const visibleInstead = (names: readonly string[]): string[] | null => {
    const byline = weighSpots(index, title, accept);
    if (byline === null || byline.score < SURE_BYLINE) return null;
    const shown = distinctNames(byline.names);
    const words = new Set(names.flatMap(wordsOf));
    const isOther = shown.every(
      (name) => isSurePersonName(name) && !wordsOf(name).some((word) => words.has(word)),
    );
    return isOther && shown.length <= 3 ? shown : null;
  };
  for (const [from, read] of sources) {
    const names = accept(read());
    if (names.length === 0) continue;
    const shown = from === 'byline' ? null : visibleInstead(names);
    if (shown !== null) return { names: shown, from: 'byline' };
    return { names: names.map((name) => fullName(name, context.lines)), from };
  }
  return { names: [], from: null };
}

const wordsOf = (name: string): string[] => name.toLowerCase().match(/\p{L}{2,}/gu) ?? [];

/** "Sputnik" signs for sputniknews.example as much as its full name does. */
function isSite(name: string, site: Site): boolean {
  const bare = bareText(name);
  if (site.names.has(bare))
    return !(
      site.isPersonal &&
      isSurePersonName(name) &&
      /^(?!the |le |la |die |der |das |el |al )\S+ \S+$/iu.test(name)
    );
  // Two words that begin the host's name are a person with a site of her own.
  return !name.includes(' ') && bare.length >= 5 && [...site.names].some((known) => known.startsWith(bare));
}

interface Site {
  readonly names: ReadonlySet<string>;
  /** No paper: a person's own site bears her name. */
  readonly isPersonal: boolean;
}

/** Names under which the site itself would sign. */
function siteOf(metadata: Metadata): Site {
  const host = (URL.parse(metadata.canonicalUrl ?? metadata.baseUrl)?.hostname ?? '').replace(/^www\./, '');
  const organisations = metadata.jsonLd
    .filter((node) => typesOf(node).some((type) => /Organization|WebSite/.test(type)))
    .map((node) => textOf(node['name']));
  const names = [
    metadata.siteName,
    textOf(metadata.article?.['publisher']),
    host,
    host.split('.')[0],
    host.split('.').at(-2),
    ...organisations,
  ];
  const types = metadata.jsonLd.flatMap(typesOf);
  return {
    names: new Set(names.map((name) => bareText(name ?? ''))),
    isPersonal: !types.some((type) => /NewsArticle|NewsMedia|Corporation/.test(type)),
  };
}

function fromJsonLd(metadata: Metadata): string[] {
  const byId = new Map(metadata.jsonLd.map((node) => [node['@id'], node]));
  return listOf(metadata.article?.['author'] ?? metadata.article?.['creator']).flatMap((author) => {
    if (typeof author === 'string') return [author];
    if (!isJsonObject(author)) return [];
    const node = author['name'] === undefined ? (byId.get(author['@id']) ?? author) : author;
    const isBody = typesOf(node).some((type) => /Organization|Corporation|WebSite/.test(type));
    const names = listOf(node['name']).filter((name) => typeof name === 'string');
    // Templates call their people organisations; a full name tells.
    return isBody
      ? names.filter((name) => isSurePersonName(name) && typesOf(node).includes('Person'))
      : names;
  });
}

const META_NAMES = [
  'parsely-author',
  'sailthru.author',
  'cxenseparse:author',
  'article:author',
  'author',
  'article:author_name',
  'dc.creator',
  'dcterms.creator',
  'dc.contributor',
  'byl',
  'og:article:author',
  'og:author',
  'citation_author',
  'mediator_author',
  'rbauthors',
  'author_name',
];

function metaSources({ meta, metaAll }: Metadata): Source[] {
  const sources: Source[] = META_NAMES.map((name) => [`meta ${name}`, () => metaAll(name)]);
  // WordPress: the label of the card says that its data is the author.
  if (
    /written|verfasst|geschrieben|escrit|écrit|scritto|skrevet|skriven|geschreven|napisan|автор|написано|نوشته|كتب|yazan/i.test(
      meta('twitter:label1') ?? '',
    )
  )
    sources.unshift(['meta twitter:data1', () => metaAll('twitter:data1').slice(0, 1)]);
  return sources;
}

function fromMicrodata({ properties }: PageIndex): string[] {
  const named = properties.filter(
    ({ element, zones }) =>
      /(?:^|[\s:"'])author(?:$|[\s"'])/.test(
        `${element.attribs['itemprop'] ?? ''} ${element.attribs['property'] ?? ''}`,
      ) && (zones & (ZONES.figure | ZONES.comments | ZONES.others)) === 0,
  );
  return named.slice(0, MAX_AUTHORS).map((spot) => {
    const { content } = spot.element.attribs;
    const name = nameWithin(spot, properties);
    const value = name?.element.attribs['content'];
    if (name !== null) return value ?? linesOf(name.element).join(' ');
    return content ?? linesOf(spot.element).join('\n');
  });
}

/** The `itemprop=name` inside an author. */
function nameWithin(spot: Spot, properties: readonly Spot[]): Spot | null {
  for (const inner of properties.slice(properties.indexOf(spot) + 1, properties.indexOf(spot) + 12)) {
    if (!/(?:^|\s)name(?:$|\s)/.test(inner.element.attribs['itemprop'] ?? '')) continue;
    for (let node = inner.element.parent; node !== null; node = node.parent)
      if (node === spot.element) return inner;
  }
  return null;
}

/** The rest of a line that begins with "By": only if all of it is names. */
function signature(line: string): string[] {
  if (line.length > 110) return [];
  const match = BY.exec(line);
  if (match === null || match[0].trim() === '') return [];
  const names = namesIn(line);
  const letters = bareText(
    withoutCredits(line)
      .slice(match[0].length)
      .replace(/\p{N}.*$/u, ''),
  ).length;
  const named = names.reduce((sum, name) => sum + bareText(name).length, 0);
  return named >= letters * 0.55 ? names : [];
}

function signedNearTitle({ nearTitle }: AuthorContext): string[] {
  for (const line of nearTitle) {
    const parts = line.length > 160 ? [] : [line, ...line.split(/\s*[|•·]\s*/u)];
    const names = parts.map(signature).find((found) => found.length > 0);
    if (names !== undefined) return names;
  }
  return [];
}

function signedAnywhere({ lines }: AuthorContext): string[] {
  for (const line of lines) {
    const names = signature(line).filter((name) => isSurePersonName(name) || isArabicScriptName(name));
    if (names.length > 0) return names;
  }
  return [];
}

const DATED = /\b(?:19|20)\d\d\b|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}:\d\d|[۰-۹٠-٩]{1,4}/;

/** A full name on the date's line near the title, or on a line of its own next to the date. */
function besideDate({ nearTitle, lines, metadata }: AuthorContext): string[] {
  const others = new Set(
    [
      ...metadata.metaAll('article:section'),
      ...metadata.metaAll('article:tag'),
      textOf(metadata.article?.['articleSection']) ?? '',
    ].map(bareText),
  );
  for (const [at, line] of nearTitle.entries()) {
    if (line.length > 100) continue;
    const beside =
      DATED.test(line) || DATED.test(nearTitle[at + 1] ?? '') || DATED.test(nearTitle[at - 1] ?? '');
    if (!beside) continue;
    // Without capitals only the date's own line is sure enough.
    const isName = (part: string): boolean =>
      isSurePersonName(part) || (DATED.test(line) && isArabicScriptName(part));
    const names = line
      .split(/\s*(?:\||•|·|,|\s[-–—]\s|\/)\s*/u)
      .map((part) => tidyText(part))
      .filter((part) => isName(part) && !others.has(bareText(part)));
    const [name] = names;
    if (
      name !== undefined &&
      names.length === 1 &&
      !/\s(?:des|zur|der|die|und)\s/u.test(name) &&
      lines.filter((other) => other === name).length <= 2
    )
      return [name];
  }
  return [];
}

/** A page that signs with a first name may give the full one elsewhere: "A column by Nadia Writer". */
function fullName(name: string, lines: readonly string[]): string {
  if (name.includes(' ') || !/^\p{Lu}\p{Ll}{2,}$/u.test(name)) return name;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${name}\\s\\p{Lu}[\\p{L}'’-]{2,}(?![\\p{L}\\p{N}])`, 'giu');
  const found = new Map<string, string>();
  for (const line of lines)
    if (line.length < 200)
      for (const [match] of line.matchAll(pattern))
        if (/^\p{Lu}[\p{L}'’-]+ \p{Lu}/u.test(match)) found.set(bareText(match), match);
  const [only] = [...found.values()];
  return only !== undefined && found.size === 1 && isSurePersonName(namesIn(only)[0] ?? '')
    ? (namesIn(only)[0] ?? name)
    : name;
}
