import type { Extraction, Lead, Selectors } from '@khabar/article';
import { load } from 'cheerio';
import type { Document } from 'domhandler';

import { choosePublished } from './choose-published.ts';
import { readDateline } from './dateline.ts';
import { detectLanguage } from './detect-language.ts';
import { emptyExtraction } from './empty-extraction.ts';
import { fallbackPieces } from './fallback-text.ts';
import { judgePage } from './is-article.ts';
import { nearTitle } from './near-title.ts';
import { selectorsOf } from './outlet-selectors.ts';
import { pageBlocks } from './page-blocks.ts';
import { parsePage } from './parse-page.ts';
import { indexPage } from './page-index.ts';
import { readAuthors } from './read-authors.ts';
import { type Metadata, readMetadata } from './read-metadata.ts';
import { readTitle, titleCandidates } from './read-title.ts';
import { joinBlocks, kindOf, selectBlocks, type Selection } from './select-blocks.ts';
import { readImage, readSection, readTags, isPaywalled } from './side-facts.ts';
import { EXTRACT_VERSION } from './version.ts';

export interface ExtractInput {
  /** Decoded page. */
  readonly html: string;
  readonly url: string;
  /** The outlet's own CSS selectors; one that matches nothing is as if not given. */
  readonly selectors?: Selectors | undefined;
  /** Language expected of the outlet (BCP 47). */
  readonly outletLanguage?: string | undefined;
  /** IANA time zone of the outlet, for times printed without one. */
  readonly timeZone?: string | undefined;
  /** When the page was fetched: nothing is published later. */
  readonly now: Date;
  /** What the feed or sitemap said of it. */
  readonly lead?: Lead | undefined;
}

/** A post of a channel is short by nature; fewer letters are a greeting or a flag. */
const MIN_POST_CHARS = 40;

/**
 * Reads an article off a page. Never throws for what a page holds: a page beyond the limits, a front page or an error
 * page comes back with `isArticle: false` and the reason.
 */
export function extractArticle(input: ExtractInput): Extraction {
  const parsed = parsePage(input.html);
  if (parsed.kind === 'refused') return emptyExtraction(`page refused: ${parsed.reason}`);
  return extractDocument(parsed.document, input);
}

function extractDocument(document: Document, input: ExtractInput): Extraction {
  const $ = load(document);
  const index = indexPage(document);
  const metadata = readMetadata($, input.url);
  const outlet = selectorsOf($, input.selectors);
  const title = outlet.title ?? readTitle(metadata) ?? input.lead?.title ?? null;
  const page = pageBlocks(document);
  const aroundTitle = nearTitle(page, title);
  const lines = page.blocks.map((block) => block.text);
  const found =
    outlet.authors.length > 0
      ? { names: outlet.authors, from: 'selector' }
      : readAuthors({ metadata, index, title, nearTitle: aroundTitle, lines });
  const authors = found.names;
  const selection = selectBlocks(page, {
    titles: [...titleCandidates(metadata), ...(title === null ? [] : [title])],
    description: metadata.description,
    authors,
    articleBody: metadata.articleBody,
    only: outlet.body,
  });
  const generic = selection.kept.map(({ block }) => ({ text: block.text, kind: kindOf(block) }));
  const fallback = outlet.body === null ? fallbackPieces($, { metadata, page, found: generic }) : null;
  const { text, blocks } = joinBlocks(fallback ?? generic);

  const declared = metadata.declaredLanguages[0];
  const { language, confidence: languageConfidence } = detectLanguage(
    text === '' ? (title ?? '') : text,
    input.outletLanguage ?? declared,
  );
  const dateOptions = {
    language: dateLanguage(language, metadata),
    now: input.now,
    timeZone: input.timeZone,
  };
  const date = choosePublished($, {
    metadata,
    url: input.url,
    options: dateOptions,
    selector: input.selectors?.published,
    lead: input.lead?.published,
    leadFrom:
      input.lead !== undefined &&
      /sitemap|\.xml/.test(input.lead.foundIn) &&
      !/rss|feed|atom/.test(input.lead.foundIn)
        ? 'sitemap'
        : 'feed',
    nearTitle: aroundTitle,
    lines,
    opening: /^.{0,90}?\)\s?[-–—:]/u.exec(text.slice(0, 100))?.[0] ?? '',
  });
  const dateline = readDateline(text);
  const isPost = input.lead?.post !== undefined && text.length >= MIN_POST_CHARS;
  const verdict = isPost ? { isArticle: true as const } : judgePage({ metadata, selection, text, title, url: input.url });
  return {
    isArticle: verdict.isArticle,
    ...(verdict.isArticle ? {} : { reason: verdict.reason }),
    // A post has no title of its own, its page that of the program which shows it: it goes by its first words.
    title: isPost ? (outlet.title ?? input.lead?.title ?? title) : title,
    authors: [...authors],
    provenance: { authors: found.from },
    published: date.published,
    publishedFrom: date.from,
    publishedConfidence: date.confidence,
    modified: date.modified,
    text,
    blocks,
    language,
    languageConfidence,
    canonicalUrl: metadata.canonicalUrl,
    siteName: metadata.siteName ?? dateline.outlet,
    datelinePlace: dateline.place,
    image: readImage($, metadata),
    section: readSection(metadata),
    tags: readTags(metadata),
    paywalled: isPaywalled(metadata),
    nextPage: metadata.nextPage,
    method: methodOf({
      selection,
      metadata,
      bySelectors: outlet.body !== null,
      byFallback: fallback !== null,
      text,
    }),
    confidence: verdict.isArticle ? selection.confidence : Math.min(0.4, selection.confidence),
    version: EXTRACT_VERSION,
  };
}

/** English pages of the United States write the month first; a page that declares another region writes the day first. */
function dateLanguage(language: string, metadata: Metadata): string {
  if (language !== 'en') return language;
  const declared = metadata.declaredLanguages.find((code) => /^en[-_][a-z]{2}$/i.test(code));
  const host = URL.parse(metadata.baseUrl)?.hostname ?? '';
  if (/\.(?:uk|au|nz|in|pk|ie|za|ng|ke|af|ir|ru|eu)$/.test(host)) return 'en-GB';
  return declared === undefined ? 'en' : declared.replace('_', '-');
}

function methodOf(from: {
  selection: Selection;
  metadata: Metadata;
  bySelectors: boolean;
  byFallback: boolean;
  text: string;
}): Extraction['method'] {
  if (from.text === '') return 'none';
  if (from.bySelectors) return 'selectors';
  if (
    from.byFallback ||
    from.metadata.articleBody !== null ||
    from.selection.votes.byName?.articleBody === true
  )
    return 'structured';
  return 'density';
}
