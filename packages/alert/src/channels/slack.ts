import { type AlertMessage, chatLines, headline, moreLine, oneLine } from './alert-message.ts';
import { attempt, type Attempt, type SendRequest } from './send-request.ts';

/** Slack's own limits: 50 blocks a message, 150 letters a header. */
const HEADER_LETTERS = 150;

/** Slack reads three characters as markup. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Body for an incoming webhook: blocks, and `text` for notifications. */
export function slackBody(message: AlertMessage): { text: string; blocks: readonly object[] } {
  const items = message.articles.map((article) => {
    // The letter that ends an address in a Slack link would end it early.
    const address = escaped(article.url).replaceAll('|', '%7C');
    const link = `<${address}|${escaped(oneLine(article.title, 200)).replaceAll('|', '¦')}>`;
    const text = chatLines(article, { link, escaped });
    return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
  });
  const more = moreLine(message, message.articles.length);
  const links = `<${escaped(message.alert.url)}|All of them> · <${escaped(message.editUrl)}|Change this alert>`;
  return {
    text: escaped(headline(message)),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: headline(message).slice(0, HEADER_LETTERS), emoji: false },
      },
      ...items,
      {
        type: 'context',
        elements: [{ type: 'mrkdwn', text: more === '' ? links : `${more} · ${links}`, verbatim: true }],
      },
    ],
  };
}

/** Posts to an incoming webhook. A channel that is archived or deleted, or an address that was revoked, ends it. */
export function deliverSlack(url: string, message: AlertMessage, send: SendRequest): Promise<Attempt> {
  return attempt(
    { url, json: slackBody(message) },
    { send, secret: url },
    {
      gone: (status, text) =>
        status === 404 ||
        status === 410 ||
        (status === 403 && /invalid_token|action_prohibited|no_service/.test(text))
          ? 'Slack knows this webhook no more'
          : undefined,
    },
  );
}
