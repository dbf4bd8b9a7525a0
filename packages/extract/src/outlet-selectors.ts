import type { Selectors } from '@khabar/article';
import type { Cheerio, CheerioAPI } from 'cheerio';
import { type Element, isTag } from 'domhandler';

import type { OutletProfile } from './outlet-profile.ts';
import { namesIn } from './person-names.ts';
import { tidyText } from './tidy-text.ts';

export interface BySelectors {
  readonly title: string | null;
  readonly authors: readonly string[];
  /** Elements that hold the body; null where the selector is not given or matches no text. */
  readonly body: ReadonlySet<Element> | null;
}

/** Applies the outlet's own selectors; takes the elements to remove out of the document. */
export function selectorsOf($: CheerioAPI, selectors: Selectors | undefined): BySelectors {
  if (selectors === undefined) return { title: null, authors: [], body: null };
  for (const unwanted of selectors.remove ?? []) find($, unwanted)?.remove();
  const title = tidyText(find($, selectors.title)?.first().text() ?? '');
  const authors = (find($, selectors.authors)?.toArray() ?? []).flatMap((element) =>
    namesIn($(element).text()),
  );
  const body = (find($, selectors.body)?.toArray() ?? []).filter(
    (element) => $(element).text().trim() !== '',
  );
  return {
    title: title === '' ? null : title,
    authors: [...new Set(authors)],
    body: body.length === 0 ? null : new Set(body),
  };
}

/** No part that is removed for not being the text holds this share of the page: a selector that takes more has drifted. */
const MOST_REMOVED = 0.3;
const SOME_CHARS = 250;

/** What a profile says of this page: of each field the first alternative that finds text. */
export function selectorsOfProfile($: CheerioAPI, profile: OutletProfile): Selectors {
  const first = (alternatives: readonly string[] | undefined): string | undefined =>
    alternatives?.find((selector) => {
      const found = find($, selector);
      return found !== null && found.toArray().some((element) => saysSomething($, element));
    });
  // A heading that happens to match is not the text: the first place with some text, else the first with any.
  const body =
    profile.body.find((selector) => (find($, selector)?.text().trim().length ?? 0) >= SOME_CHARS) ??
    first(profile.body);
  const most = $('body').text().length * MOST_REMOVED;
  const chosen = {
    title: first(profile.title),
    body,
    published: first(profile.published),
    authors: first(profile.authors),
    remove: profile.remove?.filter((selector) => (find($, selector)?.text().length ?? 0) <= most),
  };
  return {
    ...(chosen.title === undefined ? {} : { title: chosen.title }),
    ...(chosen.body === undefined ? {} : { body: chosen.body }),
    ...(chosen.published === undefined ? {} : { published: chosen.published }),
    ...(chosen.authors === undefined ? {} : { authors: chosen.authors }),
    ...(chosen.remove === undefined ? {} : { remove: chosen.remove }),
  };
}

function saysSomething($: CheerioAPI, element: Element): boolean {
  const { datetime, content } = element.attribs;
  return (datetime ?? content ?? '') !== '' || $(element).text().trim() !== '';
}

/** A selector that cannot be parsed matches nothing: the generic way answers. */
function find($: CheerioAPI, selector: string | undefined): Cheerio<Element> | null {
  if (selector === undefined || selector.trim() === '') return null;
  try {
    return $(selector).filter((_, node): node is Element => isTag(node));
  } catch {
    return null;
  }
}
