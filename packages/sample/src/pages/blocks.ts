import { escapeMarkup } from '@khabar/text';

import * as furniture from './furniture.ts';
import type { PageContent } from './page-content.ts';

/** A block-editor build: each paragraph in a container of its own, the newest headlines before the article. */
export function blocksPage(page: PageContent): string {
  const blocks = page.paragraphs.map(
    (text) =>
      `<div class="block block-text"><div class="block__inner"><p>${escapeMarkup(text)}</p></div></div>`,
  );
  const time =
    page.published === undefined
      ? `<span class="publish-date">${escapeMarkup(page.dateText)}</span>`
      : `<time class="publish-date" datetime="${page.published}">${escapeMarkup(page.dateText)}</time>`;
  return `${furniture.documentStart(page, furniture.openGraph(page))}
<div id="app">
${furniture.navigation(page)}
${furniture.latestNews(page)}
<div class="page-content">
<div class="post-header"><h1>${escapeMarkup(page.title)}</h1>${time}<div class="post-author">${escapeMarkup(page.byline)}</div></div>
<div class="block block-lead"><p><strong>${escapeMarkup(page.dek)}</strong></p></div>
${blocks.slice(0, 2).join('\n')}
<div class="block block-promo">${furniture.newsletterBox(page)}</div>
${blocks.slice(2).join('\n')}
${page.note === '' ? '' : `<div class="block block-note">${furniture.notice(page)}</div>`}
<div class="block block-related">${furniture.relatedLinks(page)}</div>
${furniture.tagList(page)}
${furniture.shareBar(page)}
</div>
${furniture.comments(page)}
${furniture.footer(page)}
${furniture.cookieBar(page)}
</div>
</body></html>`;
}
