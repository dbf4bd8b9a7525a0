import { escapeMarkup } from '@khabar/text';

import * as furniture from './furniture.ts';
import type { PageContent } from './page-content.ts';

/** An old build: tables, no paragraphs but line breaks, no machine-readable part at all. */
export function lineBreaksPage(page: PageContent): string {
  const charset =
    page.metaCharset === undefined
      ? ''
      : `<meta http-equiv="Content-Type" content="text/html; charset=${page.metaCharset}">`;
  const menu = page.furniture.navigation.map(
    (item, index) => `<a href="/${index === 0 ? '' : `section/${index}`}">${escapeMarkup(item)}</a>`,
  );
  const latest = page.latest.map(
    (link) => `<a href="${escapeMarkup(link.url)}">${escapeMarkup(link.title)}</a>`,
  );
  return `<html dir="${page.direction}">
<head>
${charset}
<title>${escapeMarkup(page.outletName)}: ${escapeMarkup(page.title)}</title>
</head>
<body bgcolor="#ffffff">
<table width="980" align="center"><tr><td colspan="2" class="menu">${menu.join(' | ')}</td></tr>
<tr><td width="700" valign="top">
<div class="headline"><b>${escapeMarkup(page.title)}</b></div>
<div class="subline"><i>${escapeMarkup(page.dek)}</i></div>
<div class="dateline">${escapeMarkup(page.dateText)} | ${escapeMarkup(page.byline)}</div>
<div class="maintext">
${page.paragraphs.map(escapeMarkup).join('<br><br>\n')}
${page.note === '' ? '' : `<br><br>\n<small>${escapeMarkup(page.note)}</small>`}
</div>
${furniture.shareBar(page)}
<div class="more">${escapeMarkup(page.furniture.related)}: ${page.related.map((link) => `<a href="${escapeMarkup(link.url)}">${escapeMarkup(link.title)}</a>`).join('; ')}</div>
</td><td valign="top" class="right"><b>${escapeMarkup(page.furniture.latest)}</b><br>${latest.join('<br>')}</td></tr>
<tr><td colspan="2" class="copyright">© ${escapeMarkup(page.outletName)}. ${escapeMarkup(page.furniture.footer)}</td></tr></table>
</body></html>`;
}
