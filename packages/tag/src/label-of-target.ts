import type { Mention, Span, Stance, StanceLabel } from '@khabar/article';

import type { LanguageRules } from './load-data.ts';
import { readField } from './read-field.ts';
import { isOwnClaim } from './stance/claims.ts';
import { findStances } from './stance/find-stances.ts';

/** Stands for whatever the given words name. */
const GIVEN = 'org:given-target';

interface Given {
  readonly article: { readonly text: string };
  readonly mentions: readonly Mention[];
  readonly target: Span;
}

/** The stance of a text towards the words at `target`, known entity or not: the strongest that the rules find, `unclear` where they tie. */
export function labelOfTarget(
  { article: { text }, mentions, target }: Given,
  rules: LanguageRules,
): StanceLabel {
  const given: Mention = {
    entityId: GIVEN,
    start: target.start,
    end: target.end,
    surface: text.slice(target.start, target.end),
    type: 'ORG',
    field: 'text',
    how: 'name',
    confidence: 1,
  };
  const others = mentions.filter(
    ({ field, start, end }) => field === 'text' && (end <= target.start || start >= target.end),
  );
  const all = [...others, given].toSorted((a, b) => a.start - b.start);
  const known = mentions.find(
    ({ field, start, end }) => field === 'text' && start < target.end && end > target.start,
  );
  const stances = findStances(readField('text', { text, mentions: all }, rules), rules);
  return strongest(stances.filter((stance) => stance.target === GIVEN || isItsTopic(stance.target, known)));
}

function isItsTopic(target: string, known: Mention | undefined): boolean {
  return known !== undefined && isOwnClaim(known.entityId, target);
}

function strongest(stances: readonly Stance[]): StanceLabel {
  const weigh = (label: StanceLabel): number =>
    stances.reduce((sum, stance) => (stance.label === label ? Math.max(sum, stance.strength) : sum), 0);
  const favor = weigh('favor');
  const against = weigh('against');
  if (favor === 0 && against === 0)
    return stances.some(({ label }) => label === 'unclear') ? 'unclear' : 'neutral';
  if (favor === against) return 'unclear';
  return favor > against ? 'favor' : 'against';
}
