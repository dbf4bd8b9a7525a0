import { load, type CheerioAPI } from 'cheerio/slim';

import { hasHugeTag, nestsDeeper } from './html-text.ts';

/** A link of a front or section page that leads to an article. */
export interface ListedLink {
  readonly url: string;
  readonly title: string | undefined;
}

export type ListingResult =
  | { readonly kind: 'listing'; readonly links: readonly ListedLink[] }
  | { readonly kind: 'refused'; readonly reason: string };

const MAX_DEPTH = 800;
const MAX_LINKS = 500;
/** Links looked at on one page. */
const MAX_ANCHORS = 5_000;
const MAX_ANCESTORS = 40;

/** Sections, tools and accounts: pages of links, not articles. */
const NOT_ARTICLE =
  /^\/?$|\/(tag|tags|category|categories|author|authors|page|search|login|signin|register|account|user|users|contact|contacts|about|about-us|privacy|terms|advertise|subscribe|newsletter|feed|rss|archive|archives|cart|shop|help|faq|wp-admin|wp-login\.php|cdn-cgi)(\/|$)|\.(jpe?g|png|gif|webp|svg|pdf|mp3|mp4|zip|xml|css|js|json)$/i;

/** Parses HTML in linear time; null for nesting or tags that no page has. */
export function parseHtml(html: string): CheerioAPI | null {
  if (hasHugeTag(html) || nestsDeeper(html, MAX_DEPTH)) return null;
  // Cheerio's selectors are quadratic in elements without a parent; one around all costs nothing.
  return load(`<khabar-page>${html}`, { xml: { xmlMode: false, decodeEntities: true } });
}

function siteOf(host: string): string {
  return host.replace(/^(www|m|amp|mobile)\./, '');
}

/** Same host, or one a part of the other: `www.kubha.example` and `en.kubha.example` are one site. */
export function isSameSite(one: URL, other: URL): boolean {
  const [a, b] = [siteOf(one.hostname), siteOf(other.hostname)];
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);
}

function decodedPath(url: URL): string {
  try {
    return decodeURIComponent(url.pathname);
  } catch {
    return url.pathname;
  }
}

/** Does an address look like one article's: a date, a number, a long slug or a file of its own? */
function looksLikeArticle(url: URL): boolean {
  const path = decodedPath(url);
  if (NOT_ARTICLE.test(path)) return false;
  const last = path.split('/').findLast((part) => part !== '') ?? '';
  if (/\/(19|20)\d\d\/\d{1,2}\//.test(path)) return true;
  if (/\d{4,}/.test(last) || /^\d+(-|$)/.test(last)) return true;
  if (/\.(s?html?|php|aspx?)$/i.test(last) && !/^(index|default|home)\./i.test(last)) return true;
  const words = last.split(/[-_]+/).filter((word) => word.length > 0);
  if (words.length >= 4 || (words.length >= 3 && last.length >= 18)) return true;
  return /(^|[?&])(id|p|newsid|news_id|article|articleid|story|nid|a)=\d+/i.test(url.search);
}

function linkFrom(href: string | undefined, base: string, page: URL): URL | null {
  const url = href === undefined ? null : URL.parse(href.trim(), base);
  if (!url || !/^https?:$/.test(url.protocol) || !isSameSite(url, page)) return null;
  if (!/^#(!|\/)./.test(url.hash)) url.hash = '';
  return url.href === page.href ? null : url;
}

interface Candidate {
  readonly url: string;
  title: string;
  /** Looks like an article by its address, or its link by its place and length. */
  likely: boolean;
}

/**
 * Reads a front or section page: links to articles of the same site, in the order of the page. With `selector` (CSS, of links or of what holds them) all that it
 * finds; without, what looks like an article by address, length of its text and place on the page. Never throws.
 */
export function readListing(html: string, pageUrl: string, selector?: string): ListingResult {
  const $ = parseHtml(html);
  const page = URL.parse(pageUrl);
  if (!$ || !page)
    return { kind: 'refused', reason: 'the page nests deeper than any page that people wrote' };
  const base = URL.parse($('base[href]').first().attr('href') ?? '', pageUrl)?.href ?? pageUrl;
  let links;
  try {
    links =
      selector === undefined
        ? $('a[href]')
        : $(selector).map((_, element) => ($(element).is('a') ? element : $(element).find('a[href]').get(0)));
  } catch (cause) {
    return {
      kind: 'refused',
      reason: `selector "${selector}": ${cause instanceof Error ? cause.message : 'unreadable'}`,
    };
  }
  const candidates = new Map<string, Candidate>();
  links.slice(0, MAX_ANCHORS).each((_, element) => {
    const url = linkFrom($(element).attr('href'), base, page);
    if (!url) return;
    const title = ($(element).text() || ($(element).attr('title') ?? ''))
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 500);
    const around = $(element).parents().toArray().slice(0, MAX_ANCESTORS);
    const inFurniture = around.some(
      ({ name, attribs }) => /^(nav|footer)$/.test(name) || attribs['role'] === 'navigation',
    );
    const inHeading = around.some(({ name }) => /^(h[1-4]|article)$/.test(name));
    const likely = !inFurniture && looksLikeArticle(url) && (title.length >= 20 || inHeading || title === '');
    const known = candidates.get(url.href);
    if (!known) candidates.set(url.href, { url: url.href, title, likely });
    else {
      known.likely ||= likely;
      if (title.length > known.title.length) known.title = title;
    }
  });
  const chosen = Array.from(candidates.values()).filter(
    (candidate) => selector !== undefined || (candidate.likely && candidate.title !== ''),
  );
  return {
    kind: 'listing',
    links: chosen.slice(0, MAX_LINKS).map(({ url, title }) => ({ url, title: title || undefined })),
  };
}
