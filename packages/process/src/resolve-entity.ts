import type { Registry } from '@khabar/registry';
import { tokens } from '@khabar/text';

/**
 * Name or id of an entity -> every id it has or had, since what was tagged before a merge keeps the old one. A name is compared by
 * its folded words, in any language and alias. Follows the registry when that changes.
 */
export function entityResolver(registry: Registry): (nameOrId: string) => string[] {
  let version = '';
  let byName: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  return (nameOrId) => {
    if (registry.version !== version) {
      ({ version } = registry);
      byName = idsByName(registry);
    }
    const ids = registry.byId(nameOrId) === undefined ? (byName.get(keyOf(nameOrId)) ?? []) : [nameOrId];
    return Array.from(ids).flatMap((id) => registry.idsOf(id));
  };
}

function idsByName(registry: Registry): Map<string, Set<string>> {
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
  return byName;
}

function keyOf(name: string): string {
  return tokens(name)
    .map((token) => token.folded)
    .join(' ');
}
