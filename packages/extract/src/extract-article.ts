import type { DateSource, Extraction, Lead, Selectors } from '@khabar/article';
import { load } from 'cheerio';
import type { Document } from 'domhandler';

import { choosePublished, type DateContext } from './choose-published.ts';
import { readDateline } from './dateline.ts';
import { detectLanguage } from './detect-language.ts';
import { emptyExtraction } from './empty-extraction.ts';
import { fallbackPieces } from './fallback-text.ts';
import { judgePage } from './is-article.ts';
import { isLiveBlog } from './live-blog.ts';
import { nearTitle } from './near-title.ts';
import { profileOf } from './outlet-profile.ts';
import { type BySelectors, selectorsOf, selectorsOfProfile } from './outlet-selectors.ts';
import { pageBlocks } from './page-blocks.ts';
import { indexPage } from './page-index.ts';
import { parsePage } from './parse-page.ts';
import { provenanceOf } from './provenance.ts';
import { readAuthors } from './read-authors.ts';
import { type Metadata, readMetadata } from './read-metadata.ts';
import { readTitle, shownTexts, titleCandidates } from './read-title.ts';
import { joinBlocks, pieceOf, selectBlocks, type Selection, textOfBlocks } from './select-blocks.ts';
import { readImage, readPaywall, readSection, readTags, type Sourced } from './side-facts.ts';
import { shownTitles, titleSpot } from './title-spot.ts';
import { EXTRACT_VERSION } from './version.ts';
import { profileFits, weighProfile } from './weigh-profile.ts';

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

/** Sources of a date that a place named by a profile beats. */
const WEAK_DATES: ReadonlySet<DateSource> = new Set(['feed', 'sitemap', 'url', 'text', 'none']);

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
  const metadata = readMetadata(index, input.url);
  // The selectors of the record were chosen by a person for this outlet; profiles come with Khabar.
  const profile = input.selectors === undefined ? profileOf(input.url) : null;
  const selectors = profile === null ? input.selectors : selectorsOfProfile($, profile);
  const isSure = profile === null || profile.checked !== false;
  const outlet = selectorsOf($, selectors);
  const shown = shownTitles(index, input.url);
  const page = pageBlocks(document);
  const stamped = titleOf({
    outlet,
    isSure,
    read: readTitle(metadata, shown, shownTexts(page)),
    lead: input.lead,
  });
  const title = stamped.value;
  const titlePlace = titleSpot(shown, title);
  const aroundTitle = nearTitle(page, title);
  const lines = page.blocks.map((block) => block.text);
  const bySelector = { names: outlet.authors, from: 'selector' };
  const byReading =
    isSure && outlet.authors.length > 0
      ? bySelector
      : readAuthors({ metadata, index, title: titlePlace, nearTitle: aroundTitle, lines });
  const found = byReading.names.length === 0 && outlet.authors.length > 0 ? bySelector : byReading;
  const authors = found.names;
  const { generic, chosen, guided } = selectBlocks(page, {
    titles: [...titleCandidates(metadata), ...(title === null ? [] : [title])],
    description: metadata.description,
    authors,
    articleBody: metadata.articleBody,
    places: outlet.body === null ? null : { elements: outlet.body, trusted: profile === null },
  });
  const weighed =
    selectors === undefined || (profile === null && selectors.body === undefined)
      ? null
      : weighProfile(chosen === null ? null : textOfBlocks(chosen), textOfBlocks(generic));
  const isChosen = chosen !== null && (profile === null || (weighed !== null && profileFits(weighed)));
  const isGuided = isChosen && profile !== null && weighed?.verdict === 'agrees';
  const byProfile = isGuided ? guided : chosen;
  const selection = (isChosen ? byProfile : null) ?? generic;
  const pieces = selection.kept.map(({ block }) => pieceOf(block));
  const fallback = isChosen ? null : fallbackPieces(index, { metadata, page, found: pieces });
  const { text, blocks } = joinBlocks(fallback?.pieces ?? pieces);

  const declared = metadata.declaredLanguages[0];
  const { language, confidence: languageConfidence } = detectLanguage(
    text === '' ? (title ?? '') : text,
    input.outletLanguage ?? declared,
  );
  const dateOptions = {
    language: dateLanguage(language, metadata),
    now: input.now,
    timeZone: input.timeZone ?? profile?.timeZone,
  };
  const dateContext: DateContext = {
    metadata,
    index,
    title: titlePlace,
    url: input.url,
    options: dateOptions,
    selector: isSure ? selectors?.published : undefined,
    lead: input.lead?.published,
    leadFrom:
      input.lead !== undefined &&
      /sitemap|\.xml/.test(input.lead.foundIn) &&
      !/rss|feed|atom/.test(input.lead.foundIn)
        ? 'sitemap'
        : 'feed',
    nearTitle: aroundTitle,
    lines,
    opening: blocks.slice(0, 3).map(({ start, end }) => text.slice(start, end)),
  };
  const stated = choosePublished($, dateContext);
  // What no machine-readable part of the page says may stand where an unchecked profile says.
  const date =
    !isSure && selectors?.published !== undefined && WEAK_DATES.has(stated.from)
      ? choosePublished($, { ...dateContext, selector: selectors.published })
      : stated;
  const image = readImage(index, metadata);
  const section = readSection(metadata);
  const tags = readTags(metadata);
  const paywall = readPaywall(metadata);
  const dateline = readDateline(text);
  const isPost = input.lead?.post !== undefined && text.length >= MIN_POST_CHARS;
  const verdict = isPost
    ? { isArticle: true as const }
    : judgePage({ metadata, selection, text, title, url: input.url });
  return {
    isArticle: verdict.isArticle,
    ...(verdict.isArticle ? {} : { reason: verdict.reason }),
    // A post has no title of its own, its page that of the program which shows it: it goes by its first words.
    title: isPost ? (outlet.title ?? input.lead?.title ?? title) : title,
    authors: [...authors],
    published: date.published,
    publishedFrom: date.from,
    publishedConfidence: date.confidence,
    modified: date.modified,
    modifiedFrom: date.modifiedFrom,
    text,
    blocks,
    language,
    languageConfidence,
    canonicalUrl: metadata.canonicalUrl,
    siteName: metadata.siteName ?? dateline.outlet,
    datelinePlace: dateline.place,
    image: image.value,
    section: section.value,
    tags: tags.value,
    paywalled: paywall.value,
    nextPage: metadata.nextPage,
    ...(isLiveBlog(metadata) ? { liveBlog: true } : {}),
    provenance: provenanceOf([
      ['title', title, stamped.from],
      ['authors', authors, found.from],
      ['published', date.published, date.place],
      ['modified', date.modified, date.modifiedPlace],
      ['text', text, textFrom(isChosen, fallback?.from ?? null)],
      ['language', language === 'und' ? null : language, text === '' ? 'title' : 'text'],
      ['canonicalUrl', metadata.canonicalUrl, metadata.places.canonicalUrl],
      ['siteName', metadata.siteName ?? dateline.outlet, metadata.places.siteName ?? 'dateline'],
      ['image', image.value, image.from],
      ['section', section.value, section.from],
      ['tags', tags.value, tags.from],
      ['paywalled', paywall.value, paywall.from],
      ['nextPage', metadata.nextPage, metadata.places.nextPage],
    ]),
    method: methodOf({
      selection,
      metadata,
      bySelectors: isChosen,
      byFallback: fallback !== null,
      text,
    }),
    confidence: verdict.isArticle ? selection.confidence : Math.min(0.4, selection.confidence),
    ...(weighed === null || !verdict.isArticle
      ? {}
      : {
          profile: {
            id: profile?.id ?? 'outlet',
            ...weighed,
            fields: [
              ...(outlet.title !== null && outlet.title === title ? (['title'] as const) : []),
              ...(found === bySelector && outlet.authors.length > 0 ? (['authors'] as const) : []),
              ...(date.from === 'selector' ? (['published'] as const) : []),
              ...(isChosen ? (['text'] as const) : []),
            ],
          },
        }),
    version: EXTRACT_VERSION,
  };
}

/** The title by trust: a checked selector, the page's own words, an unchecked selector, the feed. */
function titleOf(from: {
  outlet: BySelectors;
  isSure: boolean;
  read: Sourced<string | null>;
  lead: Lead | undefined;
}): Sourced<string | null> {
  const { outlet, isSure, read, lead } = from;
  if (outlet.title !== null && (isSure || read.value === null))
    return { value: outlet.title, from: 'selector' };
  if (read.value !== null) return read;
  return lead?.title === undefined ? read : { value: lead.title, from: 'feed' };
}

function textFrom(bySelector: boolean, fallback: string | null): string {
  return bySelector ? 'selector' : (fallback ?? 'text of the page');
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
