import type { Registry } from '@khabar/registry';
import { tokens } from '@khabar/text';

/** Name or id of an entity -> its ids: a name is compared by its folded words, in any language and alias. */
export function entityResolver(registry: Registry): (nameOrId: string) => string[] {
  const byName = new Map<string, Set<string>>();
  for (const entity of registry.entities) {
    for (const name of entity.names) {
      const key = keyOf(name.text);
      if (key === '') continue;
      const ids = byName.get(key) ?? new Set<string>();
      ids.add(entity.id);
      byName.set(key, ids);
    }
    if (entity.wikidata !== undefined) byName.set(keyOf(entity.wikidata), new Set([entity.id]));
  }
  return (nameOrId) => {
    if (registry.byId(nameOrId) !== undefined) return [nameOrId];
    return Array.from(byName.get(keyOf(nameOrId)) ?? []);
  };
}

function keyOf(name: string): string {
  return tokens(name)
    .map((token) => token.folded)
    .join(' ');
}
