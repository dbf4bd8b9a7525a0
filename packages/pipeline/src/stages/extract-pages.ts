import { KhabarError } from '@khabar/article';
import { isNoIndex } from '@khabar/fetch';
import type { PageResult, PageToRead } from '@khabar/store';

import type { ReadArticle } from '../analysis/protocol.ts';
import type { PipelineParts } from '../pipeline-parts.ts';
import { type FoundArticle, keepArticle, type KeptArticle, keepNewArticles } from './keep-article.ts';

/** The name by which pages and robots.txt address this crawler. */
const PRODUCT = 'khabar';

type Reading =
  | { readonly kind: 'article'; readonly pageId: string; readonly found: FoundArticle }
  | { readonly kind: 'not-article'; readonly pageId: string; readonly reason: string }
  | { readonly kind: 'failed'; readonly pageId: string; readonly error: unknown };

/**
 * Reads and tags kept pages; what is an article goes into the record, all of them together. A page that fails beside others comes back
 * alone, so that it costs only itself; one that fails alone throws.
 */
export async function extractPages(pageIds: readonly string[], parts: PipelineParts): Promise<void> {
  const pages = await parts.store.pages.forReading(pageIds);
  const readings = await Promise.all(pages.map((page) => readPage(page, parts)));
  const articles = readings.filter((reading) => reading.kind === 'article');
  const failed = readings.filter((reading) => reading.kind === 'failed');
  await parts.store.pages.read(readings.flatMap(resultOf));
  const unkept = await keepAll(articles, parts);
  const failures = [...failed, ...unkept];
  const [first] = failures;
  if (first === undefined) return;
  // What is away for one page is away for all: the whole job waits for it.
  if (pageIds.length === 1 || failures.some(({ error }) => isAway(error))) throw first.error;
  await parts.store.outbox.add(
    failures.map(({ pageId }) => ({ job: 'extract', payload: { pageId, alone: true } })),
    parts.now().toISOString(),
  );
  parts.relay.kick();
}

async function readPage({ page, outlet, lead }: PageToRead, parts: PipelineParts): Promise<Reading> {
  const pageId = page.id;
  try {
    const raw = await parts.rawPages.read({ file: page.warc_file, offset: page.warc_offset }, page);
    if (isNoIndex(raw, PRODUCT))
      return { kind: 'not-article', pageId, reason: 'the page asks not to be indexed (robots: noindex)' };
    const read = await (isHandedInText(page)
      ? readText(page, raw.body, parts)
      : readHtml({ page, outlet, lead }, raw.body, parts));
    if (!read.extraction.isArticle || read.extraction.text === '') {
      return {
        kind: 'not-article',
        pageId,
        reason: read.extraction.reason ?? 'no text was found on the page',
      };
    }
    const origin = {
      url: page.final_url,
      outletId: page.outlet_id,
      pageId,
      sample: outlet.sample,
      quiet: page.backfill_id !== null,
    };
    return { kind: 'article', pageId, found: { read, origin } };
  } catch (error) {
    return { kind: 'failed', pageId, error };
  }
}

/** A text without an address, kept as it was handed in. */
function isHandedInText(page: PageToRead['page']): boolean {
  return page.final_url.startsWith('urn:') && page.content_type?.startsWith('text/plain') === true;
}

async function readText(
  page: PageToRead['page'],
  body: Uint8Array,
  parts: PipelineParts,
): Promise<ReadArticle> {
  const article = page.article_id === null ? undefined : await parts.store.articles.get(page.article_id);
  return parts.analysis.run({
    kind: 'text',
    text: new TextDecoder().decode(body),
    outletId: page.outlet_id,
    // The language that whoever handed it in gave is sure; one that was found is found again.
    ...(article?.language_confidence === 1 ? { language: article.language } : {}),
  });
}

async function readHtml(
  { page, outlet, lead }: PageToRead,
  body: Uint8Array,
  parts: PipelineParts,
): Promise<ReadArticle> {
  const selectors = outlet.definition?.selectors;
  return parts.analysis.run({
    kind: 'page',
    body,
    contentType: page.content_type,
    url: page.final_url,
    outletId: page.outlet_id,
    outletLanguage: outlet.language,
    now: page.fetched_at,
    ...(selectors === undefined ? {} : { selectors }),
    ...(lead === null ? {} : { lead }),
  });
}

/** What the record is told of a page that is no article; a failure that may pass says nothing yet. */
function resultOf(reading: Reading): PageResult[] {
  switch (reading.kind) {
    case 'article':
      return [];
    case 'not-article':
      return [{ id: reading.pageId, outcome: 'not-article', reason: reading.reason, articleId: null }];
    case 'failed': {
      const { error, pageId } = reading;
      return error instanceof KhabarError && error.code === 'EXTRACT_FAILED' && error.retry === 'never'
        ? [{ id: pageId, outcome: 'failed', reason: error.message, articleId: null }]
        : [];
    }
  }
}

/** Those that are new in one statement, the others one by one; gives what could not be kept. */
async function keepAll(
  articles: readonly Extract<Reading, { kind: 'article' }>[],
  parts: PipelineParts,
): Promise<{ pageId: string; error: unknown }[]> {
  const { store } = parts;
  const found = articles.map((article) => article.found);
  const context = { records: store, now: parts.now() };
  const fresh = await keepNewArticles(found, context).catch((error: unknown) => {
    if (isAway(error)) throw error;
    // One that the record does not take must not keep the others out: each goes by itself.
    return found.map(() => null);
  });
  const unkept: { pageId: string; error: unknown }[] = [];
  const drifted: PageResult[] = [];
  for (const [place, { pageId, found: one }] of articles.entries()) {
    try {
      const kept =
        fresh[place] ??
        (await store.transaction((records) => keepArticle(one.read, one.origin, { ...context, records })));
      const drift = driftOf(one);
      if (drift !== null) drifted.push({ id: pageId, outcome: 'article', reason: drift, articleId: kept.id });
      tell(kept, one, parts);
    } catch (error) {
      unkept.push({ pageId, error });
    }
  }
  await store.pages.read(drifted);
  return unkept;
}

/** What is kept of a page whose profile no longer fits it; health/ reads it as a trouble of the source. */
function driftOf({ read }: FoundArticle): string | null {
  const { profile } = read.extraction;
  if (profile === undefined) return null;
  switch (profile.verdict) {
    case 'agrees':
    case 'found-more':
      return null;
    case 'found-nothing':
    case 'found-less':
    case 'disagrees':
      return `profile-drift: ${profile.id} ${profile.verdict} ${profile.agreement}`;
  }
}

function tell(kept: KeptArticle, { read }: FoundArticle, parts: PipelineParts): void {
  if (kept.result === 'same') return;
  parts.metrics.articles({ language: read.extraction.language, result: kept.result });
  if (read.tags === null) parts.relay.kick();
  else parts.indexer.request();
  parts.onEvent?.({ kind: 'article', articleId: kept.id });
}

function isAway(error: unknown): boolean {
  return error instanceof KhabarError
    ? error.retry === 'later'
    : error instanceof Error &&
        'code' in error &&
        /^(ECONN|EPIPE|ETIMEDOUT|08|57P|53)/.test(String(error.code));
}
