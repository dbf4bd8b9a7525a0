import { escapeMarkup } from '@khabar/text';

import type { PageContent, PageLink } from './page-content.ts';

/** Navigation, as a list of links at the top of every page. */
export function navigation(page: PageContent): string {
  const items = page.furniture.navigation.map(
    (item, index) => `<li><a href="/${index === 0 ? '' : `section/${index}`}">${escapeMarkup(item)}</a></li>`,
  );
  return `<nav class="main-nav"><ul>${items.join('')}</ul></nav>`;
}

/** The consent bar, in the page flow as many sites have it. */
export function cookieBar(page: PageContent): string {
  const { cookies, accept } = page.furniture;
  return `<div id="cookie-consent" class="cookie-bar"><p>${escapeMarkup(cookies)}</p><button type="button">${escapeMarkup(accept)}</button></div>`;
}

/** Share links that carry the page's address in their own. */
export function shareBar(page: PageContent): string {
  const target = encodeURIComponent(page.url);
  const links = page.furniture.share.map(
    (name) => `<a href="https://share.example/?u=${target}" rel="nofollow">${escapeMarkup(name)}</a>`,
  );
  return `<div class="share-buttons">${links.join(' ')}</div>`;
}

/** Links to other articles, set between or below the paragraphs. */
export function relatedLinks(page: PageContent): string {
  if (page.related.length === 0) return '';
  return `<aside class="related"><h3>${escapeMarkup(page.furniture.related)}</h3><ul>${page.related.map(linkItem).join('')}</ul></aside>`;
}

/** The newest headlines; their `<time>` elements are not this article's. */
export function latestNews(page: PageContent): string {
  return `<div class="sidebar latest-news"><h4>${escapeMarkup(page.furniture.latest)}</h4><ul>${page.latest.map(linkItem).join('')}</ul></div>`;
}

/** The newsletter form. */
export function newsletterBox(page: PageContent): string {
  const { newsletter, subscribe } = page.furniture;
  return `<div class="newsletter-signup"><p>${escapeMarkup(newsletter)}</p><form action="/newsletter"><input type="email" name="email"><button>${escapeMarkup(subscribe)}</button></form></div>`;
}

/** The article's tags as links. */
export function tagList(page: PageContent): string {
  const links = page.tags.map(
    (tag, index) => `<a rel="tag" href="/tag/${index + 1}">${escapeMarkup(tag)}</a>`,
  );
  return `<div class="tags"><span>${escapeMarkup(page.furniture.tags)}:</span> ${links.join(', ')}</div>`;
}

/** A picture with its caption. */
export function pictureWithCaption(page: PageContent): string {
  return `<figure><img src="/images/photo.svg" alt="" width="640" height="360"><figcaption>${escapeMarkup(page.furniture.caption)}</figcaption></figure>`;
}

/** Readers' comments. */
export function comments(page: PageContent): string {
  return `<section id="comments" class="comments"><h3>${escapeMarkup(page.furniture.comments)}</h3><div class="comment"><p>${escapeMarkup(page.furniture.comment)}</p></div></section>`;
}

/** The legal line at the bottom. */
export function footer(page: PageContent): string {
  return `<footer class="site-footer"><p>© ${escapeMarkup(page.outletName)}. ${escapeMarkup(page.furniture.footer)}</p></footer>`;
}

/** The notice below a text, if it has one. */
export function notice(page: PageContent): string {
  return page.note === '' ? '' : `<p class="footnote"><small>${escapeMarkup(page.note)}</small></p>`;
}

/** Paragraphs as `<p>`, with the given block set after the second of a longer text. */
export function paragraphs(page: PageContent, inset = ''): string {
  return page.paragraphs
    .map(
      (text, index) =>
        `<p>${escapeMarkup(text)}</p>${index === 1 && page.paragraphs.length > 3 ? `\n${inset}` : ''}`,
    )
    .join('\n');
}

/** Open Graph tags; times only where the outlet puts them into its markup. */
export function openGraph(page: PageContent): string {
  const tags: [string, string][] = [
    ['og:type', 'article'],
    ['og:site_name', page.outletName],
    ['og:title', page.title],
    ['og:description', page.dek],
    ['og:url', page.url],
    ['article:section', page.section],
  ];
  if (page.published !== undefined) tags.push(['article:published_time', page.published]);
  if (page.updated !== undefined) tags.push(['article:modified_time', page.updated]);
  return tags
    .map(([property, content]) => `<meta property="${property}" content="${escapeMarkup(content)}">`)
    .join('\n');
}

/** Start of the document up to and including `<body>`; the encoding is declared only if the page asks for it. */
export function documentStart(page: PageContent, head = ''): string {
  const charset = page.metaCharset === undefined ? '' : `<meta charset="${page.metaCharset}">`;
  return `<!DOCTYPE html>
<html lang="${page.language}" dir="${page.direction}">
<head>
${charset}<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(page.title)} | ${escapeMarkup(page.outletName)}</title>
<meta name="description" content="${escapeMarkup(page.dek)}">
<link rel="canonical" href="${escapeMarkup(page.url)}">
${head}
</head>
<body>`;
}

function linkItem(link: PageLink): string {
  const time = link.published === undefined ? '' : `<time datetime="${link.published}"></time> `;
  return `<li>${time}<a href="${escapeMarkup(link.url)}">${escapeMarkup(link.title)}</a></li>`;
}
