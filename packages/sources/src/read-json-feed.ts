import { escapeMarkup } from '@khabar/text';
import { z } from 'zod';

import { readFeedDate } from './feed-date.ts';
import { absoluteUrl, distinct, languageTag, safeHtml, snippetOf, titleText } from './feed-values.ts';
import { EMPTY_ENTRY, type FeedEntry, type FeedResult } from './feed.ts';

/** A field of the wrong type is read as absent: one careless value must not cost the feed. */
const Text = z.string().optional().catch(undefined);
const Id = z
  .union([z.string(), z.number().transform(String)])
  .optional()
  .catch(undefined);
const Person = z.object({ name: Text, url: Text });
const People = z.array(Person).optional().catch(undefined);

const Item = z.object({
  id: Id,
  url: Text,
  external_url: Text,
  title: Text,
  content_html: Text,
  content_text: Text,
  summary: Text,
  date_published: Text,
  date_modified: Text,
  author: Person.optional().catch(undefined),
  authors: People,
  tags: z.array(z.unknown()).optional().catch(undefined),
  language: Text,
  attachments: z
    .array(z.object({ url: Text }).catch({ url: undefined }))
    .optional()
    .catch(undefined),
});

const JsonFeed = z.object({
  version: Text,
  title: Text,
  home_page_url: Text,
  feed_url: Text,
  next_url: Text,
  description: Text,
  language: Text,
  author: Person.optional().catch(undefined),
  authors: People,
  items: z.array(z.unknown()),
});

function namesOf(
  authors: z.infer<typeof People>,
  author: z.infer<typeof Person> | undefined,
): string | undefined {
  const people = [...(authors ?? []), ...(author ? [author] : [])];
  return distinct(people.map((person) => person.name?.trim())).join(', ') || undefined;
}

function dateFrom(text: string | undefined): string | undefined {
  return readFeedDate(text ?? '') ?? undefined;
}

function entryOf(raw: unknown, base: string, feedAuthor: string | undefined): FeedEntry {
  const parsed = Item.safeParse(raw);
  if (!parsed.success) return EMPTY_ENTRY;
  const item = parsed.data;
  const id = item.id?.trim() || undefined;
  const link =
    absoluteUrl(item.url, base) ??
    absoluteUrl(item.external_url, base) ??
    (/^https?:\/\//.test(id ?? '') ? id : undefined);
  const plain = item.content_text?.trim();
  const summary = safeHtml(item.summary?.trim() ?? '', base);
  const content =
    safeHtml(item.content_html?.trim() ?? '', base) ??
    (plain === undefined ? undefined : escapeMarkup(plain) || undefined);
  return {
    title: titleText(item.title?.trim() ?? '') ?? snippetOf(summary ?? content),
    link,
    id: id ?? link,
    published: dateFrom(item.date_published),
    updated: dateFrom(item.date_modified),
    author: namesOf(item.authors, item.author) ?? feedAuthor,
    summary,
    content,
    language: languageTag(item.language),
    categories: distinct((item.tags ?? []).map((tag) => (typeof tag === 'string' ? tag.trim() : undefined))),
    enclosures: distinct((item.attachments ?? []).map((attachment) => absoluteUrl(attachment.url, base))),
  };
}

/** Reads JSON Feed 1.0 and 1.1. Never throws. */
export function readJsonFeed(text: string, baseUrl: string, maxEntries: number): FeedResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return {
      kind: 'refused',
      reason: `not JSON: ${cause instanceof Error ? cause.message.slice(0, 100) : 'unreadable'}`,
    };
  }
  const parsed = JsonFeed.safeParse(value);
  if (!parsed.success) return { kind: 'refused', reason: 'JSON, but not a feed: it has no list of items' };
  const feed = parsed.data;
  const author = namesOf(feed.authors, feed.author);
  return {
    kind: 'feed',
    format: 'json',
    title: titleText(feed.title?.trim() ?? ''),
    link: absoluteUrl(feed.home_page_url, baseUrl),
    id: feed.feed_url?.trim() || undefined,
    subtitle: safeHtml(feed.description?.trim() ?? '', baseUrl),
    language: languageTag(feed.language),
    author,
    updated: undefined,
    published: undefined,
    entries: feed.items.slice(0, maxEntries).map((item) => entryOf(item, baseUrl, author)),
    older: absoluteUrl(feed.next_url, baseUrl),
    truncated: feed.items.length > maxEntries,
  };
}
