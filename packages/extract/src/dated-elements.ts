import type { DateSource } from '@khabar/article';
import type { CheerioAPI } from 'cheerio';
import { type Element, isTag } from 'domhandler';

import type { PublishedOptions, PublishedReading } from './published-reading.ts';
import { readPublished } from './read-published.ts';
import { tidyText } from './tidy-text.ts';

/** A date and where it was found. */
export interface Candidate {
  readonly from: DateSource;
  readonly reading: PublishedReading;
}

/** The date in a text, if any. */
export function fromText(
  text: string | null | undefined,
  from: DateSource,
  options: PublishedOptions,
): Candidate | null {
  if (text === null || text === undefined || text.trim() === '') return null;
  const reading = readPublished(text, options);
  return reading === null ? null : { from, reading };
}

/** Microdata and RDFa of the article, not of comments. */
export function byMicrodata($: CheerioAPI, options: PublishedOptions): Candidate | null {
  for (const selector of [
    '[itemprop~="datePublished"]',
    '[itemprop~="dateCreated"]',
    '[property~="datePublished"], [property$=":datePublished"]',
    'time[pubdate]',
    '.hentry abbr.published, .hentry .published[title], .hentry time.published, time.entry-date.published',
  ]) {
    const elements = $(selector).toArray().slice(0, 10);
    for (const element of elements.filter(isTag).filter((one) => $(one).closest(COMMENTS).length === 0)) {
      const { content, datetime, title } = element.attribs;
      const found =
        fromText(content ?? datetime ?? title, 'microdata', options) ??
        fromText(tidyText($(element).text()), 'microdata', options);
      if (found !== null) return found;
    }
  }
  return null;
}

const COMMENTS = 'aside, footer, nav, [class*="comment" i], [class*="related" i]';
const TEASER =
  'aside, footer, nav, [class*="comment" i], [id*="comment" i], [class*="related" i], [class*="sidebar" i], [class*="widget" i], [class*="teaser" i], [class*="most-" i], [class*="popular" i], [class*="latest" i], [class*="recommend" i]';

function inTeaser($: CheerioAPI, element: Element): boolean {
  return $(element).closest(TEASER).length > 0;
}

/** `<time>` of the article: in an article's head, or the only one; the clock of the masthead and teasers do not count. */
export function byTimeElement($: CheerioAPI, options: PublishedOptions): Candidate | null {
  const times = $('time')
    .toArray()
    .slice(0, 200)
    .filter((element) => !inTeaser($, element));
  const rank = (element: Element): number => {
    const names =
      `${element.attribs['class'] ?? ''} ${element.parent !== null && isTag(element.parent) ? (element.parent.attribs['class'] ?? '') : ''}`.toLowerCase();
    if (/update|modif|edit/.test(names)) return 3;
    if (/publish|posted|created|entry-date|pub-?date/.test(names)) return 0;
    return $(element).closest('article, main, [class*="article" i], [class*="post" i], [itemprop]').length > 0
      ? 1
      : 2;
  };
  const ranked = times
    .map((element, at) => ({ element, key: rank(element) * 1_000 + at }))
    .toSorted((one, other) => one.key - other.key);
  for (const { element } of ranked.slice(0, 5)) {
    const found =
      fromText(element.attribs['datetime'], 'time-element', options) ??
      fromText(tidyText($(element).text()), 'time-element', options);
    if (found !== null)
      return {
        from: 'time-element',
        reading: { ...found.reading, confidence: Math.min(0.8, found.reading.confidence) },
      };
  }
  return null;
}

const DATE_CLASSES = [
  '[class*="publish" i], [class*="pubdate" i], [class*="pub-date" i], [class*="pub_date" i], [id*="publish" i], [id*="pubdate" i], [class*="posted" i]',
  '[class*="article-date" i], [class*="article__date" i], [class*="article_date" i], [class*="post-date" i], [class*="entry-date" i], [class*="news-date" i], [class*="news_date" i], [class*="story-date" i], [class*="date-time" i], [class*="datetime" i], [class*="item-date" i]',
  '[class~="date" i], [id="date" i], [class*="date" i]:not([class*="update" i]), [class*="timestamp" i], [class~="time" i], [class*="byline" i], [class*="dateline" i], [class*="meta" i]',
];

/** Elements whose class says that they hold a date. */
export function byDateClass($: CheerioAPI, options: PublishedOptions): Candidate | null {
  for (const selector of DATE_CLASSES) {
    const readings = $(selector)
      .toArray()
      .slice(0, 60)
      .filter(isTag)
      .filter((element) => element.name !== 'body' && element.name !== 'html' && !inTeaser($, element))
      .map((element) => ({ element, text: tidyText(shortText($, element)) }))
      .filter(({ text }) => text !== '' && text.length < 140 && /[\p{N}]/u.test(text))
      .map(({ text }) => fromText(text, 'text', options))
      .filter((found) => found !== null);
    const first = readings[0];
    if (first !== undefined)
      return {
        from: 'text',
        reading: { ...first.reading, confidence: Math.min(0.65, first.reading.confidence) },
      };
  }
  return null;
}

function shortText($: CheerioAPI, element: Element): string {
  const text = $(element).text();
  return text.length > 600 ? '' : text;
}
