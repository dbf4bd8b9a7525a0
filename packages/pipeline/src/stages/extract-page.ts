import { KhabarError } from '@khabar/article';

import type { PipelineParts } from '../pipeline-parts.ts';
import { keepArticle } from './keep-article.ts';

/** Reads a kept page; what is an article goes into the record. */
export async function extractPage(pageId: string, parts: PipelineParts): Promise<void> {
  const { store } = parts;
  const page = await store.pages.get(pageId);
  if (page === undefined) return;
  const outlet = await store.outlets.get(page.outlet_id);
  if (outlet === undefined) return;
  const raw = await parts.rawPages.read({ file: page.warc_file, offset: page.warc_offset });
  const frontier =
    page.frontier_id === null
      ? undefined
      : await store.db
          .selectFrom('frontier')
          .select('lead')
          .where('id', '=', page.frontier_id)
          .executeTakeFirst();
  const selectors = outlet.definition?.selectors;
  const read = await parts.analysis
    .run({
      kind: 'page',
      body: raw.body,
      contentType: page.content_type,
      url: page.final_url,
      outletLanguage: outlet.language,
      now: page.fetched_at,
      ...(selectors === undefined ? {} : { selectors }),
      ...(frontier === undefined ? {} : { lead: frontier.lead }),
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
  const kept = await store.transaction(async (records) => {
    const article = await keepArticle(
      read,
      { url: page.final_url, outletId: page.outlet_id, pageId, sample: outlet.sample },
      { records, now: parts.now() },
    );
    await records.pages.read(pageId, { outcome: 'article', reason: null, articleId: article.id });
    return article;
  });
  if (kept.result !== 'same') {
    parts.relay.kick();
    parts.onEvent?.({ kind: 'article', articleId: kept.id });
  }
}
