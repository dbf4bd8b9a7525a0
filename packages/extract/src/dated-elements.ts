import type { DateSource } from '@khabar/article';
import type { Element } from 'domhandler';

import { linesOf, type PageIndex, type Spot, textUnder, ZONES } from './page-index.ts';
import type { PublishedOptions, PublishedReading } from './published-reading.ts';
import { readPublished } from './read-published.ts';
import { tidyText } from './tidy-text.ts';

/** A date and where it was found. */
export interface Candidate {
  readonly from: DateSource;
  /** The place in short words: `meta article:published_time`. */
  readonly place: string;
  readonly reading: PublishedReading;
}

/** The date in a text, if any. */
export function fromText(
  text: string | null | undefined,
  source: { readonly from: DateSource; readonly place: string },
  options: PublishedOptions,
): Candidate | null {
  if (text === null || text === undefined || text.trim() === '') return null;
  const reading = readPublished(text, options);
  return reading === null ? null : { ...source, reading };
}

/** The first candidate any of the texts gives. */
function firstOf(
  texts: readonly (string | undefined)[],
  source: { readonly from: DateSource; readonly place: string },
  options: PublishedOptions,
): Candidate | null {
  for (const text of texts) {
    const found = fromText(text, source, options);
    if (found !== null) return found;
  }
  return null;
}

const MAX_CHARS = 600;

function shortText(element: Element): string {
  const text = textUnder(element, MAX_CHARS + 1);
  return text.length > MAX_CHARS ? '' : tidyText(text);
}

const BESIDE = ZONES.beside | ZONES.comments | ZONES.others;
const TEASER = BESIDE | ZONES.latest;

/** Microdata and RDFa of the article, not of comments. */
export function byMicrodata(index: PageIndex, options: PublishedOptions): Candidate | null {
  const spots = [...index.properties, ...index.byTag('time'), ...index.byTag('abbr')];
  const tests: readonly (readonly [string, (spot: Spot) => boolean])[] = [
    ['microdata datePublished', ({ element }) => /\bdatePublished\b/.test(propertyOf(element))],
    ['microdata dateCreated', ({ element }) => /\bdateCreated\b/.test(element.attribs['itemprop'] ?? '')],
    ['time pubdate', ({ element }) => 'pubdate' in element.attribs],
    [
      'hentry published',
      ({ element, names }) =>
        /(?:^|\s)(?:published|dt-published|entry-date)(?:\s|$)/.test(names) &&
        ('datetime' in element.attribs || 'title' in element.attribs),
    ],
  ];
  for (const [place, test] of tests) {
    const found = spots.filter((spot) => test(spot) && (spot.zones & BESIDE) === 0).slice(0, 10);
    for (const { element } of found) {
      const { content, datetime, title } = element.attribs;
      const candidate = firstOf(
        [content ?? datetime ?? title, shortText(element)],
        { from: 'microdata', place },
        options,
      );
      if (candidate !== null) return candidate;
    }
  }
  return null;
}

function propertyOf({ attribs }: Element): string {
  return `${attribs['itemprop'] ?? ''} ${attribs['property'] ?? ''}`;
}

const UPDATED =
  /updat|modif|edited|aktualis|обновл|изменен|به.?روز|محدث|آخر تحديث|mis à jour|actualiz|atualiz|aggiorna|gewijzigd|bijgewerkt/i;

/** Whether a text says that its date is that of a change. */
export function speaksOfUpdate(text: string): boolean {
  return UPDATED.test(text) && !/publi|posted|erstellt|опублик|منتشر|نشر/i.test(text);
}

// The date stands within this many elements of the title.
const NEAR = 40;

function distance(spot: Spot, title: Spot | null): number {
  if (title === null) return 1_000;
  const steps = spot.order - title.order;
  return steps >= 0 ? steps : -steps * 2;
}

/** Classes of the three elements around one. */
function namesAround(element: Element): string {
  const names: string[] = [];
  for (let node = element.parent; node !== null && names.length < 3; node = node.parent)
    names.push('attribs' in node ? (node.attribs['class'] ?? '') : '');
  // The outer ones may be of the whole article, "post published status-publish".
  return names.map((name, at) => (at > 0 && name.length > 40 ? '' : name)).join(' ');
}

/** `<time>` of the article: nearest to its title, or the only one; the clock of the masthead and teasers do not count. */
export function byTimeElement(
  index: PageIndex,
  title: Spot | null,
  options: PublishedOptions,
): Candidate | null {
  const times = index
    .byTag('time')
    .slice(0, 200)
    .filter((spot) => (spot.zones & TEASER & ~(title?.zones ?? 0)) === 0);
  const rank = (spot: Spot): number => {
    const names = `${spot.names} ${namesAround(spot.element)}`;
    if (UPDATED.test(names)) return 3;
    if (/publish|posted|created|entry-date|pub-?date/i.test(names)) return 0;
    if (distance(spot, title) < NEAR) return 0.5;
    return (spot.zones & ZONES.article) !== 0 ? 1 : 2;
  };
  const ranked = times
    .map((spot, at) => ({ spot, key: rank(spot) * 1_000 + at }))
    .toSorted((one, other) => one.key - other.key);
  for (const { spot } of ranked.slice(0, 5)) {
    const found = firstOf(
      [spot.element.attribs['datetime'], shortText(spot.element)],
      { from: 'time-element', place: 'time' },
      options,
    );
    if (found !== null)
      return { ...found, reading: { ...found.reading, confidence: Math.min(0.8, found.reading.confidence) } };
  }
  return null;
}

const CLASS_RANKS = [
  /publish|pub-?date|posted/,
  /(?:article|post|entry|news|story|item)-{0,2}date|date-?time|artikeldatum/,
  /date(?!.*updat)|timestamp|(?:^|\s)time(?:\s|$)|byline|meta|datum|fecha/,
];

/** Elements whose class says that they hold a date. */
export function byDateClass(
  index: PageIndex,
  title: Spot | null,
  options: PublishedOptions,
): Candidate | null {
  const spots = index.dates.filter((spot) => (spot.zones & TEASER & ~(title?.zones ?? 0)) === 0);
  for (const rank of CLASS_RANKS) {
    const named = spots.filter(({ names }) => rank.test(names.replaceAll('_', '-'))).slice(0, 60);
    for (const { element } of named) {
      const text = shortText(element) === '' ? '' : tidyText(linesWithTimes(element));
      if (text === '' || text.length >= 140 || !/\p{N}/u.test(text) || speaksOfUpdate(text)) continue;
      const found = fromText(text, { from: 'text', place: 'element named after a date' }, options);
      if (found !== null)
        return {
          ...found,
          reading: { ...found.reading, confidence: Math.min(0.65, found.reading.confidence) },
        };
    }
  }
  return null;
}

/** Text with its parts apart: a place and a day in neighbouring elements must not run together. */
function linesWithTimes(element: Element): string {
  return linesOf(element, true).join(' ');
}
