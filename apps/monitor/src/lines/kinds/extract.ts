import type { Config } from '@khabar/config';
import type { Analysis } from '@khabar/pipeline';
import { z } from 'zod';
import { Base64Bytes, type LineKind } from '../line.ts';

const Line = z.object({ url: z.string().default('http://unknown.invalid/'), html_b64: Base64Bytes, content_type: z.string().nullish() });

/**
 * `{id, url, html_b64, content_type?}` -> what the page says. Pages are read in a thread with a deadline, so that none
 * can stop the lines behind it.
 */
export async function openExtractKind(config: Config): Promise<LineKind> {
  const analysis = await openReading(config);
  return {
    concurrency: config.analysisThreads + 1,
    async answer(line) {
      const { url, html_b64: body, content_type: contentType } = Line.parse(line);
      const { extraction } = await analysis.run({ kind: 'page', body, contentType: contentType ?? null, url, now: new Date().toISOString() });
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
    close: () => analysis.close(),
  };
}

/** The reading threads as the configuration sizes them. */
export async function openReading(config: Config): Promise<Analysis> {
  const { openAnalysis } = await import('@khabar/pipeline');
  return openAnalysis({ threads: config.analysisThreads, timeoutMs: config.analysisTimeoutMs });
}
