import type { Extraction, Tags } from '@khabar/article';
import { extractArticle, extractPlainText } from '@khabar/extract';
import { decodeText } from '@khabar/fetch';
import { bandsOf, signatureBytes, signatureOf } from '@khabar/story';
import type { Tagger } from '@khabar/tag';
import { tokens } from '@khabar/text';

import type { AnalysisTask, ReadArticle } from './protocol.ts';

/** Does one task; pure but for the tagger it is handed. Runs in a thread (`analysis-thread.ts`), so that no page can hold up the rest. */
export function analyse(task: AnalysisTask, tagger: Tagger): ReadArticle | Tags {
  switch (task.kind) {
    case 'page': {
      const { text: html } = decodeText(task.body, task.contentType ?? undefined, 'html');
      return withSignature(
        extractArticle({
          html,
          url: task.url,
          now: new Date(task.now),
          ...(task.selectors === undefined ? {} : { selectors: task.selectors }),
          ...(task.outletLanguage === undefined ? {} : { outletLanguage: task.outletLanguage }),
          ...(task.lead === undefined ? {} : { lead: task.lead }),
        }),
      );
    }
    case 'text':
      return withSignature(
        extractPlainText(task.text, task.language === undefined ? {} : { language: task.language }),
      );
    case 'tag':
      return tagger.tag({
        title: task.title,
        text: task.text,
        language: task.language,
        outletId: task.outletId,
        ...(task.published === null ? {} : { published: task.published }),
      });
  }
}

function withSignature(read: Extraction): ReadArticle {
  // PostgreSQL text holds everything but U+0000.
  const extraction =
    read.text.includes('\0') || (read.title?.includes('\0') ?? false)
      ? { ...read, text: read.text.replaceAll('\0', ' '), title: read.title?.replaceAll('\0', ' ') ?? null }
      : read;
  const signature = signatureOf(extraction.text);
  return {
    extraction,
    wordCount: tokens(extraction.text).length,
    signature: signature === null ? null : signatureBytes(signature),
    bands: signature === null ? [] : bandsOf(signature),
  };
}
