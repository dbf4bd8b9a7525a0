import type { Tags } from '@khabar/article';
import type { SubjectPack } from '@khabar/subjects';
import { openTagger, proposeNames, type TaggableArticle, type Tagger } from '@khabar/tag';

import type { RegistrySnapshot } from './protocol.ts';

/** The tagger of a thread: its version names the registry too, and it proposes names that the registry lacks. */
export function openArticleTagger(
  { entities, version: registryVersion }: RegistrySnapshot,
  subjects: readonly SubjectPack[],
): Tagger {
  const tagger = openTagger(entities, { subjects });
  const version = `${tagger.version}/registry-${registryVersion}`;
  const withNames = (article: TaggableArticle, tags: Tags): Tags => ({
    ...tags,
    proposedNames: proposeNames(article, tags.mentions),
    version,
  });
  return {
    ...tagger,
    version,
    tag: (article) => withNames(article, tagger.tag(article)),
    tagWithNeutral: (article) => withNames(article, tagger.tagWithNeutral(article)),
  };
}
