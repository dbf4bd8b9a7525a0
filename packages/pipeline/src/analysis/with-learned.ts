import type { Tags } from '@khabar/article';

import type { Learned } from './open-learned.ts';
import type { AnalysisTask, ReadArticle } from './protocol.ts';

/** What a thread answered, with what the encoder adds where the article was tagged. */
export async function withLearned(
  task: AnalysisTask,
  result: ReadArticle | Tags,
  learned: Learned,
): Promise<ReadArticle | Tags> {
  if ('mentions' in result) return task.kind === 'tag' ? learned.read(textOf(task), result) : result;
  if (result.tags === null) return result;
  const { title, text, language } = result.extraction;
  return { ...result, tags: await learned.read({ title: title ?? '', text, language }, result.tags) };
}

function textOf({ title, text, language }: Extract<AnalysisTask, { kind: 'tag' }>) {
  return { title, text, language };
}
