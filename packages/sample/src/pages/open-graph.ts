import { escapeMarkup } from '@khabar/text';

import * as furniture from './furniture.ts';
import type { PageContent } from './page-content.ts';

/** A build whose only machine-readable part is Open Graph; the lead stands outside the body. */
export function openGraphPage(page: PageContent): string {
  return `${furniture.documentStart(page, furniture.openGraph(page))}
<div class="wrapper">
<div class="top">${furniture.navigation(page)}</div>
<div class="article">
<h1 class="article__title">${escapeMarkup(page.title)}</h1>
<div class="article__info"><span class="article__date">${escapeMarkup(page.dateText)}</span> <span class="article__author">${escapeMarkup(page.byline)}</span></div>
<div class="article__announce">${escapeMarkup(page.dek)}</div>
<div class="article__text">
${furniture.paragraphs(page, furniture.relatedLinks(page))}
</div>
${furniture.notice(page)}
${furniture.tagList(page)}
${furniture.shareBar(page)}
${furniture.newsletterBox(page)}
</div>
${furniture.latestNews(page)}
${furniture.footer(page)}
</div>
${furniture.cookieBar(page)}
</body></html>`;
}
