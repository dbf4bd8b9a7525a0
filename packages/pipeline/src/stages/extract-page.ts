import { KhabarError } from '@khabar/article';
import { isNoIndex } from '@khabar/fetch';

import type { PipelineParts } from '../pipeline-parts.ts';
import { keepArticle, keepNewArticle } from './keep-article.ts';

/** The name by which pages and robots.txt address this crawler. */
const PRODUCT = 'khabar';

/** Reads and tags a kept page; what is an article goes into the record. */
export async function extractPage(pageId: string, parts: PipelineParts): Promise<void> {
  const { store } = parts;
  const found = await store.pages.forReading(pageId);
  if (found === undefined) return;
  const { page, outlet, lead } = found;
  const raw = await parts.rawPages.read({ file: page.warc_file, offset: page.warc_offset }, page);
  if (isNoIndex(raw, PRODUCT)) {
    await store.pages.read(pageId, {
      outcome: 'not-article',
      reason: 'the page asks not to be indexed (robots: noindex)',
      articleId: null,
    });
    return;
  }
  const selectors = outlet.definition?.selectors;
  const read = await parts.analysis
    .run({
      kind: 'page',
      body: raw.body,
      contentType: page.content_type,
      url: page.final_url,
      outletId: page.outlet_id,
      outletLanguage: outlet.language,
      now: page.fetched_at,
      ...(selectors === undefined ? {} : { selectors }),
      ...(lead === null ? {} : { lead }),
    })
    .catch(async (error: unknown) => {
      if (error instanceof KhabarError && error.retry === 'never') {
        await store.pages.read(pageId, { outcome: 'failed', reason: error.message, articleId: null });
      }
      throw error;
    });
  if (!read.extraction.isArticle || read.extraction.text === '') {
    await store.pages.read(pageId, {
      outcome: 'not-article',
      reason: read.extraction.reason ?? 'no text was found on the page',
      articleId: null,
    });
    return;
  }
  const origin = { url: page.final_url, outletId: page.outlet_id, pageId, sample: outlet.sample };
  const kept =
    (await keepNewArticle(read, origin, { records: store, now: parts.now() })) ??
    (await store.transaction((records) => keepArticle(read, origin, { records, now: parts.now() })));
  if (kept.result === 'same') return;
  parts.metrics.articles({ language: read.extraction.language, result: kept.result });
  if (read.tags === null) parts.relay.kick();
  else parts.indexer.request();
  parts.onEvent?.({ kind: 'article', articleId: kept.id });
}
