import { type Element, isTag } from 'domhandler';

import { linesOf, type PageIndex, type Spot, ZONES } from './page-index.ts';
import { bareText, tidyText } from './tidy-text.ts';

const ELSEWHERE = ZONES.beside | ZONES.comments | ZONES.others | ZONES.latest;
const MAX_SHOWN = 120;
const MAX_CHARS = 300;

/** A text that the page shows as a title of something. */
export interface ShownTitle {
  readonly spot: Spot;
  readonly text: string;
}

/** Headings and elements named after a title, main headings first, then in page order; those of teasers left out. */
export function shownTitles(index: PageIndex, url: string): ShownTitle[] {
  const others = index.titles.filter(({ zones }) => (zones & ELSEWHERE) === 0);
  return [...index.byTag('h1').slice(0, 20), ...others.slice(0, MAX_SHOWN)]
    .map((spot) => ({ spot, text: tidyText(linesOf(spot.element).join(' ')) }))
    .filter(({ text, spot }) => text !== '' && text.length <= MAX_CHARS && !leadsHome(spot.element, url));
}

/** Whether a heading is the name of the site: all of it links to the front page. */
export function leadsHome(heading: Element, url: string): boolean {
  const around = heading.parent !== null && isTag(heading.parent) ? [heading.parent] : [];
  const link = [...around, ...heading.children.filter(isTag)].find(({ name }) => name === 'a');
  if (link === undefined) return false;
  const target = URL.parse(link.attribs['href'] ?? '', url);
  return (
    target !== null && target.pathname === '/' && target.search === '' && URL.parse(url)?.pathname !== '/'
  );
}

/** Where the page shows its title: the heading or element that says it, else the first main heading. */
export function titleSpot(shown: readonly ShownTitle[], title: string | null): Spot | null {
  const key = bareText(title ?? '');
  const same = key === '' ? undefined : shown.find(({ text }) => bareText(text) === key);
  return (same ?? shown.find(({ spot }) => spot.element.name === 'h1'))?.spot ?? null;
}
