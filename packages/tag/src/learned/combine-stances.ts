import type { Mention, Span, Stance } from '@khabar/article';

import type { TaggableArticle } from '../tag-article.ts';
import { likeliest } from './decide-label.ts';
import type { ArticleReading, LearnedOpinion } from './read-article.ts';

/** Strength is not learned; this is that of a plain verb of the rules. */
const STRENGTH = 0.5;

export interface Combining {
  readonly reading: Pick<ArticleReading, 'opinions' | 'stances' | 'version'>;
  /** A holder's opinion is added above this. */
  readonly threshold: number;
}

/**
 * The stances of the rules, and those that only the heads see: where the rules have nothing to say of a holder and a target in a sentence,
 * the head for pairs is sure of a side, and the head for targets leans to the same side. A stance of the rules is never changed.
 */
export function combineStances(
  article: Pick<TaggableArticle, 'title' | 'text'>,
  rules: readonly Stance[],
  { reading, threshold }: Combining,
): Stance[] {
  const added: Stance[] = [];
  for (const opinion of reading.opinions) {
    const { holder, target, sides, sentence } = opinion;
    const { label, confidence } = likeliest(sides);
    if (label === 'neutral' || confidence < threshold) continue;
    if (holder.type === 'LOC' && actorOf(holder).startsWith('place:')) continue;
    if (actorOf(holder) === actorOf(target) || !leansTo(label, opinion, reading.stances)) continue;
    const source = article[target.field].slice(sentence.start, sentence.end);
    const known = [...rules, ...added].some(
      (stance) =>
        stance.holder === actorOf(holder) &&
        isInside(stance.evidence, sentence) &&
        (stance.target === actorOf(target) || stance.target.startsWith('topic:')),
    );
    if (known) continue;
    added.push({
      holder: actorOf(holder),
      target: actorOf(target),
      label,
      strength: STRENGTH,
      voice: holder.type === 'PER' ? 'quoted-person' : 'institution',
      evidence: { ...sentence, text: source, field: target.field },
      cues: [],
      method: reading.version,
      confidence,
    });
  }
  return [...rules, ...added];
}

function leansTo(
  label: 'favor' | 'against',
  { target, sentence }: LearnedOpinion,
  stances: ArticleReading['stances'],
): boolean {
  const other = label === 'favor' ? 'against' : 'favor';
  return stances.some(
    (stance) =>
      stance.target === target &&
      stance.sentence.start === sentence.start &&
      stance.sides[label] > stance.sides[other],
  );
}

function actorOf({ actingFor, entityId }: Mention): string {
  return actingFor ?? entityId;
}

function isInside(inner: Span, outer: Span): boolean {
  return inner.start < outer.end && inner.end > outer.start;
}
