import type { ArticleRow } from '@khabar/store';

import type { AnalysisTask } from '../analysis/protocol.ts';

/** What the tagger is given of an article of the record. */
export function taggingTask(article: ArticleRow): Extract<AnalysisTask, { kind: 'tag' }> {
  return {
    kind: 'tag',
    // A title that is only the first words of the text would say everything in them twice.
    title: article.text.startsWith(article.title.replace(/…$/, '')) ? '' : article.title,
    text: article.text,
    language: article.language,
    outletId: article.outlet_id,
    published: article.published_at,
    section: article.section,
    labels: article.tags,
    url: article.url,
  };
}
