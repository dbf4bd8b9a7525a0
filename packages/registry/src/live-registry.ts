import type { Entity, RegistryChange, RegistryEntry } from '@khabar/article';

import { applyEntries, checkChange, type EditedRegistry } from './apply-edits.ts';
import type { RegistryParts } from './registry.ts';

/** The registry of a running process: the data files and the changes that it has heard of so far. */
export interface LiveRegistry extends EditedRegistry {
  /** As the data files have it, by id. */
  readonly data: ReadonlyMap<string, Entity>;
  readonly parts: RegistryParts;
  /** The changes it was made of, oldest first. */
  readonly entries: readonly RegistryEntry[];
  /** Number of the newest of them; 0: none. */
  readonly newest: number;
  /**
   * Takes all changes of the record. True: what is known of entities changed; then everybody who listens has been told, and has
   * finished with it.
   */
  take(entries: readonly RegistryEntry[]): Promise<boolean>;
  /** The registry as it would be; throws KhabarError saying what is wrong with the change. */
  check(change: RegistryChange): EditedRegistry;
  onChange(listener: () => Promise<void>): void;
}

/** Opens it as the data files have it. */
export function openLiveRegistry(data: RegistryParts): LiveRegistry {
  let entries: readonly RegistryEntry[] = [];
  let now = applyEntries(data, entries);
  const listeners: (() => Promise<void>)[] = [];
  const byId = new Map(data.entities.map((entity) => [entity.id, entity]));
  return {
    data: byId,
    parts: data,
    get entries() {
      return entries;
    },
    get newest() {
      return entries.at(-1)?.number ?? 0;
    },
    get entities() {
      return now.entities;
    },
    get version() {
      return now.version;
    },
    get merged() {
      return now.merged;
    },
    get problems() {
      return now.problems;
    },
    get undone() {
      return now.undone;
    },
    get dismissed() {
      return now.dismissed;
    },
    byId: (id) => now.byId(id),
    label: (id, language) => now.label(id, language),
    currentId: (id) => now.currentId(id),
    idsOf: (id) => now.idsOf(id),
    isRetired: (id) => now.isRetired(id),
    check: (change) => checkChange(data, entries, change),
    onChange(listener) {
      listeners.push(listener);
    },
    async take(next) {
      const before = now.version;
      entries = next;
      now = applyEntries(data, next);
      if (now.version === before) return false;
      await Promise.all(listeners.map((listener) => listener()));
      return true;
    },
  };
}
