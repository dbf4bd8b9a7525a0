import type { DateSource } from '@khabar/article';
import type { CheerioAPI } from 'cheerio';

import {
  byDateClass,
  byMicrodata,
  byTimeElement,
  type Candidate,
  fromText,
  speaksOfUpdate,
} from './dated-elements.ts';
import { type PageIndex, type Spot, textUnder } from './page-index.ts';
import type { PublishedOptions } from './published-reading.ts';
import { textOf } from './read-json-ld.ts';
import type { Metadata } from './read-metadata.ts';
import { readPublished } from './read-published.ts';
import { tidyText } from './tidy-text.ts';

export interface ChosenDate {
  readonly published: string | null;
  readonly from: DateSource;
  /** 0 to 1. */
  readonly confidence: number;
  /** The place in short words; null without a date. */
  readonly place: string | null;
  readonly modified: string | null;
  readonly modifiedFrom: DateSource;
  readonly modifiedPlace: string | null;
}

export interface DateContext {
  readonly metadata: Metadata;
  readonly url: string;
  readonly options: PublishedOptions;
  readonly index: PageIndex;
  /** Where the page shows its title. */
  readonly title: Spot | null;
  /** Selector of the outlet. */
  readonly selector: string | undefined;
  /** What the feed or sitemap said. */
  readonly lead: string | undefined;
  readonly leadFrom: DateSource;
  /** Short blocks around the title, nearest first. */
  readonly nearTitle: readonly string[];
  /** Text of all blocks of the page. */
  readonly lines: readonly string[];
  /** First lines of the body. */
  readonly opening: readonly string[];
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
  const { index, title, options } = context;
  const modified = readModified(context);
  const change = {
    modified: modified?.reading.iso ?? null,
    modifiedFrom: modified?.from ?? 'none',
    modifiedPlace: modified?.place ?? null,
  } as const;
  const sources: (() => Candidate | null)[] = [
    () => bySelector($, context),
    () => byJsonLd(context),
    () => byMeta(context, PUBLISHED_META, 1),
    () => byMicrodata(index, options),
    () => byTimeElement(index, title, options),
    () => fromText(context.lead, { from: context.leadFrom, place: context.leadFrom }, options),
    () => byUrl(context),
    () => byLabel(context),
    () => byNearTitle(context),
    () => byDateClass(index, title, options),
    () => byTitle(context),
    () => byOpening(context),
    () => byMeta(context, WEAK_META, 0.5),
  ];
  for (const source of sources) {
    const found = source();
    if (found === null) continue;
    const { reading, from, place } = withTime(found, context);
    return { published: reading.iso, from, confidence: reading.confidence, place, ...change };
  }
  return { published: null, from: 'none', confidence: 0, place: null, ...change };
}

/** When the page says it was last changed: in its head, or in a line near the title. */
function readModified({ metadata, index, nearTitle, options }: DateContext): Candidate | null {
  const structured = firstReading(
    [
      ['json-ld', 'json-ld dateModified', textOf(metadata.article?.['dateModified'])],
      ...MODIFIED_META.map((name) => ['meta', `meta ${name}`, metadata.meta(name)] as const),
      ...index.properties
        .filter(({ element }) => /\bdateModified\b/.test(element.attribs['itemprop'] ?? ''))
        .slice(0, 3)
        .map(({ element }) => {
          const { content, datetime } = element.attribs;
          return [
            'microdata',
            'microdata dateModified',
            content ?? datetime ?? textUnder(element, 200),
          ] as const;
        }),
    ],
    options,
  );
  if (structured !== null) return structured;
  for (const text of nearTitle) {
    if (text.length > 140 || !speaksOfUpdate(text)) continue;
    const found = fromText(text, { from: 'text', place: 'text near the title' }, options);
    if (found !== null) return found;
  }
  return null;
}

/** A page that gives only a day in one place may give the time of the same day in the feed. */
function withTime(found: Candidate, context: DateContext): Candidate {
  if (found.reading.iso.length > 10) return found;
  const lead = fromText(context.lead, { from: context.leadFrom, place: context.leadFrom }, context.options);
  return lead !== null && lead.reading.iso.startsWith(found.reading.iso) ? lead : found;
}

type Named = readonly [from: DateSource, place: string, text: string | null];

function firstReading(texts: readonly Named[], options: PublishedOptions): Candidate | null {
  for (const [from, place, text] of texts) {
    const found = fromText(text, { from, place }, options);
    if (found !== null) return found;
  }
  return null;
}

function bySelector($: CheerioAPI, { selector, options }: DateContext): Candidate | null {
  if (selector === undefined) return null;
  const element = $(selector).first();
  const machine = element.attr('datetime') ?? element.attr('content') ?? element.attr('data-time') ?? null;
  return firstReading(
    [machine, tidyText(element.text())].map((text) => ['selector', 'selector', text] as const),
    options,
  );
}

function byJsonLd({ metadata, options }: DateContext): Candidate | null {
  const { article, jsonLd } = metadata;
  const dated = ['datePublished', 'coverageStartTime', 'dateCreated', 'uploadDate'].map(
    (name) => ['json-ld', `json-ld ${name}`, textOf(article?.[name])] as const,
  );
  const anywhere = jsonLd
    .filter((node) => node['datePublished'] !== undefined && node['@type'] !== 'Comment')
    .map((node) => textOf(node['datePublished']));
  // Several dated nodes that are not the article are those of its teasers.
  const others = new Set(anywhere).size === 1 ? anywhere : [];
  return firstReading(
    [...dated, ...others.map((text) => ['json-ld', 'json-ld datePublished', text] as const)],
    options,
  );
}

function byMeta(
  { metadata, options }: DateContext,
  names: readonly string[],
  ceiling: number,
): Candidate | null {
  const found = firstReading(
    names.map((name) => ['meta', `meta ${name}`, metadata.meta(name)] as const),
    options,
  );
  return found === null ? null : capped(found, ceiling);
}

function capped(found: Candidate, ceiling: number): Candidate {
  return { ...found, reading: { ...found.reading, confidence: Math.min(ceiling, found.reading.confidence) } };
}

const URL_DAY =
  /(?<![\d])((?:19|20)\d{2}|1[34]\d{2})[/_-]?(0[1-9]|1[0-2]|[1-9](?=[/_-]))[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)/;

function byUrl({ metadata, url, options }: DateContext): Candidate | null {
  for (const address of [url, metadata.canonicalUrl]) {
    const match = address === null ? null : URL_DAY.exec(URL.parse(address)?.pathname ?? '');
    if (match === null) continue;
    const reading = readPublished(`${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]}`, options);
    if (reading !== null)
      return { from: 'url', place: 'address', reading: { iso: reading.iso.slice(0, 10), confidence: 0.75 } };
  }
  return null;
}

/** Text that is sure to hold a full date: what lacks a year or is relative may speak of anything. */
function fullDate(
  text: string,
  options: PublishedOptions,
  found: { readonly place: string; readonly ceiling: number },
): Candidate | null {
  const candidate = fromText(text, { from: 'text', place: found.place }, options);
  return candidate === null || candidate.reading.confidence < 0.6 ? null : capped(candidate, found.ceiling);
}

function byNearTitle({ nearTitle, options }: DateContext): Candidate | null {
  for (const text of nearTitle.filter((line) => line.length < 140 && !speaksOfUpdate(line))) {
    const found = fullDate(text, options, { place: 'text near the title', ceiling: 0.65 });
    if (found !== null) return found;
  }
  return null;
}

const LABEL =
  /^(?:date|datum|\(?(?:re-?)?\)?published|posted|first published|publication date|veröffentlicht|erschienen|erstellt|publié|publicado|pubblicato|gepubliceerd|дата|опубликован[оа]?|опубліковано|размещено|تاریخ(?: انتشار| خبر)?|زمان انتشار|منتشر شده|تاريخ النشر|نشر(?:ت)? في|تم النشر|د خپرېدو نېټه|نېټه|yayınlanma|tarih|تاریخ اشاعت)(?:[\s:：]|$)/iu;

/** "Published: …", «تاریخ انتشار: …» anywhere on the page. */
function byLabel({ lines, options }: DateContext): Candidate | null {
  for (const text of lines) {
    if (text.length > 120 || !LABEL.test(text)) continue;
    const found = fullDate(text, options, { place: 'labelled text', ceiling: 0.75 });
    if (found !== null) return found;
  }
  return null;
}

/** Archives put the day into the page's title. */
function byTitle({ metadata, options }: DateContext): Candidate | null {
  const text = metadata.titleTag;
  return text === null ? null : fullDate(text, options, { place: 'title tag', ceiling: 0.6 });
}

const DATELINE = /^.{0,90}?\)\s?[-–—:]|^\([^()]{6,40}\)|^\p{L}[\p{L}., ]{0,60}\p{N}[^\n]{0,30}\s[-–—]/u;

/** Agencies put the day into the dateline: "KABUL, 4 July 2025 (Kubha News) - ". */
function byOpening({ opening, options }: DateContext): Candidate | null {
  for (const line of opening) {
    const head = DATELINE.exec(line.slice(0, 130))?.[0] ?? '';
    const found = head === '' ? null : fullDate(head, options, { place: 'dateline', ceiling: 0.6 });
    if (found !== null) return found;
  }
  return null;
}
