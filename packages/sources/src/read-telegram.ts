import type { CheerioAPI } from 'cheerio/slim';

import { readFeedDate } from './feed-date.ts';
import { htmlToText } from './html-text.ts';
import { parseHtml } from './listing.ts';
import { sanitizeHtml } from './sanitize-html.ts';

/** A post of a public Telegram channel as its web preview shows it. */
export interface TelegramPost {
  /** `https://t.me/NAME/123` */
  readonly url: string;
  readonly number: number;
  /** Safe HTML of the text; of a photo or film its caption. undefined: neither. */
  readonly html: string | undefined;
  /** UTC ISO 8601. */
  readonly published: string | undefined;
  readonly edited: boolean;
  /** As rounded by Telegram ("1.2K" is 1200). */
  readonly views: number | undefined;
  readonly author: string | undefined;
  /** From whom it was forwarded, and the address of the original post where that is public. */
  readonly forwardedFrom: { readonly name: string; readonly url: string | undefined } | undefined;
  /** Addresses outside Telegram that the text links to, its preview first. */
  readonly links: readonly string[];
  /** Photos and stills of films. */
  readonly images: readonly string[];
  /** Names of attached files and questions of polls. */
  readonly attachments: readonly string[];
}

export type TelegramResult =
  | {
      readonly kind: 'channel';
      readonly name: string | undefined;
      readonly about: string | undefined;
      /** Newest last, as the page has them. */
      readonly posts: readonly TelegramPost[];
      /** Page of the posts before these. */
      readonly older: string | undefined;
    }
  | { readonly kind: 'refused'; readonly reason: string };

const HOST = /^(?:www\.)?(?:t\.me|telegram\.me|telegram\.dog)$/i;
const NAME = /^[a-z][a-z0-9_]{3,31}$/i;

/** Name of the channel that an address belongs to (`t.me/NAME`, `t.me/s/NAME`, `t.me/NAME/123`, `NAME.t.me`), or undefined. */
export function telegramChannel(address: string): string | undefined {
  const url = URL.parse(address);
  if (!url) return undefined;
  const [own] = /^[a-z0-9_-]+(?=\.t\.me$)/i.exec(url.hostname) ?? [];
  if (own !== undefined && own !== 'www') return own.replaceAll('-', '_');
  if (!HOST.test(url.hostname)) return undefined;
  const [first, second] = url.pathname.split('/').filter((part) => part !== '');
  const name = first === 's' ? second : first;
  return name !== undefined &&
    NAME.test(name) &&
    !/^(?:joinchat|addstickers|share|proxy|socks|login)$/i.test(name)
    ? name
    : undefined;
}

/** Page on which Telegram shows the newest posts of a public channel to anybody. */
export function telegramPage(channel: string): string {
  return `https://t.me/s/${channel}`;
}

function viewsOf(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^([\d.]+)\s*([KMB]?)$/i.exec(text.trim()) ?? [];
  if (digits === '') return undefined;
  const factor = { K: 1e3, M: 1e6, B: 1e9 }[unit.toUpperCase()] ?? 1;
  return Math.round(Number(digits) * factor);
}

function webAddress(text: string | undefined, base: string): string | undefined {
  const url = text === undefined || text.trim() === '' ? null : URL.parse(text.trim(), base);
  return url && /^https?:$/.test(url.protocol) ? url.href : undefined;
}

function oneLine(text: string): string | undefined {
  return text.replace(/\s+/g, ' ').trim().slice(0, 300) || undefined;
}

type Selection = ReturnType<CheerioAPI>;

function imagesOf($: CheerioAPI, message: Selection, base: string): readonly string[] {
  const images: string[] = [];
  message
    .find('[class*="photo_wrap"], [class*="video_thumb"], [class*="link_preview_image"]')
    .each((_, element) => {
      const [, address] = /url\(\s*['"]?([^'")]+)/.exec($(element).attr('style') ?? '') ?? [];
      const image = webAddress(address, base);
      if (image !== undefined) images.push(image);
    });
  return Array.from(new Set(images));
}

function linksOf($: CheerioAPI, message: Selection, base: string): readonly string[] {
  const links: string[] = [];
  message
    .find('a[class*="link_preview"][href], .js-message_text a[href]')
    .toArray()
    .toSorted(
      (a, b) =>
        Number(/link_preview/.test(b.attribs['class'] ?? '')) -
        Number(/link_preview/.test(a.attribs['class'] ?? '')),
    )
    .forEach((element) => {
      const link = webAddress($(element).attr('href'), base);
      if (link !== undefined && !HOST.test(new URL(link).hostname)) links.push(link);
    });
  return Array.from(new Set(links));
}

function postOf($: CheerioAPI, element: Parameters<CheerioAPI>[0], base: string): TelegramPost | undefined {
  const message = $(element);
  const place = /^([^/]+)\/(\d+)$/.exec(message.attr('data-post') ?? '');
  if (!place || /service_message/.test(message.attr('class') ?? '')) return undefined;
  const [, channel = '', number = ''] = place;
  const url = `https://t.me/${channel}/${number}`;
  // The text of the post that this one answers stands in it, too, under another name.
  const text = message
    .find('.js-message_text')
    .filter((_, part) => $(part).parents('[class*="message_reply"]').length === 0)
    .first();
  const html = sanitizeHtml(text.html() ?? '', url).trim() || undefined;
  const forwarded = message.find('[class*="forwarded_from_name"]').first();
  const forwardedName = oneLine(forwarded.text());
  const date = message.find('[class*="message_date"] time[datetime], time[datetime]').last();
  return {
    url,
    number: Number(number),
    html,
    published: readFeedDate(date.attr('datetime') ?? '') ?? undefined,
    edited: /\bedited\b/i.test(message.find('[class*="message_meta"]').text()),
    views: viewsOf(message.find('[class$="message_views"]').first().text()),
    author: oneLine(message.find('[class*="owner_name"]').first().text()),
    forwardedFrom:
      forwardedName === undefined
        ? undefined
        : { name: forwardedName, url: webAddress(forwarded.attr('href'), base) },
    links: linksOf($, message, base),
    images: imagesOf($, message, base),
    attachments: message
      .find('[class*="document_title"], [class*="poll_question"]')
      .toArray()
      .map((part) => oneLine($(part).text()))
      .filter((name) => name !== undefined),
  };
}

/** Reads a page of a public channel's posts (`t.me/s/NAME`, also with `?before=`). A channel without a public preview is a refusal. Never throws. */
export function readTelegram(html: string, pageUrl: string): TelegramResult {
  const $ = parseHtml(html);
  if (!$) return { kind: 'refused', reason: 'the page nests deeper than any page that people wrote' };
  const posts = $('[data-post]')
    .toArray()
    .map((element) => postOf($, element, pageUrl))
    .filter((post) => post !== undefined);
  if (posts.length === 0)
    return { kind: 'refused', reason: 'no posts: the channel is not public, has no web preview or no posts' };
  const before = $('a[data-before][href], link[rel="prev"][href]').first().attr('href');
  return {
    kind: 'channel',
    name: oneLine($('[class*="info_header_title"]').first().text()),
    about: htmlToText($('[class*="channel_info_description"]').first().html() ?? '').trim() || undefined,
    posts: Array.from(new Map(posts.map((post) => [post.url, post])).values()),
    older: webAddress(before, pageUrl),
  };
}
