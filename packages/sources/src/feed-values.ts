import { escapeMarkup } from '@khabar/text';

import { readFeedDate } from './feed-date.ts';
import { htmlToText } from './html-text.ts';
import { markupOf } from './markup-of.ts';
import { sanitizeHtml } from './sanitize-html.ts';
import { elementsOf, textOf, type XmlElement } from './xml-tree.ts';

/** Titles of articles are lines, not books: what is longer is cut at this many characters. */
const MAX_TITLE = 2_000;

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, MAX_TITLE);
}

/** A title that may hold markup -> plain text; undefined where nothing remains to be read. */
export function titleText(raw: string): string | undefined {
  const text = /[<&]/.test(raw) ? htmlToText(raw.slice(0, MAX_TITLE * 10)) : raw;
  return oneLine(text) || (/<\/?[a-z]/i.test(raw) ? undefined : oneLine(raw)) || undefined;
}

export function titleOf(element: XmlElement | undefined): string | undefined {
  if (!element) return undefined;
  return titleText(elementsOf(element).length > 0 ? markupOf(element) : textOf(element));
}

/** First of these elements that holds a readable date. */
export function dateOf(elements: readonly (XmlElement | undefined)[]): string | undefined {
  for (const element of elements) {
    const date = element && readFeedDate(textOf(element));
    if (date) return date;
  }
  return undefined;
}

/** An address as written -> absolute http(s) address, or undefined. An absolute one is kept letter by letter, as the outlet wrote it. */
export function absoluteUrl(address: string | undefined, base: string): string | undefined {
  const text = address?.trim().replace(/[\n\r\t]/g, '') ?? '';
  if (text === '') return undefined;
  const url = URL.parse(text, base || undefined);
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  return /^https?:\/\//i.test(text) ? text : url.href;
}

export function htmlOf(element: XmlElement | undefined): string | undefined {
  if (!element) return undefined;
  return safeHtml(markupOf(element), element.base);
}

export function safeHtml(html: string, base: string): string | undefined {
  if (html === '') return undefined;
  // Plain text needs no parser.
  if (!/[<&]/.test(html)) return html;
  const safe = sanitizeHtml(html, base || undefined).trim();
  // Torn markup ("<a href="/x>here</a>") makes a parser swallow the words with the tag; a reader wants the words.
  return safe || escapeMarkup(htmlToText(html) || (/<\/?[a-z]/i.test(html) ? '' : html)) || undefined;
}

export function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return Array.from(new Set(values.filter((value) => value !== undefined && value !== ''))).filter(
    (value) => value !== undefined,
  );
}

const SNIPPET_LENGTH = 100;

/** Posts without a title go by their first words. */
export function snippetOf(html: string | undefined): string | undefined {
  if (html === undefined) return undefined;
  const text = oneLine(htmlToText(html.slice(0, SNIPPET_LENGTH * 50)));
  if (text.length <= SNIPPET_LENGTH) return text || undefined;
  return `${text.slice(0, SNIPPET_LENGTH).replace(/\s+\S*$/, '')}…`;
}

/** 'en_US' -> 'en-US'. */
export function languageTag(text: string | undefined): string | undefined {
  const tag = text?.trim().replaceAll('_', '-') ?? '';
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(tag) ? tag : undefined;
}
