import type { CheerioAPI } from 'cheerio';

import { articleNode, type JsonObject, listOf, readJsonLd, textOf, typesOf } from './read-json-ld.ts';
import { decodeEntities, tidyText } from './tidy-text.ts';

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
  readonly canonicalUrl: string | null;
  readonly nextPage: string | null;
  readonly siteName: string | null;
  readonly description: string | null;
  /** Text of articleBody in JSON-LD: a witness for the blocks of the page. */
  readonly articleBody: string | null;
  /** Languages as the page declares them, most telling first. */
  readonly declaredLanguages: readonly string[];
  readonly baseUrl: string;
}

/** Reads the metadata of a page whose address was `url`. */
export function readMetadata($: CheerioAPI, url: string): Metadata {
  const metas = new Map<string, string[]>();
  $('meta').each((_, element) => {
    const { name, property, itemprop, content = '', value } = element.attribs;
    const text = tidyText(decodeEntities(content === '' ? (value ?? '') : content));
    if (text === '') return;
    for (const key of [name, property, itemprop, element.attribs['http-equiv']]) {
      if (key === undefined) continue;
      const folded = key.trim().toLowerCase();
      metas.set(folded, [...(metas.get(folded) ?? []), text]);
    }
  });
  const metaAll = (name: string): readonly string[] => metas.get(name) ?? [];
  const meta = (...names: string[]): string | null =>
    names.map((name) => metaAll(name)[0]).find(Boolean) ?? null;

  const baseUrl = resolveUrl($('base[href]').attr('href') ?? '', url) ?? url;
  const jsonLd = readJsonLd(
    $('script[type*="ld+json" i]')
      .toArray()
      .map((script) => $(script).text()),
  );
  const canonicalUrl = canonicalOf($, { url, baseUrl, openGraph: meta('og:url') });
  const article = articleNode(jsonLd, canonicalUrl ?? url);
  // A kicker in a block of its own must not run into the first word.
  $('h1 br, h1 div, h1 p').before(' ');
  const titleTag = tidyText($('title').first().text());
  return {
    jsonLd,
    article,
    meta,
    metaAll,
    titleTag: titleTag === '' ? null : titleTag,
    headings: $('h1')
      .toArray()
      .slice(0, 20)
      .map((heading) => tidyText($(heading).text()))
      .filter((text) => text !== ''),
    canonicalUrl,
    nextPage: resolveUrl($('link[rel~="next"], a[rel~="next"]').attr('href') ?? '', baseUrl),
    siteName: siteNameOf(meta, jsonLd, article),
    description:
      textOf(article?.['description']) ?? meta('og:description', 'description', 'twitter:description'),
    articleBody: bodyOf(article),
    declaredLanguages: [
      textOf(article?.['inLanguage']),
      $('html').attr('lang') ?? $('html').attr('xml:lang'),
      meta('content-language', 'dc.language', 'language', 'og:locale'),
    ].filter((code) => typeof code === 'string'),
    baseUrl,
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
): string | null {
  const organisation = jsonLd.find((node) =>
    typesOf(node).some((type) => /Organization$|^WebSite$/.test(type)),
  );
  return (
    meta('og:site_name', 'application-name', 'apple-mobile-web-app-title') ??
    textOf(listOf(article?.['publisher'])[0]) ??
    textOf(organisation?.['name'])
  );
}

const AMP = /(?:^|[./])amp(?=[./?]|$)/i;

function canonicalOf(
  $: CheerioAPI,
  from: { url: string; baseUrl: string; openGraph: string | null },
): string | null {
  const link = resolveUrl($('link[rel~="canonical" i]').attr('href') ?? '', from.baseUrl);
  const openGraph = resolveUrl(from.openGraph ?? '', from.baseUrl);
  const sound = [link, openGraph].filter((address) => address !== null && !isHomePage(address, from.url));
  return sound.find((address) => address !== null && !AMP.test(address)) ?? sound[0] ?? null;
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
