import { createHash } from 'node:crypto';

import { primaryLanguage, type Entity } from '@khabar/article';

/** What is known of entities now. */
export interface Registry {
  /** Those that are looked for, sorted by id. */
  readonly entities: readonly Entity[];
  /** Hash of what is known: changes with every change of it. */
  readonly version: string;
  /** By its id or that of an entity merged into it; a retired one is still found. */
  byId(id: string): Entity | undefined;
  /** How the entity is shown to readers of a language; English where that language has no label, the id where it is unknown. */
  label(id: string, language: string): string;
  /** The id under which an entity is known now: its own unless it was merged into another. */
  currentId(id: string): string;
  /** Every id that an entity has or had, the current one first; what older tags call it. */
  idsOf(id: string): readonly string[];
  isRetired(id: string): boolean;
  /** Ids of merged entities, each with the one it is known as now. */
  readonly merged: ReadonlyMap<string, string>;
}

/** What a registry is made of. */
export interface RegistryParts {
  readonly entities: readonly Entity[];
  /** Merged id -> the entity it went into, which may have been merged itself. */
  readonly merged?: ReadonlyMap<string, string>;
  readonly retired?: ReadonlyMap<string, Entity>;
}

/** Puts entities in order and finds them by id. */
export function buildRegistry(parts: RegistryParts): Registry {
  const entities = parts.entities.toSorted((one, other) => compareIds(one.id, other.id));
  const retired = parts.retired ?? new Map<string, Entity>();
  const index = new Map([...retired, ...entities.map((entity) => [entity.id, entity] as const)]);
  const given = parts.merged ?? new Map<string, string>();
  const currentId = (id: string): string => {
    let current = id;
    // No longer than there are merges, should they ever go round in a circle.
    for (let step = 0; step <= given.size; step += 1) {
      const next = given.get(current);
      if (next === undefined) return current;
      current = next;
    }
    return current;
  };
  const merged = new Map([...given.keys()].map((id) => [id, currentId(id)]));
  const former = Map.groupBy(merged.keys(), (id) => merged.get(id) ?? id);
  const byId = (id: string): Entity | undefined => index.get(currentId(id));
  return {
    entities,
    version: versionOf(entities, [...merged], [...retired.keys()]),
    merged,
    byId,
    currentId,
    idsOf(id) {
      const current = currentId(id);
      return [current, ...(former.get(current) ?? [])];
    },
    isRetired: (id) => retired.has(currentId(id)),
    label(id, language) {
      const labels = (byId(id)?.names ?? []).filter(({ kind }) => kind === 'label');
      const wanted = [language, primaryLanguage(language), ...fallback(primaryLanguage(language)), 'en'];
      const name = wanted
        .map((code) => labels.find((label) => label.language === code))
        .find((label) => label !== undefined);
      return name?.text ?? labels[0]?.text ?? id;
    },
  };
}

function versionOf(
  entities: readonly Entity[],
  merged: readonly (readonly [string, string])[],
  retired: readonly string[],
): string {
  const hash = createHash('sha256').update(JSON.stringify(entities));
  if (merged.length + retired.length > 0)
    hash.update(
      JSON.stringify([
        merged.map((pair) => pair.join(' ')).toSorted(compareIds),
        retired.toSorted(compareIds),
      ]),
    );
  return hash.digest('hex').slice(0, 16);
}

/** Order of the data files: code points of the id. */
export function compareIds(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function fallback(language: string): string[] {
  return language === 'ps' || language === 'tg' ? ['fa'] : [];
}
