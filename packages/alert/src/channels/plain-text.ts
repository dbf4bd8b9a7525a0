import {
  aboutLine,
  type AlertMessage,
  fitting,
  headline,
  isolated,
  moreLine,
  oneLine,
  stanceLine,
} from './alert-message.ts';

/** The message as lines of text, each article in its own direction; as many articles as fit into `maxBytes` of UTF-8. */
export function plainText(message: AlertMessage, maxBytes: number): string {
  const items = message.articles.map((article, index) => {
    const stance = stanceLine(article);
    return [
      `${index + 1}. ${isolated(oneLine(article.title, 200))}`,
      `   ${isolated(aboutLine(article))}`,
      ...(article.sentence === '' ? [] : [`   ${isolated(`«${oneLine(article.sentence)}»`)}`]),
      ...(stance === '' ? [] : [`   ${isolated(stance)}`]),
      `   ${article.url}`,
    ].join('\n');
  });
  const ends = [`All of them: ${message.alert.url}`, `Change this alert: ${message.editUrl}`];
  const around = bytes([headline(message), ...ends, 'and 999999 more'].join('\n\n')) + 16;
  const shown = fitting(items, maxBytes - around, (item) => bytes(item) + 2);
  const more = moreLine(message, shown.length);
  return [headline(message), ...shown, ...(more === '' ? [] : [more]), ends.join('\n')].join('\n\n');
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
