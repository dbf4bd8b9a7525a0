import type { PipelineParts } from '../pipeline-parts.ts';
import { taggingTask } from './tagging-task.ts';

/** Says who is mentioned, who said it and who stands how towards whom; replaces what an earlier version said. */
export async function tagArticle(articleId: string, parts: PipelineParts): Promise<void> {
  const article = await parts.store.articles.get(articleId);
  if (article === undefined) return;
  const tags = await parts.analysis.run(taggingTask(article));
  const at = parts.now().toISOString();
  await parts.store.transaction(async (records) => {
    const still = await records.db
      .selectFrom('articles')
      .select('content_hash')
      .where('id', '=', articleId)
      .executeTakeFirst();
    // Edited meanwhile: the job that the edit added tags the new words. Removed meanwhile: nothing to tag.
    if (still?.content_hash !== article.content_hash) return;
    await records.tags.put(articleId, tags, { now: at, fresh: false });
  });
  parts.indexer.request();
}
