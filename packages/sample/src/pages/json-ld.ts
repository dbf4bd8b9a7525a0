import { escapeMarkup } from '@khabar/text';

import * as furniture from './furniture.ts';
import type { PageContent } from './page-content.ts';

/** A modern build: NewsArticle in a JSON-LD graph, semantic elements, furniture between the paragraphs. */
export function jsonLdPage(page: PageContent): string {
  return buildPage(page, graph(page));
}

/** The same with the whole text repeated as `articleBody`. */
export function jsonLdBodyPage(page: PageContent): string {
  return buildPage(page, [{ ...newsArticle(page), articleBody: page.paragraphs.join('\n\n') }]);
}

function buildPage(page: PageContent, nodes: readonly object[]): string {
  const data = { '@context': 'https://schema.org', '@graph': nodes };
  const script = `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', String.raw`\u003c`)}</script>`;
  const date = page.dateText === '' ? '' : `<span class="date">${escapeMarkup(page.dateText)}</span>`;
  return `${furniture.documentStart(page, script)}
${furniture.cookieBar(page)}
<header class="site-header"><a class="logo" href="/">${escapeMarkup(page.outletName)}</a>${furniture.navigation(page)}</header>
<main>
<article class="story">
<header><p class="kicker">${escapeMarkup(page.section)}</p>
<h1>${escapeMarkup(page.title)}</h1>
<p class="standfirst">${escapeMarkup(page.dek)}</p>
<div class="byline">${escapeMarkup(page.byline)} ${date}</div>
${furniture.shareBar(page)}</header>
${furniture.pictureWithCaption(page)}
<div class="story-body">
${furniture.paragraphs(page, furniture.relatedLinks(page))}
${furniture.notice(page)}
</div>
${furniture.newsletterBox(page)}
${furniture.tagList(page)}
</article>
${furniture.latestNews(page)}
${furniture.comments(page)}
</main>
${furniture.footer(page)}
</body></html>`;
}

function graph(page: PageContent): readonly object[] {
  return [
    { '@type': 'WebSite', name: page.outletName, url: page.homepage },
    {
      '@type': 'BreadcrumbList',
      itemListElement: [{ '@type': 'ListItem', position: 1, name: page.section }],
    },
    newsArticle(page),
  ];
}

function newsArticle(page: PageContent): Readonly<Record<string, unknown>> {
  return {
    '@type': 'NewsArticle',
    headline: page.title,
    description: page.dek,
    url: page.url,
    mainEntityOfPage: page.url,
    inLanguage: page.language,
    articleSection: page.section,
    keywords: page.tags,
    author: { '@type': 'Organization', name: page.byline },
    publisher: { '@type': 'NewsMediaOrganization', name: page.outletName },
    ...(page.published === undefined ? {} : { datePublished: page.published }),
    ...(page.updated === undefined ? {} : { dateModified: page.updated }),
  };
}
