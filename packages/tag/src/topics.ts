import type { Entity, Mention, Stance } from '@khabar/article';

/**
 * Topics of an article: named in the title, or twice in the text, or once where it is short; and what its stances are about. A topic
 * that is part of a larger one counts for that too ("schools for girls" for women and education).
 */
export function topicsOf(
  { text, mentions, stances }: { text: string; mentions: readonly Mention[]; stances: readonly Stance[] },
  entities: ReadonlyMap<string, Entity>,
): string[] {
  const found = new Set<string>();
  const enough = text.length < SHORT ? 1 : 2;
  const counts = new Map<string, number>();
  for (const { entityId, field } of mentions) {
    for (const id of withLarger(entityId, entities))
      counts.set(id, (counts.get(id) ?? 0) + (field === 'title' ? enough : 1));
  }
  for (const [id, count] of counts) if (count >= enough) found.add(id);
  for (const { target } of stances)
    if (target.startsWith('topic:')) for (const id of withLarger(target, entities)) found.add(id);
  return [...found].toSorted();
}

/** Characters below which a text says what it is about only once. */
const SHORT = 1500;

function withLarger(id: string, entities: ReadonlyMap<string, Entity>): string[] {
  const larger = entities.get(id)?.partOf;
  return larger?.startsWith('topic:') === true ? [id, larger] : [id];
}
