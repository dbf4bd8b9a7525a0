import { hash } from 'node:crypto';

import { articleId, type Extraction, type Tags } from '@khabar/article';
import { canonicalUrl } from '@khabar/fetch';
import type { NewArticle, PutResult, Records } from '@khabar/store';
import { type ArticleVersion, chooseStory, revisionChanges, signatureFromBytes } from '@khabar/story';

import type { ReadArticle } from '../analysis/protocol.ts';

/** Where an article came from. */
export interface Origin {
  /** Address that answered; a `urn:` for a text without one. */
  readonly url: string;
  readonly outletId: string;
  readonly pageId: string | null;
  readonly sample: boolean;
  /** Old, from a backfill: the alert rules are not to see it. */
  readonly quiet?: boolean;
}

/** An article as read, and where it came from. */
export interface FoundArticle {
  readonly read: ReadArticle;
  readonly origin: Origin;
}

export interface KeptArticle {
  readonly id: string;
  readonly result: PutResult;
}

/**
 * Keeps those articles that the record does not have, with their tags and their stories, and marks their pages as read; null for one
 * that it has, or that has no tags: `keepArticle` says what becomes of those. Two or three statements, and no transaction of the caller.
 */
export async function keepNewArticles(
  found: readonly FoundArticle[],
  context: { records: Records; now: Date },
): Promise<(KeptArticle | null)[]> {
  const { records, now } = context;
  const ids = new Set<string>();
  const candidates = found.map(({ read, origin }) => {
    const place = addressed(read, origin);
    if (read.tags === null || ids.has(place.id)) return null;
    ids.add(place.id);
    return { read, origin, tags: read.tags, ...place };
  });
  const wanted = candidates.filter((candidate) => candidate !== null);
  const stories = await storiesOf(wanted, records);
  const fresh = await records.articles.keepNew(
    wanted.map(({ read, origin, tags, id, url }) => ({
      article: newArticle(read, origin, { id, url, storyId: stories.get(id) ?? id, now }),
      bands: read.bands,
      tags,
      quiet: origin.quiet ?? false,
    })),
    now.toISOString(),
  );
  const proposals = wanted.flatMap(({ id, tags }) =>
    fresh.has(id) && tags.proposedNames !== undefined && tags.proposedNames.length > 0
      ? [{ articleId: id, names: tags.proposedNames }]
      : [],
  );
  if (proposals.length > 0) await records.proposedNames.put(proposals, { fresh: true });
  return candidates.map((candidate) =>
    candidate !== null && fresh.has(candidate.id) ? { id: candidate.id, result: 'new' } : null,
  );
}

/** Puts an article with its tags in the record, finds the story it belongs to, and marks its page as read. One transaction of the caller. */
export async function keepArticle(
  read: ReadArticle,
  origin: Origin,
  context: { records: Records; now: Date },
): Promise<KeptArticle> {
  const { records, now } = context;
  const { id, url } = addressed(read, origin);
  const at = now.toISOString();
  const storyId = (await storiesOf([{ id, read }], records)).get(id) ?? id;
  const before = await versionOf(id, records);
  const result = await records.articles.put(newArticle(read, origin, { id, url, storyId, now }), at);
  if (result === 'changed' && before !== null) await keepChanges({ id, ...before }, read, records);
  if (origin.pageId !== null)
    await records.pages.read([{ id: origin.pageId, outcome: 'article', reason: null, articleId: id }]);
  if (result === 'same') return { id, result };
  await records.articles.putBands(id, read.bands, { fresh: result === 'new' });
  if (read.tags === null) await records.outbox.add([{ job: 'tag', payload: { articleId: id } }], at);
  else
    await records.tags.put(id, read.tags, { now: at, fresh: result === 'new', quiet: origin.quiet ?? false });
  return { id, result };
}

/** The version of an article that the record has, with what is said of it; null: it has none, or nobody said anything yet. */
async function versionOf(
  id: string,
  records: Records,
): Promise<{ revision: number; version: ArticleVersion } | null> {
  const row = await records.articles.get(id);
  if (row === undefined) return null;
  const { title, text, revision } = row;
  if (row.tag_version === null) return { revision, version: { title, text } };
  const tags = (await records.tags.machine([id])).get(id);
  return { revision, version: { title, text, ...(tags === undefined ? {} : saidOf(tags)) } };
}

/** Keeps the kinds of what a new version changed, as long as both are at hand with their tags. Nothing where only facts around the words changed. */
async function keepChanges(
  before: { id: string; revision: number; version: ArticleVersion },
  read: ReadArticle,
  records: Records,
): Promise<void> {
  const changes = revisionChanges(before.version, {
    title: read.title,
    text: read.extraction.text,
    ...(read.tags === null ? {} : saidOf(read.tags)),
  });
  if (changes.length > 0) await records.articles.putChanges(before.id, before.revision, changes);
}

/** Who is named, quoted and stands how towards whom; the tagger's word, so that a correction is no change of the outlet. */
function saidOf({ mentions, quotes, stances }: Tags): Omit<ArticleVersion, 'title' | 'text'> {
  return {
    entities: mentions.map(({ entityId }) => entityId),
    quotes: quotes.filter(({ kind }) => kind !== 'indirect').map(({ text }) => text),
    stances: stances
      .filter(({ label }) => label !== 'neutral')
      .map(({ holder, target, label }) => `${holder}>${target}>${label}`),
  };
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

/** The story of each article: that of its most similar copy in the record or before it in the list, else its own. */
async function storiesOf(
  articles: readonly { readonly id: string; readonly read: ReadArticle }[],
  records: Records,
): Promise<Map<string, string>> {
  const signed = articles.flatMap(({ id, read: { signature, bands, wordCount } }) =>
    signature === null ? [] : [{ id, bands, wordCount, signature: signatureFromBytes(signature) }],
  );
  const known = await records.articles.copyCandidates(signed);
  const stories = new Map<string, string>();
  for (const [place, { id, bands, wordCount, signature }] of signed.entries()) {
    const before = signed.slice(0, place).filter((other) => bands.some((band) => other.bands.includes(band)));
    const inRecord = (known.get(id) ?? []).flatMap((one) =>
      one.signature === null
        ? []
        : [
            {
              id: one.id,
              storyId: one.story_id,
              signature: signatureFromBytes(one.signature),
              wordCount: one.word_count,
            },
          ],
    );
    const inList = before.map((other) => ({ ...other, storyId: stories.get(other.id) ?? other.id }));
    const chosen = chooseStory(signature, [...inRecord, ...inList], { wordCount });
    stories.set(id, chosen?.storyId ?? id);
  }
  return stories;
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
