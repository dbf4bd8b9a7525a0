import { KhabarError } from '@khabar/article';

import { assistArticle, type AssistParts } from './assist-article.ts';
import type { PipelineParts } from './pipeline-parts.ts';

type ProposeParts = AssistParts & Pick<PipelineParts, 'logger'>;

const AT_ONCE = 4;

/** Has the language model propose stances for the next few articles first seen since then; returns how many it was asked about. */
export async function proposeStances(parts: ProposeParts, since: string): Promise<number> {
  const { assist } = parts;
  if (assist === null) return 0;
  const ids = await parts.store.modelAnswers.withoutStances({ since, model: assist.model, limit: AT_ONCE });
  for (const articleId of ids) {
    try {
      await assistArticle({ articleId, task: 'stances', language: 'en' }, parts);
    } catch (error) {
      if (!(error instanceof KhabarError) || error.code !== 'ASSIST_FAILED') throw error;
      parts.logger.warn({ articleId, error: error.message }, 'language model');
      // What it answered is of no use and would be so again: an empty answer, so that it is not asked again.
      if (error.retry === 'never') await keepNothing(articleId, parts);
      else return 0;
    }
  }
  return ids.length;
}

async function keepNothing(articleId: string, { assist, store, now }: ProposeParts): Promise<void> {
  await store.modelAnswers.put({
    key: `nothing ${assist?.model ?? ''} ${articleId}`,
    articleId,
    task: 'stances',
    language: 'und',
    model: assist?.model ?? '',
    answer: { stances: [], refused: ['the answer could not be kept'] },
    tokensIn: 0,
    tokensOut: 0,
    madeBy: 'llm',
    madeAt: now().toISOString(),
  });
}
