import { type Mention, primaryLanguage, type Span, type Stance, type StanceLabel } from '@khabar/article';
import { type ArticleReading, combineStances, type LearnedOpinion, likeliest } from '@khabar/tag';

import type { ReadText } from './learned-protocol.ts';

/** Raised when what is taken over changes. */
export const TAKING_METHOD = 'taking-2';

/**
 * How sure the head for pairs must be. Chosen on 140 gold sentences of which the heads learned nothing, so that F1 does not fall and
 * precision falls by two points at most in any language; a test of apps/bench asks whether that still holds, and
 * `npm run learned-stances -w apps/bench` prints it.
 */
const LEAST_SURE: Readonly<Record<string, number>> = { ar: 0.75 };
const LEAST_SURE_ELSEWHERE = 0.7;

export interface Taking {
  readonly reading: Pick<ArticleReading, 'opinions' | 'stances' | 'version'>;
  /** How sure the head for targets must be of the same side. */
  readonly leastSure: number;
}

/**
 * The stances of the rules, and those of the heads in sentences in which the rules see none: both heads are sure, the target is more
 * than a point on the map, and the rules do not say that one of the two only met, talked or denied something there.
 * `rules` holds neutral stances too; what is returned holds none.
 */
export function withLearnedStances(
  article: ReadText,
  rules: readonly Stance[],
  { reading, leastSure }: Taking,
): Stance[] {
  const sided = rules.filter(({ label }) => label !== 'neutral');
  const least = LEAST_SURE[primaryLanguage(article.language)] ?? LEAST_SURE_ELSEWHERE;
  const opinions = reading.opinions.filter((opinion) => {
    const { label } = likeliest(opinion.sides);
    return (
      label !== 'neutral' &&
      !actorOf(opinion.target).startsWith('place:') &&
      sureOf(label, opinion, reading.stances) >= leastSure &&
      !rules.some((rule) => isAbout(rule, opinion))
    );
  });
  return combineStances(article, sided, { reading: { ...reading, opinions }, threshold: least });
}

/** Do the rules say something in that sentence: a side of anybody's, or that one of the two takes none? */
function isAbout(rule: Stance, { holder, target, sentence }: LearnedOpinion): boolean {
  if (rule.evidence.field !== target.field || !overlaps(rule.evidence, sentence)) return false;
  return rule.label !== 'neutral' || rule.holder === actorOf(holder) || rule.target === actorOf(target);
}

function sureOf(
  label: Exclude<StanceLabel, 'neutral' | 'unclear'>,
  { target, sentence }: LearnedOpinion,
  stances: ArticleReading['stances'],
): number {
  const found = stances.find(
    (stance) => stance.target === target && stance.sentence.start === sentence.start,
  );
  return found?.sides[label] ?? 0;
}

function actorOf({ actingFor, entityId }: Mention): string {
  return actingFor ?? entityId;
}

function overlaps(one: Span, other: Span): boolean {
  return one.start < other.end && one.end > other.start;
}
