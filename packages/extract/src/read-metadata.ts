import { linesOf, type PageIndex, textUnder } from './page-index.ts';
import { articleNode, type JsonObject, listOf, readJsonLd, textOf, typesOf } from './read-json-ld.ts';
import type { Sourced } from './side-facts.ts';
import { decodeEntities, tidyText } from './tidy-text.ts';
import { leadsHome } from './title-spot.ts';

/** What the head of a page and its structured data say, before anybody weighs it. */
export interface Metadata {
  /** All JSON-LD objects. */
  readonly jsonLd: readonly JsonObject[];
  /** The one that describes the article. */
  readonly article: JsonObject | null;
  /** First non-empty `<meta>` of the given names (name, property, itemprop, http-equiv; lower case). */
  readonly meta: (...names: string[]) => string | null;
  readonly metaAll: (name: string) => readonly string[];
  readonly titleTag: string | null;
  readonly headings: readonly string[];
  /** Texts that link to the front page in place of a heading. */
  readonly homeNames: readonly string[];
  readonly canonicalUrl: string | null;
  readonly nextPage: string | null;
  readonly siteName: string | null;
  readonly description: string | null;
  /** Text of articleBody in JSON-LD: a witness for the blocks of the page. */
  readonly articleBody: string | null;
  /** Languages as the page declares them, most telling first. */
  readonly declaredLanguages: readonly string[];
  readonly baseUrl: string;
  /** Where some of this stood, in short words. */
  readonly places: Readonly<Record<'canonicalUrl' | 'siteName' | 'nextPage', string | null>>;
}

const MAX_VALUES = 200;
const MAX_SCRIPTS = 50;
const MAX_JSON_CHARS = 1_000_000;

/** Reads the metadata of a page whose address was `url`. */
export function readMetadata(index: PageIndex, url: string): Metadata {
  const metas = new Map<string, string[]>();
  for (const { element } of index.byTag('meta')) {
    const { name, property, itemprop, content = '', value } = element.attribs;
    const text = tidyText(decodeEntities(content === '' ? (value ?? '') : content));
    if (text === '') continue;
    for (const key of [name, property, itemprop, element.attribs['http-equiv']]) {
      if (key === undefined) continue;
      const folded = key.trim().toLowerCase();
      const known = metas.get(folded);
      if (known === undefined) metas.set(folded, [text]);
      else if (known.length < MAX_VALUES) known.push(text);
    }
  }
  const metaAll = (name: string): readonly string[] => metas.get(name) ?? [];
  const meta = (...names: string[]): string | null =>
    names.map((name) => metaAll(name)[0]).find(Boolean) ?? null;

  const baseUrl = resolveUrl(index.byTag('base')[0]?.element.attribs['href'] ?? '', url) ?? url;
  const jsonLd = readJsonLd(
    index
      .byTag('script')
      .filter(({ element }) => /ld\+json/i.test(element.attribs['type'] ?? ''))
      .slice(0, MAX_SCRIPTS)
      .map(({ element }) => textUnder(element, MAX_JSON_CHARS)),
  );
  const canonical = canonicalOf(index, { url, baseUrl, openGraph: meta('og:url') });
  const article = articleNode(jsonLd, canonical.value ?? url);
  const headings = index.byTag('h1').slice(0, 20);
  const site = siteNameOf(meta, jsonLd, article);
  const next = nextOf(index, { baseUrl, url });
  const titleElement = index.byTag('title')[0]?.element;
  const titleTag = titleElement === undefined ? '' : tidyText(textUnder(titleElement, 2_000));
  const root = index.byTag('html')[0]?.element.attribs;
  return {
    jsonLd,
    article,
    meta,
    metaAll,
    titleTag: titleTag === '' ? null : titleTag,
    headings: headings
      .filter(({ element }) => !leadsHome(element, url))
      .map(({ element }) => tidyText(linesOf(element).join(' ')))
      .filter((text) => text !== ''),
    homeNames: headings
      .filter(({ element }) => leadsHome(element, url))
      .map(({ element }) => tidyText(linesOf(element).join(' '))),
    canonicalUrl: canonical.value,
    nextPage: next.value,
    siteName: site.value,
    description:
      textOf(article?.['description']) ?? meta('og:description', 'description', 'twitter:description'),
    articleBody: bodyOf(article),
    declaredLanguages: [
      textOf(article?.['inLanguage']),
      root?.['lang'] ?? root?.['xml:lang'],
      meta('content-language', 'dc.language', 'language', 'og:locale'),
    ].filter((code) => typeof code === 'string'),
    baseUrl,
    places: { canonicalUrl: canonical.from, siteName: site.from, nextPage: next.from },
  };
}

function bodyOf(article: JsonObject | null): string | null {
  const body = article?.['articleBody'] ?? article?.['text'];
  const text = typeof body === 'string' ? decodeEntities(body).replaceAll(/<[^>]{0,500}>/g, ' ') : null;
  return text !== null && text.length > 150 ? text : null;
}

function siteNameOf(
  meta: Metadata['meta'],
  jsonLd: readonly JsonObject[],
  article: JsonObject | null,
): Sourced<string | null> {
  const organisation = jsonLd.find((node) =>
    typesOf(node).some((type) => /Organization$|^WebSite$/.test(type)),
  );
  const names: readonly (readonly [string, string | null])[] = [
    ...['og:site_name', 'application-name', 'apple-mobile-web-app-title'].map(
      (name) => [`meta ${name}`, meta(name)] as const,
    ),
    ['json-ld publisher', textOf(listOf(article?.['publisher'])[0])],
    ['json-ld organization', textOf(organisation?.['name'])],
  ];
  const [from, value] = names.find(([, name]) => name !== null) ?? [null, null];
  return { value, from };
}

/** Address of the first `<link>` of a relation; empty without one. */
export function hrefOf(index: PageIndex, relation: string): string {
  const found = index.byTag('link').find(({ element }) => hasWord(element.attribs['rel'], relation));
  return found?.element.attribs['href'] ?? '';
}

function hasWord(list: string | undefined, word: string): boolean {
  return list !== undefined && list.toLowerCase().split(/\s+/).includes(word);
}

const PAGE_NUMBER =
  /[?&](?:page|p|pg|seite|pagina|стр)=(\d{1,3})(?:&|$)|\/(?:page|seite|p)?[/-]?(\d{1,3})\/?$|[-_](\d{1,2})\.html?$/i;

/** The next page of the same article; the next article, to which blogs link with the same relation, is none. */
function nextOf(index: PageIndex, at: { baseUrl: string; url: string }): Sourced<string | null> {
  const link = index.byTag('a').find(({ element }) => hasWord(element.attribs['rel'], 'next'));
  const candidates = [
    { from: 'link next', value: resolveUrl(hrefOf(index, 'next'), at.baseUrl) },
    { from: 'a next', value: resolveUrl(link?.element.attribs['href'] ?? '', at.baseUrl) },
  ];
  return (
    candidates.find(({ value }) => value !== null && isSameArticle(value, at.url)) ?? {
      value: null,
      from: null,
    }
  );
}

function isSameArticle(next: string, url: string): boolean {
  const here = URL.parse(url);
  const there = URL.parse(next);
  if (here === null || there === null || there.href === here.href) return false;
  const stem = here.pathname.replace(PAGE_NUMBER, '').replace(/\.html?$|\/$/i, '');
  return (
    there.host === here.host &&
    there.pathname.startsWith(stem) &&
    PAGE_NUMBER.test(there.pathname + there.search)
  );
}

const AMP = /(?:^|[./])amp(?=[./?]|$)/i;

function canonicalOf(
  index: PageIndex,
  from: { url: string; baseUrl: string; openGraph: string | null },
): Sourced<string | null> {
  const link = resolveUrl(hrefOf(index, 'canonical'), from.baseUrl);
  const openGraph = resolveUrl(from.openGraph ?? '', from.baseUrl);
  const sound = [
    { from: 'link canonical', value: link },
    { from: 'meta og:url', value: openGraph },
  ].filter(({ value }) => value !== null && !isHomePage(value, from.url));
  return (
    sound.find(({ value }) => value !== null && !AMP.test(value)) ?? sound[0] ?? { value: null, from: null }
  );
}

/** A canonical address that points to the front page is a mistake of the site's template. */
function isHomePage(address: string, pageUrl: string): boolean {
  const { pathname, search } = new URL(address);
  const page = URL.parse(pageUrl);
  return pathname === '/' && search === '' && page !== null && page.pathname !== '/';
}

/** Absolute http(s) address, or null. */
export function resolveUrl(href: string, base: string): string | null {
  if (href.trim() === '') return null;
  const url = URL.parse(href.trim(), base);
  return url !== null && /^https?:$/.test(url.protocol) ? url.href : null;
}
