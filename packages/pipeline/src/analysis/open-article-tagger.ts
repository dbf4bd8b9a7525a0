import type { SubjectPack } from '@khabar/subjects';
import { openTagger, proposeNames, type Tagger } from '@khabar/tag';

import type { RegistrySnapshot } from './protocol.ts';

/** The tagger of a thread: its version names the registry too, and it proposes names that the registry lacks. */
export function openArticleTagger(
  { entities, version: registryVersion }: RegistrySnapshot,
  subjects: readonly SubjectPack[],
): Tagger {
  const tagger = openTagger(entities, { subjects });
  const version = `${tagger.version}/registry-${registryVersion}`;
  return {
    ...tagger,
    version,
    tag(article) {
      const tags = tagger.tag(article);
      return { ...tags, proposedNames: proposeNames(article, tags.mentions), version };
    },
  };
}
