import { type Element, isTag } from 'domhandler';

import { linesOf, type PageIndex, type Spot, ZONES } from './page-index.ts';
import { isPlausibleName, isSurePersonName } from './person-names.ts';

const OUTSIDE = ZONES.beside | ZONES.comments | ZONES.others | ZONES.figure;
const NAME_OF_AUTHOR =
  /(?:author|autor|auteur|byline|writer|contributor|journalist|reporter)[-_]*s?[-_]*(?:name|link|full|info-name|display)/;
const SHEER_AUTHOR = /(?:^|\s)(?:author|autor|auteur|byline|writer|posted-by|p-author)(?:\s|$)/;
const MEDIA =
  /image|img|photo|avatar|picture|thumb|social|follow|share|bio(?:graph|\b)|desc|about|title|job|role|position|count|email/;
const MAX_CHARS = 400;

type Accept = (raw: readonly string[]) => string[];

interface Weighed {
  readonly spot: Spot;
  readonly names: readonly string[];
  readonly score: number;
}

/** Names in the element that is most surely the byline of the article whose title stands at `title`. */
export function bySpots(index: PageIndex, title: Spot | null, accept: Accept): readonly string[] {
  return weighSpots(index, title, accept)?.names ?? [];
}

/** Score of a byline that a reader sees right under the title, in an element named for nothing else. */
export const SURE_BYLINE = 6;

/** The names of the surest byline and how sure it is. */
export function weighSpots(
  index: PageIndex,
  title: Spot | null,
  accept: Accept,
): { readonly names: readonly string[]; readonly score: number } | null {
  const spots = [
    ...index.authors,
    ...index.byTag('a').filter(({ element }) => /(?:^|\s)author(?:\s|$)/i.test(element.attribs['rel'] ?? '')),
    ...index.byTag('byline'),
    ...index.byTag('address'),
  ];
  const weighed: Weighed[] = [];
  for (const spot of spots) {
    const near = nearness(spot.order, title);
    // A box that also holds the title is the article itself, whatever its name.
    const outside = spot.zones & OUTSIDE & ~(title?.zones ?? 0);
    if (outside !== 0 && (near < 3 || (outside & ~ZONES.beside) !== 0)) continue;
    const kind = kindScore(spot) - (outside === 0 ? 0 : 1.5);
    if (kind <= 0) continue;
    const lines = linesOf(spot.element);
    const chars = lines.reduce((sum, line) => sum + line.length, 0);
    if (chars < 2 || chars > MAX_CHARS) continue;
    const names = accept([lines.join('\n')]).filter(isPlausibleName);
    if (names.length === 0) continue;
    const crowd = names.length > 6 ? 2 : 0;
    const bare = chars < 80 ? 0.5 : 0;
    weighed.push({ spot, names, score: kind + near + bare - crowd });
  }
  const best = weighed.reduce<Weighed | null>(
    (first, one) => (first === null || one.score > first.score ? one : first),
    null,
  );
  if (best === null) return null;
  const companions = weighed.filter(
    ({ spot, score }) =>
      score >= best.score - 1 &&
      spot.names === best.spot.names &&
      spot.element.name === best.spot.element.name &&
      isBeside(spot.element, best.spot.element),
  );
  return {
    names: companions.length > 8 ? best.names : companions.flatMap(({ names }) => names),
    score: best.score,
  };
}

function kindScore({ element, names }: Spot): number {
  if (/(?:^|\s)author(?:\s|$)/i.test(element.attribs['rel'] ?? '')) return 4;
  if (element.name === 'byline') return 4;
  if (element.name === 'address') return names === '' || /author|byline/.test(names) ? 3 : 1;
  const folded = names.replaceAll('_', '-');
  if (MEDIA.test(folded)) return NAME_OF_AUTHOR.test(folded) ? 2 : 0;
  if (NAME_OF_AUTHOR.test(folded)) return 4;
  return SHEER_AUTHOR.test(folded) ? 3.5 : 3;
}

/** The byline stands just after the title, seldom just before it. */
function nearness(order: number, title: Spot | null): number {
  if (title === null) return 0;
  const steps = order - title.order;
  if (steps >= 0 && steps < 40) return 3;
  if (steps >= -25 && steps < 80) return 2;
  return steps > 0 ? 0.5 : 0;
}

/** Whether two elements share one of the three elements around them. */
function isBeside(one: Element, other: Element): boolean {
  const around = new Set(outerOf(one));
  return one === other || outerOf(other).some((element) => around.has(element));
}

function outerOf(element: Element): Element[] {
  const outer: Element[] = [];
  for (let node = element.parent; node !== null && isTag(node) && outer.length < 3; node = node.parent)
    outer.push(node);
  return outer;
}

const SURE_PATH = /author|autor|auteur|avtor|journalist|profil|writer|contributor|columnist|yazar/i;
const AUTHOR_PATH =
  /\/(?:authors?|autor(?:en|es|zy)?|auteurs?|avtor|авторы?|journalists?|profiles?|profil|people|person|team|staff|writers?|contributors?|columnists?|by|users?|redakteur|redaktion|yazar|editors?)[/:-]|[?&](?:author|autor|user)(?:_id)?=|mailto:/i;

/** Links to pages of authors: the first after the title, else where all of them name no more than two people. */
export function byAuthorLink(index: PageIndex, title: Spot | null, accept: Accept): string[] {
  const links = index
    .byTag('a')
    .filter(
      ({ element, zones }) =>
        (zones & OUTSIDE & ~(title?.zones ?? 0)) === 0 && AUTHOR_PATH.test(element.attribs['href'] ?? ''),
    )
    .slice(0, 100)
    .map((spot) => ({
      near: nearness(spot.order, title),
      sure: SURE_PATH.test(spot.element.attribs['href'] ?? ''),
      names: accept([linesOf(spot.element).join(' ')]).filter(
        (name) => isSurePersonName(name) || (!/\p{Lu}|\p{Ll}/u.test(name) && name.includes(' ')),
      ),
    }))
    .filter(({ names }) => names.length > 0);
  const nearby = links.find(({ near, sure }) => sure && near === 3);
  if (nearby !== undefined) return nearby.names;
  const unique = [...new Set(links.flatMap(({ names }) => names))];
  return unique.length <= 2 ? unique : [];
}
