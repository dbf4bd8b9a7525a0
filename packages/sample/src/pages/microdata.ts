import { escapeMarkup } from '@khabar/text';

import * as furniture from './furniture.ts';
import type { PageContent } from './page-content.ts';

/** A build in schema.org microdata. */
export function microdataPage(page: PageContent): string {
  return `${furniture.documentStart(page)}
<div class="header">${furniture.navigation(page)}</div>
<div itemscope itemtype="https://schema.org/NewsArticle" class="node">
<h1 itemprop="headline">${escapeMarkup(page.title)}</h1>
<h2 itemprop="alternativeHeadline">${escapeMarkup(page.dek)}</h2>
<p class="meta"><span itemprop="author">${escapeMarkup(page.byline)}</span>, ${publishedTime(page)}</p>
${updatedTime(page)}
${furniture.shareBar(page)}
<div itemprop="articleBody" class="text">
${furniture.pictureWithCaption(page)}
${furniture.paragraphs(page, furniture.newsletterBox(page))}
${furniture.notice(page)}
</div>
${furniture.tagList(page)}
${furniture.relatedLinks(page)}
</div>
${furniture.comments(page)}
${furniture.cookieBar(page)}
${furniture.footer(page)}
</body></html>`;
}

function publishedTime(page: PageContent): string {
  if (page.published === undefined) return escapeMarkup(page.dateText);
  return `<time itemprop="datePublished" datetime="${page.published}">${escapeMarkup(page.dateText)}</time>`;
}

function updatedTime(page: PageContent): string {
  return page.updated === undefined ? '' : `<meta itemprop="dateModified" content="${page.updated}">`;
}
