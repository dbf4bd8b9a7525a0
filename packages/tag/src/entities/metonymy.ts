import type { Entity } from '@khabar/article';
import { foldText } from '@khabar/text';

import type { Candidate, Field } from './find-candidates.ts';

/** Prepositions that make a place a mere venue, folded. */
const VENUE_BEFORE = new Set(
  'in at near outside inside around across into visiting в во под из около близ در داخل شهر نزدیک په في داخل بمدينة مدينة'
    .split(' ')
    .map((word) => foldText(word).text),
);

/** Verbs of saying: "в Москве заявили" is the government again. */
const SPEAKS_AFTER = /^(?:заяв|сказа|счита|сообщ|подчеркн|отмет|назва|надеют|призва|отверг|осуди|опроверг)/u;

/** The state or government for which a place or institution stands here, if any: "Moscow said", but not "a concert hall in Moscow". */
export function actingFor(entity: Entity, candidate: Candidate, field: Field): string | undefined {
  if (entity.actsFor === undefined || entity.type !== 'place') return entity.actsFor;
  const before = field.words[candidate.from - 1];
  const after = field.words[candidate.to + 1];
  if (after !== undefined && SPEAKS_AFTER.test(after.folded)) return entity.actsFor;
  const attachedPreposition =
    field.words[candidate.from]?.start !== candidate.start && field.text.charAt(candidate.start - 1) === 'ب';
  const venue = attachedPreposition || (before !== undefined && VENUE_BEFORE.has(before.folded));
  return venue ? undefined : entity.actsFor;
}
