import type { Selectors } from '@khabar/article';
import type { Cheerio, CheerioAPI } from 'cheerio';
import { type Element, isTag } from 'domhandler';

import { namesIn } from './read-authors.ts';
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

/** A selector that cannot be parsed matches nothing: the generic way answers. */
function find($: CheerioAPI, selector: string | undefined): Cheerio<Element> | null {
  if (selector === undefined || selector.trim() === '') return null;
  try {
    return $(selector).filter((_, node): node is Element => isTag(node));
  } catch {
    return null;
  }
}
