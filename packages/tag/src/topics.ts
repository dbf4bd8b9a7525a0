import type { Mention, Stance } from '@khabar/article';

/** Topics of an article: named in the title, or twice in the text, or once where it is short; and what its stances are about. */
export function topicsOf(mentions: readonly Mention[], stances: readonly Stance[], text: string): string[] {
  const found = new Set<string>();
  const enough = text.length < 1500 ? 1 : 2;
  const counts = new Map<string, number>();
  for (const { entityId, field } of mentions) {
    counts.set(entityId, (counts.get(entityId) ?? 0) + (field === 'title' ? enough : 1));
  }
  for (const [id, count] of counts) if (count >= enough) found.add(id);
  for (const { target } of stances) if (target.startsWith('topic:')) found.add(target);
  return [...found].toSorted();
}
