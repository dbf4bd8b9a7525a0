import { csvCell } from '@khabar/api';
import type { Fetched, FetchPage } from '@khabar/article';
import { canonicalUrl, decodeText, dnsFromTable, openGuard } from '@khabar/fetch';
import { readFeed, readFeedDate, readOpml, sanitizeHtml, walkSitemaps } from '@khabar/sources';
import { escapeMarkup } from '@khabar/text';
import { stringify } from 'csv-stringify/sync';
import { z } from 'zod';

import { type Answer, Base64Bytes, type LineKind } from '../line.ts';

const Stored = z.object({
  status: z.number().int(),
  headers: z.record(z.string(), z.string().nullable()).default({}),
  body_b64: Base64Bytes.nullish(),
});

const Line = z.discriminatedUnion('task', [
  z.object({ task: z.literal('canonical'), url: z.string() }),
  z.object({ task: z.literal('parse'), input: z.string(), base: z.string().nullish() }),
  z.object({
    task: z.literal('ssrf'),
    url: z.string(),
    dns: z.record(z.string(), z.array(z.string())).nullish(),
  }),
  z.object({ task: z.literal('date'), input: z.string() }),
  z.object({ task: z.literal('sitemap'), homepage: z.string(), responses: z.record(z.string(), Stored) }),
  z.object({ task: z.literal('opml'), body_b64: Base64Bytes }),
  z.object({ task: z.literal('csv'), payload: z.string() }),
  z.object({ task: z.literal('sanitize'), html: z.string() }),
  z.object({ task: z.literal('text'), text: z.string() }),
  z.object({
    task: z.literal('feed'),
    body_b64: Base64Bytes,
    content_type: z.string().nullish(),
    base_url: z.string().nullish(),
  }),
]);
type Line = z.infer<typeof Line>;

/** Each line names what it asks by `task`. */
export function openTaskKind(): LineKind {
  return { answer: (line) => answerTask(Line.parse(line)) };
}

async function answerTask(line: Line): Promise<Answer> {
  switch (line.task) {
    case 'canonical':
      return { canonical: canonicalUrl(line.url) };
    case 'parse':
      return { href: URL.parse(line.input, line.base ?? undefined)?.href ?? null };
    case 'ssrf': {
      const verdict = await openGuard({ dns: dnsFromTable(line.dns ?? {}) }).check(line.url);
      return verdict.allowed ? { allowed: true } : { allowed: false, reason: verdict.detail };
    }
    case 'date':
      return { iso: readFeedDate(line.input) };
    case 'sitemap': {
      const { pages } = await walkSitemaps(line.homepage, {
        fetchPage: fromStored(line.responses),
        decodeText,
      });
      const news = pages.flatMap((page) =>
        page.news === undefined ? [] : [{ url: page.url, ...page.news }],
      );
      return { urls: pages.map((page) => page.url), news };
    }
    case 'opml': {
      const list = readOpml(decodeText(line.body_b64, undefined, 'xml').text);
      return list.kind === 'opml' ? { feeds: list.feeds.map((feed) => feed.url) } : { error: list.reason };
    }
    case 'csv':
      return { cell: stringify([[csvCell(line.payload)]], { eof: false }) };
    case 'sanitize':
      return { html: sanitizeHtml(line.html) };
    case 'text':
      return { html: escapeMarkup(line.text) };
    case 'feed':
      return feedAsHtml(line);
  }
}

/** What the product would put on a page of the first entry and of the feed itself. */
function feedAsHtml(line: Extract<Line, { task: 'feed' }>): Answer {
  const { text } = decodeText(line.body_b64, line.content_type ?? undefined, 'xml');
  const feed = readFeed(text, line.base_url == null ? {} : { baseUrl: line.base_url });
  if (feed.kind === 'refused') return { error: feed.reason };
  const [entry] = feed.entries;
  const parts = [
    escapeMarkup(entry?.title ?? ''),
    entry?.summary,
    entry?.content,
    escapeMarkup(feed.title ?? ''),
    feed.subtitle,
  ];
  return { html: parts.filter((part) => part !== undefined && part !== '').join('\n') };
}

/** A web of saved answers; what is not among them is a 404. */
function fromStored(responses: Readonly<Record<string, z.infer<typeof Stored>>>): FetchPage {
  return async (url): Promise<Fetched> => {
    const stored = responses[url];
    const status = stored?.status ?? 404;
    if (stored === undefined || status !== 200) {
      return {
        kind: 'refused',
        url,
        reason: status === 404 ? 'gone' : 'http-error',
        detail: `answered ${status}`,
        status,
        retry: 'never',
      };
    }
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(stored.headers))
      if (value !== null) headers[name.toLowerCase()] = value;
    return {
      kind: 'page',
      page: {
        url,
        finalUrl: url,
        fetchedAt: '1970-01-01T00:00:00.000Z',
        status,
        headers,
        body: stored.body_b64 ?? new Uint8Array(),
      },
    };
  };
}
