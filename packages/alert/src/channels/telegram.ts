import { escapeMarkup } from '@khabar/text';

import { type AlertMessage, chatLines, fitting, headline, moreLine, oneLine } from './alert-message.ts';
import { attempt, type Attempt, endpoint, numberIn, type SendRequest } from './send-request.ts';

/** Letters (UTF-16) of a message, counted with its markup here so that the limit (4096 after it is read) surely holds. */
const MAX_LETTERS = 4000;

/** HTML as the Bot API reads it: only `b`, `a`. */
export function telegramText(message: AlertMessage): string {
  const items = message.articles.map((article) =>
    chatLines(article, {
      link: `<a href="${escapeMarkup(article.url)}">${escapeMarkup(oneLine(article.title, 200))}</a>`,
      escaped: escapeMarkup,
    }),
  );
  const head = `<b>${escapeMarkup(headline(message))}</b>`;
  const ends = `<a href="${escapeMarkup(message.alert.url)}">All of them</a> · <a href="${escapeMarkup(message.editUrl)}">Change this alert</a>`;
  const shown = fitting(items, MAX_LETTERS - head.length - ends.length - 40, (item) => item.length + 2);
  const more = moreLine(message, shown.length);
  return [head, ...shown, ...(more === '' ? [] : [more]), ends].join('\n\n');
}

/** `sendMessage` of the Bot API. A bot that was blocked or removed, a chat that is gone, or a token that is none, ends the channel. */
export function deliverTelegram(
  config: { readonly server: string; readonly chat: string; readonly secret: string },
  message: AlertMessage,
  send: SendRequest,
): Promise<Attempt> {
  return attempt(
    {
      url: endpoint(config.server, `/bot${config.secret}/sendMessage`),
      json: {
        chat_id: config.chat,
        text: telegramText(message),
        parse_mode: 'HTML',
        link_preview_options: { is_disabled: true },
      },
    },
    { send, secret: config.secret },
    {
      gone: (status, text) => {
        if (status === 401 || status === 404 || status === 410) return 'Telegram does not know this bot';
        if (status === 403) return 'the bot was blocked or removed from the chat';
        return status === 400 && /chat not found/i.test(text) ? 'the chat was not found' : undefined;
      },
      waitMs: (text) => {
        const seconds = numberIn(text, 'parameters', 'retry_after');
        return seconds === undefined ? undefined : seconds * 1000;
      },
    },
  );
}
