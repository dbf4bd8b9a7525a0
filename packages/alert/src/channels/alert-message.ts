import type { WebhookArticle, WebhookMessage } from '../webhook.ts';

/** An article as messages to people show it. */
export interface MessageArticle extends WebhookArticle {
  /** Host of the article's own address. */
  readonly host: string;
  /** The sentence in which the query matched; '' where only the title did. */
  readonly sentence: string;
}

/** What is sent, before a channel gives it its own form. */
export interface AlertMessage extends WebhookMessage {
  readonly articles: readonly MessageArticle[];
  /** Where the rule is changed. */
  readonly editUrl: string;
  /** Same rule and same articles: same identity, however often it is sent. */
  readonly identity: string;
}

/** One line without control characters, line breaks of any script or invisible direction overrides. */
export function oneLine(text: string, maxLength = 300): string {
  const line = text
    .replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const letters = Array.from(line);
  return letters.length <= maxLength ? line : `${letters.slice(0, maxLength - 1).join('')}…`;
}

/** Holds a text in its own direction among others (Unicode first-strong isolate). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}

/** `3 new: Recognition`. */
export function headline(message: AlertMessage): string {
  return `${message.count} new: ${oneLine(message.alert.name, 120)}`;
}

/** Host, time (UTC) and language of an article. */
export function aboutLine(article: MessageArticle): string {
  const time =
    article.publishedAt === null ? 'undated' : `${article.publishedAt.slice(0, 16).replace('T', ' ')} UTC`;
  return [oneLine(article.host, 100), time, article.lang].join(' · ');
}

/** Holder, target and label of each stance, never a bare label. */
export function stanceLine(article: MessageArticle): string {
  return article.stance
    .slice(0, 3)
    .map(({ holder, target, label }) => `${oneLine(holder, 60)} → ${oneLine(target, 60)}: ${label}`)
    .join('; ');
}

/** Lines of an article in the markup of a chat: `link` is its title with its address, `escaped` makes text safe there. */
export function chatLines(
  article: MessageArticle,
  { link, escaped }: { readonly link: string; readonly escaped: (text: string) => string },
): string {
  const stance = stanceLine(article);
  return [
    isolated(link),
    escaped(aboutLine(article)),
    ...(article.sentence === '' ? [] : [isolated(escaped(oneLine(article.sentence)))]),
    ...(stance === '' ? [] : [escaped(stance)]),
  ].join('\n');
}

/** `and 214 more`; '' when all are shown. */
export function moreLine(message: AlertMessage, shown: number): string {
  return message.count > shown ? `and ${message.count - shown} more` : '';
}

/**
 * As many items as fit into `room` (in the measure of `size`); the first is always there. A channel that cuts a message itself
 * would cut the link at its end.
 */
export function fitting<T>(items: readonly T[], room: number, size: (item: T) => number): T[] {
  const kept: T[] = [];
  let left = room;
  for (const item of items) {
    left -= size(item);
    if (left < 0 && kept.length > 0) break;
    kept.push(item);
  }
  return kept;
}
