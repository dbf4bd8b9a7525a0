import type { Config } from '@khabar/config';
import { decodeText } from '@khabar/fetch';
import { z } from 'zod';

import { Base64Bytes, type LineKind } from '../line.ts';
import { openPageReader } from '../reading/page-reader.ts';

const Line = z.object({
  url: z.string().default('http://unknown.invalid/page'),
  html_b64: Base64Bytes,
  content_type: z.string().nullish(),
});

/** Pages handed in are trusted to be large for a reason. */
const HEAP_MB = 512;

/**
 * `{id, url, html_b64, content_type?}` -> what the page says. Pages are read in a thread with a deadline, so that none
 * can stop the lines behind it.
 */
export function openExtractKind(config: Config): LineKind {
  const reader = openPageReader({
    threads: config.analysisThreads,
    timeoutMs: config.analysisTimeoutMs,
    heapMb: HEAP_MB,
  });
  return {
    concurrency: config.analysisThreads + 1,
    async answer(line) {
      const { url, html_b64: body, content_type: contentType } = Line.parse(line);
      const { text: html } = decodeText(body, contentType ?? undefined, 'html');
      const { extraction } = await reader.read({ html, url, now: new Date().toISOString() });
      return {
        is_article: extraction.isArticle,
        ...(extraction.reason === undefined ? {} : { reason: extraction.reason }),
        title: extraction.title,
        authors: extraction.authors,
        published: extraction.published,
        body: extraction.text,
        lang: extraction.language,
        url: extraction.canonicalUrl ?? url,
        site: extraction.siteName,
        image: extraction.image,
        section: extraction.section,
        tags: extraction.tags,
        paywalled: extraction.paywalled,
        confidence: extraction.confidence,
      };
    },
    close: () => reader.close(),
  };
}
