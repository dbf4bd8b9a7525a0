import { createHash } from 'node:crypto';

import { primaryLanguage, type Entity } from '@khabar/article';

/** The registered entities, sorted by id. */
export class Registry {
  readonly entities: readonly Entity[];
  /** Hash of the entities: changes with every change of the data. */
  readonly version: string;
  private readonly index: ReadonlyMap<string, Entity>;

  constructor(entities: readonly Entity[]) {
    this.entities = entities.toSorted((one, other) => compareIds(one.id, other.id));
    this.index = new Map(this.entities.map((entity) => [entity.id, entity]));
    this.version = createHash('sha256').update(JSON.stringify(this.entities)).digest('hex').slice(0, 16);
  }

  byId(id: string): Entity | undefined {
    return this.index.get(id);
  }

  /** How the entity is shown to readers of a language; English where that language has no label, the id where it is unknown. */
  label(id: string, language: string): string {
    const labels = (this.index.get(id)?.names ?? []).filter(({ kind }) => kind === 'label');
    const wanted = [language, primaryLanguage(language), ...fallback(primaryLanguage(language)), 'en'];
    const name = wanted
      .map((code) => labels.find((label) => label.language === code))
      .find((label) => label !== undefined);
    return name?.text ?? labels[0]?.text ?? id;
  }
}

/** Order of the data files: code points of the id. */
export function compareIds(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function fallback(language: string): string[] {
  return language === 'ps' || language === 'tg' ? ['fa'] : [];
}
