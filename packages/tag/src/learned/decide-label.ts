import type { StanceLabel } from '@khabar/article';

import type { Sides } from './open-learned-reader.ts';

/** The likeliest side, and how likely it is. */
export function likeliest({ against, neutral, favor }: Sides): {
  readonly label: Exclude<StanceLabel, 'unclear'>;
  readonly confidence: number;
} {
  if (favor > against && favor > neutral) return { label: 'favor', confidence: favor };
  if (against > neutral) return { label: 'against', confidence: against };
  return { label: 'neutral', confidence: neutral };
}

/**
 * How a text stands towards given words, from the label of the rules and the probabilities of the head. What the rules
 * see is kept; where they see nothing, the head's likeliest label stands, neutral counting `neutralWeight` times.
 */
export function decideLabel(rules: StanceLabel, sides: Sides, neutralWeight = 1): StanceLabel {
  if (rules === 'favor' || rules === 'against') return rules;
  return likeliest({ ...sides, neutral: sides.neutral * neutralWeight }).label;
}
