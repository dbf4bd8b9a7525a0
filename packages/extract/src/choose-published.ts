import type { DateSource } from '@khabar/article';
import type { CheerioAPI } from 'cheerio';

import { byDateClass, byMicrodata, byTimeElement, type Candidate, fromText } from './dated-elements.ts';
import type { PublishedOptions, PublishedReading } from './published-reading.ts';
import { textOf } from './read-json-ld.ts';
import type { Metadata } from './read-metadata.ts';
import { readPublished } from './read-published.ts';
import { tidyText } from './tidy-text.ts';

export interface ChosenDate {
  readonly published: string | null;
  readonly from: DateSource;
  /** 0 to 1. */
  readonly confidence: number;
  readonly modified: string | null;
}

export interface DateContext {
  readonly metadata: Metadata;
  readonly url: string;
  readonly options: PublishedOptions;
  /** Selector of the outlet. */
  readonly selector: string | undefined;
  /** What the feed or sitemap said. */
  readonly lead: string | undefined;
  readonly leadFrom: DateSource;
  /** Short blocks around the title, nearest first. */
  readonly nearTitle: readonly string[];
  /** Text of all blocks of the page. */
  readonly lines: readonly string[];
  /** Dateline at the beginning of the body; empty without one. */
  readonly opening: string;
}

const PUBLISHED_META = [
  'article:published_time',
  'og:article:published_time',
  'og:published_time',
  'article:published',
  'parsely-pub-date',
  'sailthru.date',
  'cxenseparse:recs:publishtime',
  'cxenseparse:publishtime',
  'datepublished',
  'dc.date.issued',
  'dcterms.issued',
  'dc.date.created',
  'dcterms.created',
  'dcterms.date',
  'publication_date',
  'publish-date',
  'publish_date',
  'publishdate',
  'pubdate',
  'pub_date',
  'citation_publication_date',
  'article.published',
  'article_date_original',
  'rnews:datepublished',
  'vr:published_time',
  'bt:pubdate',
  'dc.date',
  'originalpublicationdate',
  'mediator_published_time',
  'published_at',
  'published-date',
  'date.issued',
  'article:created',
];
const MODIFIED_META = [
  'article:modified_time',
  'og:updated_time',
  'dcterms.modified',
  'dc.date.modified',
  'datemodified',
  'lastmod',
  'last-modified',
  'article:modified',
];
/** Often the time of rendering, so only where nothing better is known. */
const WEAK_META = ['date', 'dc.date.available', 'created', 'timestamp'];

/** The date of publication, from the surest source on the page; none rather than a guess. */
export function choosePublished($: CheerioAPI, context: DateContext): ChosenDate {
  const modified = firstReading(
    [
      textOf(context.metadata.article?.['dateModified']),
      ...MODIFIED_META.map((name) => context.metadata.meta(name)),
    ],
    context.options,
  );
  const sources: (() => Candidate | null)[] = [
    () => bySelector($, context),
    () => byJsonLd(context),
    () => byMeta(context, PUBLISHED_META, 1),
    () => byMicrodata($, context.options),
    () => byTimeElement($, context.options),
    () => fromText(context.lead, context.leadFrom, context.options),
    () => byUrl(context),
    () => byLabel(context),
    () => byNearTitle(context),
    () => byDateClass($, context.options),
    () => byTitle(context),
    () => byMeta(context, WEAK_META, 0.5),
  ];
  for (const source of sources) {
    const found = source();
    if (found === null) continue;
    const better = withTime(found, context);
    return {
      published: better.reading.iso,
      from: better.from,
      confidence: better.reading.confidence,
      modified: modified?.iso ?? null,
    };
  }
  return { published: null, from: 'none', confidence: 0, modified: modified?.iso ?? null };
}

/** A page that gives only a day in one place may give the time of the same day in the feed. */
function withTime(found: Candidate, context: DateContext): Candidate {
  if (found.reading.iso.length > 10) return found;
  const lead = fromText(context.lead, context.leadFrom, context.options);
  return lead !== null && lead.reading.iso.startsWith(found.reading.iso) ? lead : found;
}

function firstReading(texts: readonly (string | null)[], options: PublishedOptions): PublishedReading | null {
  for (const text of texts) {
    const reading = text === null ? null : readPublished(text, options);
    if (reading !== null) return reading;
  }
  return null;
}

function bySelector($: CheerioAPI, context: DateContext): Candidate | null {
  if (context.selector === undefined) return null;
  const element = $(context.selector).first();
  const machine = element.attr('datetime') ?? element.attr('content') ?? element.attr('data-time');
  return (
    fromText(machine ?? tidyText(element.text()), 'selector', context.options) ??
    fromText(tidyText(element.text()), 'selector', context.options)
  );
}

function byJsonLd({ metadata, options }: DateContext): Candidate | null {
  const { article, jsonLd } = metadata;
  const dated = [article?.['datePublished'], article?.['dateCreated'], article?.['uploadDate']];
  const anywhere = jsonLd
    .filter((node) => node['datePublished'] !== undefined && node['@type'] !== 'Comment')
    .map((node) => node['datePublished']);
  // Several dated nodes that are not the article are those of its teasers.
  const others = new Set(anywhere.map(textOf)).size === 1 ? anywhere : [];
  const reading = firstReading([...dated, ...others].map(textOf), options);
  return reading === null ? null : { from: 'json-ld', reading };
}

function byMeta(
  { metadata, options }: DateContext,
  names: readonly string[],
  ceiling: number,
): Candidate | null {
  const reading = firstReading(
    names.map((name) => metadata.meta(name)),
    options,
  );
  return reading === null
    ? null
    : { from: 'meta', reading: { ...reading, confidence: Math.min(ceiling, reading.confidence) } };
}

const URL_DAY =
  /(?<![\d])((?:19|20)\d{2}|1[34]\d{2})[/_-]?(0[1-9]|1[0-2]|[1-9](?=[/_-]))[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)/;

function byUrl({ metadata, url, options }: DateContext): Candidate | null {
  for (const address of [url, metadata.canonicalUrl]) {
    const match = address === null ? null : URL_DAY.exec(URL.parse(address)?.pathname ?? '');
    if (match === null) continue;
    const reading = readPublished(`${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]}`, options);
    if (reading !== null)
      return { from: 'url', reading: { iso: reading.iso.slice(0, 10), confidence: 0.75 } };
  }
  return null;
}

/** Text that is sure to hold a full date: what lacks a year or is relative may speak of anything. */
function fullDate(text: string, options: PublishedOptions, ceiling: number): Candidate | null {
  const found = fromText(text, 'text', options);
  if (found === null || found.reading.confidence < 0.6) return null;
  return {
    from: 'text',
    reading: { ...found.reading, confidence: Math.min(ceiling, found.reading.confidence) },
  };
}

function byNearTitle({ nearTitle, options }: DateContext): Candidate | null {
  for (const text of nearTitle.filter((line) => line.length < 140)) {
    const found = fullDate(text, options, 0.65);
    if (found !== null) return found;
  }
  return null;
}

const LABEL =
  /^(?:date|datum|published|posted|first published|publication date|veröffentlicht|erschienen|erstellt|publié|publicado|pubblicato|gepubliceerd|дата|опубликован[оа]?|опубліковано|размещено|تاریخ(?: انتشار| خبر)?|زمان انتشار|منتشر شده|تاريخ النشر|نشر(?:ت)? في|تم النشر|د خپرېدو نېټه|نېټه|yayınlanma|tarih|تاریخ اشاعت)(?:[\s:：]|$)/iu;

/** "Published: …", «تاریخ انتشار: …» anywhere on the page. */
function byLabel({ lines, options }: DateContext): Candidate | null {
  for (const text of lines) {
    if (text.length > 120 || !LABEL.test(text)) continue;
    const found = fullDate(text, options, 0.75);
    if (found !== null) return found;
  }
  return null;
}

/** Archives put the day into the page's title; agencies put it into the dateline. */
function byTitle({ metadata, options, opening }: DateContext): Candidate | null {
  for (const text of [metadata.titleTag, opening]) {
    const found = text === null ? null : fullDate(text, options, 0.6);
    if (found !== null) return found;
  }
  return null;
}
