import { writingDirection } from '@khabar/article';
import { escapeMarkup } from '@khabar/text';

import { aboutLine, type AlertMessage, headline, moreLine, oneLine, stanceLine } from './alert-message.ts';

/** The message as a whole HTML page for mail programs: no script, no image, no style sheet; each article in its own direction. */
export function mailHtml(message: AlertMessage, unsubscribeUrl: string): string {
  const items = message.articles.map((article) => {
    const dir = writingDirection(article.lang);
    const align = dir === 'rtl' ? 'right' : 'left';
    const stance = stanceLine(article);
    return (
      `<li dir="${dir}" lang="${escapeMarkup(article.lang)}" style="margin:0 0 16px;text-align:${align}">` +
      `<a href="${escapeMarkup(article.url)}"><strong>${escapeMarkup(oneLine(article.title, 200))}</strong></a>` +
      `<br><span dir="ltr" lang="en" style="color:#555"><bdi>${escapeMarkup(aboutLine(article))}</bdi></span>` +
      (article.sentence === '' ? '' : `<br>${escapeMarkup(oneLine(article.sentence))}`) +
      (stance === '' ? '' : `<br><span dir="ltr" lang="en"><bdi>${escapeMarkup(stance)}</bdi></span>`) +
      '</li>'
    );
  });
  const more = moreLine(message, message.articles.length);
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    `<title>${escapeMarkup(headline(message))}</title></head><body style="font-family:sans-serif;max-width:40em">` +
    `<h1 style="font-size:1.2em" dir="auto">${escapeMarkup(headline(message))}</h1>` +
    `<ol style="padding:0 1.5em">${items.join('')}</ol>` +
    (more === '' ? '' : `<p>${more}</p>`) +
    `<p><a href="${escapeMarkup(message.alert.url)}">All of them</a> · <a href="${escapeMarkup(message.editUrl)}">Change this alert</a>` +
    ` · <a href="${escapeMarkup(unsubscribeUrl)}">Unsubscribe</a></p></body></html>`
  );
}
