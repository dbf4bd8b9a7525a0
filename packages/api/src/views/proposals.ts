import type { LiveRegistry } from '@khabar/registry';
import type { ProposedSpelling } from '@khabar/store';
import { foldText } from '@khabar/text';

import type { ProposalView } from '../registry-schemas.ts';
import type { References } from './references.ts';

const TYPES: Readonly<Record<string, ProposalView['type']>> = { PER: 'person', ORG: 'org', LOC: 'place' };

/** Names that the registry still lacks and nobody dismissed, spellings of one name together, those of most articles first. */
export function groupProposals(
  spellings: readonly ProposedSpelling[],
  registry: LiveRegistry,
  references: References,
): ProposalView[] {
  const known = knownNames(registry);
  const groups = new Map<string, ProposedSpelling[]>();
  for (const spelling of spellings) {
    const folded = foldText(spelling.surface).text;
    const type = TYPES[spelling.type];
    if (type === undefined || known.has(folded) || registry.dismissed.has(folded)) continue;
    const key = `${type} ${spelling.sound}`;
    groups.set(key, [...(groups.get(key) ?? []), spelling]);
  }
  return [...groups]
    .map(([key, group]) => proposalOf(key, group, references))
    .toSorted((one, other) => other.articles - one.articles || other.lastAt.localeCompare(one.lastAt));
}

function proposalOf(key: string, group: readonly ProposedSpelling[], references: References): ProposalView {
  const type = TYPES[group[0]?.type ?? ''] ?? 'person';
  const sum = (count: (one: ProposedSpelling) => number): number =>
    group.reduce((total, one) => total + count(one), 0);
  return {
    key,
    type,
    articles: sum(({ articles }) => articles),
    mentions: sum(({ mentions }) => mentions),
    confidence: Math.max(...group.map(({ confidence }) => confidence)),
    foundBy: group.some(({ foundBy }) => foundBy === 'learned') ? 'learned' : 'rule',
    lastAt: group.map(({ lastAt }) => lastAt).reduce((one, other) => (one > other ? one : other)),
    spellings: group.map(({ surface, language, articles, mentions, articleId, sentence, outletId }) => ({
      surface,
      language,
      articles,
      mentions,
      articleId,
      sentence,
      source: references.outlet(outletId),
    })),
  };
}

function knownNames({ entities }: LiveRegistry): Set<string> {
  return new Set(entities.flatMap(({ names }) => names.map(({ text }) => foldText(text).text)));
}
