import { escapeMarkup } from '@khabar/text';

import type { AlertMessage } from './alert-message.ts';
import { aboutLine, headline, moreLine, oneLine, stanceLine } from './alert-message.ts';
import { plainText } from './plain-text.ts';
import { attempt, type Attempt, endpoint, numberIn, type SendRequest } from './send-request.ts';

/** An event is 65,536 bytes at most; the text is in it twice. */
const TEXT_BYTES = 20_000;

/** `m.notice` with HTML, which clients show without ringing for every line. */
export function matrixEvent(message: AlertMessage): object {
  const items = message.articles.map((article) => {
    const stance = stanceLine(article);
    return (
      `<li><a href="${escapeMarkup(article.url)}">${escapeMarkup(oneLine(article.title, 200))}</a><br>${escapeMarkup(aboutLine(article))}` +
      (article.sentence === '' ? '' : `<br>\u2068${escapeMarkup(oneLine(article.sentence))}\u2069`) +
      (stance === '' ? '' : `<br>${escapeMarkup(stance)}`) +
      '</li>'
    );
  });
  const more = moreLine(message, message.articles.length);
  return {
    msgtype: 'm.notice',
    body: plainText(message, TEXT_BYTES),
    format: 'org.matrix.custom.html',
    formatted_body:
      `<strong>${escapeMarkup(headline(message))}</strong><ol>${items.join('')}</ol>` +
      (more === '' ? '' : `<p>${more}</p>`) +
      `<p><a href="${escapeMarkup(message.alert.url)}">All of them</a> · <a href="${escapeMarkup(message.editUrl)}">Change this alert</a></p>`,
  };
}

/** Puts one event into a room (client-server API v3). The transaction id is the message's: the server takes a repetition for the same. */
export function deliverMatrix(
  config: { readonly server: string; readonly room: string; readonly secret: string },
  message: AlertMessage,
  send: SendRequest,
): Promise<Attempt> {
  const room = encodeURIComponent(config.room);
  const transaction = encodeURIComponent(message.id);
  return attempt(
    {
      url: endpoint(config.server, `/_matrix/client/v3/rooms/${room}/send/m.room.message/${transaction}`),
      method: 'PUT',
      token: config.secret,
      json: matrixEvent(message),
    },
    { send, secret: config.secret },
    {
      gone: (status, text) => {
        if (status === 401 && /M_(UNKNOWN|MISSING)_TOKEN/.test(text))
          return 'the access token is not valid (any more)';
        if (status === 403 && text.includes('M_FORBIDDEN')) return 'this account may not write in the room';
        if (status === 410 || (status === 404 && text.includes('M_NOT_FOUND')))
          return 'the room was not found';
        return undefined;
      },
      waitMs: (text) => numberIn(text, 'retry_after_ms'),
    },
  );
}
