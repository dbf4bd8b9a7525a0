import type { PageIndex } from './page-index.ts';
import { ZONES } from './page-index.ts';
import { isJsonObject, listOf, textOf } from './read-json-ld.ts';
import { hrefOf, type Metadata, resolveUrl } from './read-metadata.ts';
import { bareText, decodeEntities, tidyText } from './tidy-text.ts';

/** A fact and the place of the page that gave it, in short words. */
export interface Sourced<T> {
  readonly value: T;
  readonly from: string | null;
}

const NONE: Sourced<null> = { value: null, from: null };

/** The first that has a value. */
function firstOf<T>(sources: readonly (readonly [from: string, value: T | null])[]): Sourced<T | null> {
  for (const [from, value] of sources) if (value !== null && value !== '') return { value, from };
  return NONE;
}

const IMAGE_META = [
  'og:image',
  'og:image:url',
  'og:image:secure_url',
  'twitter:image',
  'twitter:image:src',
  'parsely-image-url',
  'sailthru.image.full',
  'thumbnail',
];
const NO_PICTURE = /logo|avatar|icon|pixel|spacer|blank|placeholder|1x1|sprite|\.svg(?:$|\?)|^data:/i;

/** Address of the article's picture, absolute. */
export function readImage(index: PageIndex, metadata: Metadata): Sourced<string | null> {
  const absolute = (href: string | null): string | null =>
    href === null ? null : resolveUrl(href, metadata.baseUrl);
  const image = listOf(metadata.article?.['image'])[0];
  const fromJsonLd = isJsonObject(image)
    ? textOf(image['url'] ?? image['contentUrl'] ?? image['@id'])
    : textOf(image);
  return firstOf<string>([
    ...IMAGE_META.map((name) => [`meta ${name}`, absolute(metadata.meta(name))] as const),
    ['json-ld image', absolute(fromJsonLd)],
    ['json-ld thumbnailUrl', absolute(textOf(metadata.article?.['thumbnailUrl']))],
    ['link image_src', absolute(hrefOf(index, 'image_src'))],
    ['img of the article', absolute(shownImage(index))],
  ]);
}

function shownImage(index: PageIndex): string | null {
  const elsewhere = ZONES.beside | ZONES.comments | ZONES.others | ZONES.latest;
  for (const { element, zones } of index.byTag('img')) {
    if ((zones & ZONES.article) === 0 || (zones & elsewhere) !== 0) continue;
    const { attribs } = element;
    const set = attribs['data-srcset'] ?? attribs['srcset'];
    const address =
      (set === undefined ? null : largestOf(set)) ??
      attribs['data-src'] ??
      attribs['data-lazy-src'] ??
      attribs['src'];
    const width = Number(attribs['width'] ?? '200');
    if (address !== undefined && !NO_PICTURE.test(address) && !(width < 100)) return address;
  }
  return null;
}

/** The widest picture of a `srcset`. */
export function largestOf(set: string): string | null {
  const choices = set
    .split(/,\s+/)
    .slice(0, 40)
    .map((choice) => /^(\S+)(?:\s+([\d.]+)[wx])?/.exec(choice.trim()))
    .flatMap((match) =>
      match?.[1] === undefined ? [] : [{ address: match[1], size: Number(match[2] ?? 1) }],
    );
  const largest = choices.toSorted((one, other) => other.size - one.size)[0];
  return largest?.address ?? null;
}

const SECTION_META = [
  'article:section',
  'og:article:section',
  'parsely-section',
  'cxenseparse:category',
  'sailthru.section',
  'dc.subject.section',
  'section',
];

/** Section of the paper the article stands in. */
export function readSection(metadata: Metadata): Sourced<string | null> {
  return firstOf<string>([
    ...SECTION_META.map((name) => [`meta ${name}`, metadata.meta(name)] as const),
    ['json-ld articleSection', textOf(metadata.article?.['articleSection'])],
    ['json-ld breadcrumb', lastCrumb(metadata)],
  ]);
}

/** The last level of the breadcrumb above the article. */
function lastCrumb({ jsonLd, titleTag }: Metadata): string | null {
  const trail = jsonLd.find((node) => node['@type'] === 'BreadcrumbList');
  const names = listOf(trail?.['itemListElement'])
    .filter(isJsonObject)
    .map((crumb) =>
      textOf(crumb['name'] ?? (isJsonObject(crumb['item']) ? crumb['item']['name'] : undefined)),
    )
    .filter((name) => name !== null)
    .filter((name) => name.length < 40 && !bareText(titleTag ?? '').startsWith(bareText(name)));
  // The first is the front page.
  return names.length > 1 ? (names.at(-1) ?? null) : null;
}

const MAX_TAGS = 30;

/** Keywords as the page gives them. */
export function readTags(metadata: Metadata): Sourced<string[]> {
  const keywords = listOf(metadata.article?.['keywords'])
    .map(textOf)
    .filter((keyword) => keyword !== null);
  const sources: readonly (readonly [string, readonly string[]])[] = [
    ['meta article:tag', metadata.metaAll('article:tag')],
    ['meta og:article:tag', metadata.metaAll('og:article:tag')],
    ['json-ld keywords', keywords],
    ['meta parsely-tags', metadata.metaAll('parsely-tags')],
    ['meta sailthru.tags', metadata.metaAll('sailthru.tags')],
    ['meta news_keywords', metadata.metaAll('news_keywords')],
    ['meta dc.subject', metadata.metaAll('dc.subject')],
    ['meta keywords', metadata.metaAll('keywords')],
  ];
  const [from, values] = sources.find(([, found]) => found.length > 0) ?? [null, []];
  const tags = values
    .flatMap((value) => value.split(/[,;،；|]/))
    .map((tag) => tidyText(decodeEntities(tag)))
    .filter((tag) => tag !== '' && tag.length < 80);
  const unique = [...new Map(tags.map((tag) => [bareText(tag), tag])).values()].slice(0, MAX_TAGS);
  return { value: unique, from: unique.length === 0 ? null : from };
}

const NOT_FREE = /^(?:false|no|0)$|\/False$/i;
const PAID_TIER = /^(?:locked|metered|premium|paid|subscri|member|plus\b|register)/i;
const TIER_META = [
  'article:content_tier',
  'content_tier',
  'access',
  'cxenseparse:paywall',
  'cxenseparse:articletype',
];

/** Whether the page says that its article is not free to read. */
export function readPaywall(metadata: Metadata): Sourced<boolean> {
  const nodes = metadata.article === null ? metadata.jsonLd : [metadata.article, ...metadata.jsonLd];
  const marked = nodes.some((node) => {
    const free = node['isAccessibleForFree'];
    return free === false || (typeof free === 'string' && NOT_FREE.test(free.trim()));
  });
  if (marked) return { value: true, from: 'json-ld isAccessibleForFree' };
  const tier = TIER_META.find((name) => PAID_TIER.test(metadata.meta(name) ?? ''));
  return tier === undefined ? { value: false, from: null } : { value: true, from: `meta ${tier}` };
}
