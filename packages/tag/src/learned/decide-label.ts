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
 * see is kept; where they see nothing, the head's likeliest label stands.
 */
export function decideLabel(rules: StanceLabel, sides: Sides): StanceLabel {
  return rules === 'favor' || rules === 'against' ? rules : likeliest(sides).label;
}
