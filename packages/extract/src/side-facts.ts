import type { CheerioAPI } from 'cheerio';

import { isJsonObject, listOf, textOf } from './read-json-ld.ts';
import { type Metadata, resolveUrl } from './read-metadata.ts';
import { bareText, decodeEntities, tidyText } from './tidy-text.ts';

/** Address of the article's picture, absolute. */
export function readImage($: CheerioAPI, metadata: Metadata): string | null {
  const image = listOf(metadata.article?.['image'])[0];
  const fromJsonLd = isJsonObject(image)
    ? textOf(image['url'] ?? image['contentUrl'] ?? image['@id'])
    : textOf(image);
  const found =
    metadata.meta(
      'og:image',
      'og:image:url',
      'og:image:secure_url',
      'twitter:image',
      'twitter:image:src',
      'parsely-image-url',
    ) ??
    fromJsonLd ??
    $('link[rel="image_src"]').attr('href') ??
    $('article img[data-src], main img[data-src]').attr('data-src') ??
    $('article img[src], main img[src]').attr('src');
  return found === undefined ? null : resolveUrl(found, metadata.baseUrl);
}

/** Section of the paper the article stands in. */
export function readSection(metadata: Metadata): string | null {
  return (
    metadata.meta('article:section', 'parsely-section', 'cxenseparse:category', 'section') ??
    textOf(metadata.article?.['articleSection'])
  );
}

const MAX_TAGS = 30;

/** Keywords as the page gives them. */
export function readTags(metadata: Metadata): string[] {
  const keywords = listOf(metadata.article?.['keywords']).map(textOf);
  const sources = [
    metadata.metaAll('article:tag'),
    keywords,
    metadata.metaAll('parsely-tags'),
    metadata.metaAll('news_keywords'),
    metadata.metaAll('keywords'),
  ];
  const first =
    sources.map((values) => values.filter((value) => value !== null)).find((values) => values.length > 0) ??
    [];
  const tags = first
    .flatMap((value) => value.split(/[,;،；|]/))
    .map((tag) => tidyText(decodeEntities(tag)))
    .filter((tag) => tag !== '' && tag.length < 80);
  return [...new Map(tags.map((tag) => [bareText(tag), tag])).values()].slice(0, MAX_TAGS);
}

/** Whether the page says that its article is not free to read. */
export function isPaywalled(metadata: Metadata): boolean {
  const free = [
    metadata.article?.['isAccessibleForFree'],
    ...metadata.jsonLd.map((node) => node['isAccessibleForFree']),
  ];
  if (
    free.some(
      (value) =>
        value === false || (typeof value === 'string' && /^(?:false|no|0)$|\/False$/i.test(value.trim())),
    )
  )
    return true;
  return /^(?:locked|metered|premium|paid|subscription)/i.test(
    metadata.meta('article:content_tier', 'content_tier', 'access') ?? '',
  );
}
