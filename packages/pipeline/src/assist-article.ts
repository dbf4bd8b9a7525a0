import { hash } from 'node:crypto';

import { KhabarError, type Stance } from '@khabar/article';
import { type Assist, openAssist } from '@khabar/assist';
import type { Config } from '@khabar/config';
import type { Registry } from '@khabar/registry';
import { type ArticleRow, LOCAL_USER, type ModelAnswer, type Store } from '@khabar/store';
import { z } from 'zod';

import type { PipelineParts } from './pipeline-parts.ts';

export const AssistWish = z.object({
  articleId: z.string(),
  task: z.enum(['gist', 'translation', 'stances']),
  /** Of the answer; stances have none. */
  language: z.enum(['en', 'ru', 'fa', 'fa-AF', 'ps', 'ar']).default('en'),
});
export type AssistWish = z.infer<typeof AssistWish>;

/** The language model that the settings name; null: none. Throws KhabarError CONFIG_INVALID where its name is missing. */
export function openModel(config: Config, parts: { store: Store; now: () => Date }): Assist | null {
  if (config.llmUrl === undefined) return null;
  if (config.llmModel === undefined)
    throw new KhabarError('CONFIG_INVALID', 'KHABAR_LLM_MODEL: must be set where KHABAR_LLM_URL is');
  const today = (): string => parts.now().toISOString().slice(0, 10);
  return openAssist(
    {
      url: config.llmUrl,
      model: config.llmModel,
      ...(config.llmKey === undefined ? {} : { key: config.llmKey }),
      timeoutMs: config.llmTimeoutMs,
      concurrency: config.llmConcurrency,
      tokensPerDay: config.llmTokensPerDay,
    },
    {
      usedToday: async () => {
        const { tokensIn, tokensOut } = await parts.store.modelAnswers.use(today());
        return tokensIn + tokensOut;
      },
      add: (use) => parts.store.modelAnswers.addUse(today(), use),
    },
  );
}

/** What a question needs. */
export type AssistParts = Pick<PipelineParts, 'store' | 'now'> & {
  readonly assist: Assist | null;
  readonly registry: Pick<Registry, 'label'>;
};

/** Asks the language model about an article, once: the same question gets the answer of the record. */
export async function assistArticle(
  { articleId, task, language }: AssistWish,
  parts: AssistParts,
): Promise<ModelAnswer & { readonly cached: boolean }> {
  const { assist, store } = parts;
  if (assist === null)
    throw new KhabarError('ASSIST_FAILED', 'language model: there is none (KHABAR_LLM_URL is not set)');
  const article = await store.articles.get(articleId);
  if (article === undefined)
    throw new KhabarError('NOT_FOUND', `article ${articleId}: there is none of this id`);
  const answered = task === 'stances' ? 'und' : language;
  const basis = task === 'stances' ? article.tag_version : null;
  const key = hash(
    'sha256',
    JSON.stringify([task, assist.model, articleId, article.content_hash, answered, basis]),
    'base64url',
  );
  const known = await store.modelAnswers.get(key);
  if (known !== undefined) return { ...known, cached: true };
  const { value, cost, refused } = await ask({ task, language, article }, { ...parts, assist });
  const answer: ModelAnswer = {
    key,
    articleId,
    task,
    language: answered,
    model: assist.model,
    answer: task === 'stances' ? { stances: value, refused } : value,
    tokensIn: cost.tokensIn,
    tokensOut: cost.tokensOut,
    madeBy: LOCAL_USER.id,
    madeAt: parts.now().toISOString(),
  };
  await store.modelAnswers.put(answer);
  return { ...answer, cached: false };
}

async function ask(
  { task, language, article }: { task: AssistWish['task']; language: string; article: ArticleRow },
  parts: AssistParts & { assist: Assist },
): Promise<{
  value: { gist: string } | { title: string; text: string } | readonly Stance[];
  cost: { tokensIn: number; tokensOut: number };
  refused: readonly string[];
}> {
  const { assist } = parts;
  switch (task) {
    case 'gist': {
      const { value, ...rest } = await assist.gist(article, language);
      return { value: { gist: value }, ...rest };
    }
    case 'translation':
      return assist.translate(article, language);
    case 'stances':
      return assist.proposeStances(article, await knownIn(article, parts));
  }
}

const MOST_KNOWN = 40;

/** Whom the article names, those of the most mentions first, and its topics. */
async function knownIn(article: ArticleRow, { store, registry }: AssistParts) {
  const mentions = (await store.tags.mentions([article.id])).get(article.id) ?? [];
  const ids = new Map<string, { field: 'title' | 'text'; start: number; end: number }[]>();
  for (const { entityId, actingFor, field, start, end } of mentions)
    for (const id of [entityId, actingFor])
      if (id !== undefined) ids.set(id, [...(ids.get(id) ?? []), { field, start, end }]);
  for (const topic of article.topics) if (!ids.has(topic)) ids.set(topic, []);
  return Array.from(ids, ([id, places]) => ({ id, name: registry.label(id, 'en'), mentions: places }))
    .toSorted((one, other) => other.mentions.length - one.mentions.length || (one.id < other.id ? -1 : 1))
    .slice(0, MOST_KNOWN);
}
