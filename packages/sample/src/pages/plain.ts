import { escapeMarkup } from '@khabar/text';

import * as furniture from './furniture.ts';
import type { PageContent } from './page-content.ts';

/** A plain build of a small institution: headings and paragraphs, the date as a line of text. */
export function plainPage(page: PageContent): string {
  const date =
    page.dateText === ''
      ? ''
      : `<p class="published">${escapeMarkup(page.furniture.published)}: ${escapeMarkup(page.dateText)}</p>`;
  return `${furniture.documentStart(page)}
${furniture.cookieBar(page)}
<div id="header"><a href="/">${escapeMarkup(page.outletName)}</a>${furniture.navigation(page)}</div>
<div id="content" class="content">
<h1>${escapeMarkup(page.title)}</h1>
${date}
<p class="author">${escapeMarkup(page.byline)}</p>
<p class="summary">${escapeMarkup(page.dek)}</p>
${furniture.pictureWithCaption(page)}
<div class="wysiwyg">
${furniture.paragraphs(page)}
${furniture.notice(page)}
</div>
${furniture.tagList(page)}
${furniture.shareBar(page)}
</div>
<div id="sidebar">${furniture.relatedLinks(page)}${furniture.newsletterBox(page)}</div>
${furniture.footer(page)}
</body></html>`;
}
