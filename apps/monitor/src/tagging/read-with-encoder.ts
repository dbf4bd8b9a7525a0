import { type EncoderStatus, KhabarError, type Tags } from '@khabar/article';
import type { Config } from '@khabar/config';
import { readLearned, rulesAlone } from '@khabar/pipeline';
import { openLearnedReader, proposeNames } from '@khabar/tag';

interface ReadArticle {
  readonly title: string;
  readonly text: string;
  readonly language: string;
}

/**
 * Adds to the tags of the rules, which hold neutral stances too, what the pipeline would add with these options. Throws KhabarError
 * CONFIG_INVALID where they want the encoder in any case and it does not load.
 */
export async function readWithEncoder(
  article: ReadArticle,
  byRules: Tags,
  config: Pick<Config, 'encoder' | 'encoderSentences'>,
): Promise<{ readonly tags: Tags; readonly encoder: EncoderStatus }> {
  const tags = { ...byRules, proposedNames: proposeNames(article, byRules.mentions) };
  if (config.encoder === 'off') return { tags: rulesAlone(tags), encoder: { state: 'off' } };
  const reader = await openLearnedReader();
  if ('unavailable' in reader) {
    if (config.encoder === 'on')
      throw new KhabarError('CONFIG_INVALID', `KHABAR_ENCODER is on, but: ${reader.unavailable}`);
    return { tags: rulesAlone(tags), encoder: { state: 'unavailable', reason: reader.unavailable } };
  }
  try {
    return {
      tags: await readLearned(article, tags, { reader, maxSentences: config.encoderSentences }),
      encoder: { state: 'on', version: reader.version },
    };
  } finally {
    await reader.close();
  }
}
