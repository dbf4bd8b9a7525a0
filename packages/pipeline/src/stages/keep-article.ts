import { hash } from 'node:crypto';

import { articleId, type Extraction } from '@khabar/article';
import { canonicalUrl } from '@khabar/fetch';
import type { NewArticle, PutResult, Records } from '@khabar/store';
import { chooseStory, signatureFromBytes } from '@khabar/story';

import type { ReadArticle } from '../analysis/protocol.ts';

/** Where an article came from. */
export interface Origin {
  /** Address that answered; a `urn:` for a text without one. */
  readonly url: string;
  readonly outletId: string;
  readonly pageId: string | null;
  readonly sample: boolean;
}

/**
 * Keeps an article that the record does not have, with its tags and its story, and marks its page as read; null: it has it, or there
 * are no tags, and `keepArticle` says what follows. Needs no transaction of the caller.
 */
export async function keepNewArticle(
  read: ReadArticle,
  origin: Origin,
  context: { records: Records; now: Date },
): Promise<{ id: string; result: PutResult } | null> {
  if (read.tags === null) return null;
  const { records, now } = context;
  const { id, url } = addressed(read, origin);
  const storyId = await storyOf(id, read, records);
  const isNew = await records.articles.keepNew(newArticle(read, origin, { id, url, storyId, now }), {
    bands: read.bands,
    tags: read.tags,
    now: now.toISOString(),
  });
  return isNew ? { id, result: 'new' } : null;
}

/** Puts an article with its tags in the record, finds the story it belongs to, and marks its page as read. One transaction of the caller. */
export async function keepArticle(
  read: ReadArticle,
  origin: Origin,
  context: { records: Records; now: Date },
): Promise<{ id: string; result: PutResult }> {
  const { records, now } = context;
  const { id, url } = addressed(read, origin);
  const at = now.toISOString();
  const storyId = await storyOf(id, read, records);
  const result = await records.articles.put(newArticle(read, origin, { id, url, storyId, now }), at);
  if (origin.pageId !== null)
    await records.pages.read(origin.pageId, { outcome: 'article', reason: null, articleId: id });
  if (result === 'same') return { id, result };
  await records.articles.putBands(id, read.bands, { fresh: result === 'new' });
  if (read.tags === null) await records.outbox.add([{ job: 'tag', payload: { articleId: id } }], at);
  else await records.tags.put(id, read.tags, { now: at, fresh: result === 'new' });
  return { id, result };
}

function addressed({ extraction }: ReadArticle, origin: Origin): { id: string; url: string } {
  const url = addressOf(extraction, origin.url);
  return { id: articleId(url), url };
}

function newArticle(
  read: ReadArticle,
  origin: Origin,
  found: { id: string; url: string; storyId: string; now: Date },
): NewArticle {
  const { extraction } = read;
  return {
    id: found.id,
    url: found.url,
    outlet_id: origin.outletId,
    title: read.title,
    authors: extraction.authors,
    published_at: publishedAt(extraction.published, found.now),
    published_from: extraction.published === null ? 'none' : extraction.publishedFrom,
    published_confidence: extraction.published === null ? 0 : extraction.publishedConfidence,
    language: extraction.language,
    language_confidence: extraction.languageConfidence,
    text: extraction.text,
    blocks: extraction.blocks,
    section: extraction.section,
    tags: extraction.tags,
    image: extraction.image,
    dateline_place: extraction.datelinePlace,
    site_name: extraction.siteName,
    paywalled: extraction.paywalled,
    word_count: read.wordCount,
    content_hash: hash('sha256', `${read.title}\n${extraction.text}`),
    story_id: found.storyId,
    signature: read.signature,
    page_id: origin.pageId,
    sample: origin.sample,
    extraction_method: extraction.method,
    extraction_confidence: extraction.confidence,
    extraction_version: extraction.version,
  };
}

async function storyOf(id: string, read: ReadArticle, records: Records): Promise<string> {
  if (read.signature === null) return id;
  const candidates = await records.articles.copyCandidates(read.bands, id);
  const chosen = chooseStory(
    signatureFromBytes(read.signature),
    candidates.flatMap((candidate) =>
      candidate.signature === null
        ? []
        : [
            {
              id: candidate.id,
              storyId: candidate.story_id,
              signature: signatureFromBytes(candidate.signature),
            },
          ],
    ),
  );
  return chosen?.storyId ?? id;
}

/** The page's own canonical address where it stays on the site; syndicated copies point elsewhere and are articles of their own. */
function addressOf(extraction: Extraction, url: string): string {
  if (url.startsWith('urn:')) return url;
  const declared = extraction.canonicalUrl;
  if (declared === null || !URL.canParse(declared)) return canonicalUrl(url);
  return siteOf(declared) === siteOf(url) && new URL(declared).pathname !== '/'
    ? canonicalUrl(declared)
    : canonicalUrl(url);
}

function siteOf(url: string): string {
  return new URL(url).hostname.replace(/^(www|m|amp|mobile)\./, '');
}

const DAY_MS = 24 * 60 * 60_000;

/** UTC instant of what the page says; a date alone is its midnight. A date more than a day ahead is none. */
export function publishedAt(published: string | null, now: Date): string | null {
  if (published === null) return null;
  const time = Date.parse(/T\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(published) ? `${published}Z` : published);
  if (Number.isNaN(time) || time > now.getTime() + DAY_MS) return null;
  return new Date(time).toISOString();
}
