import type {
  ProposalList,
  RegistryChanged,
  RegistryEffect,
  RegistryHistory,
} from '@khabar/api/registry-schemas';
import type { EntityRef } from '@khabar/api/schemas';
import type { EntityName } from '@khabar/article';

import { entityRef } from './fake-stance-answers.ts';
import { ENTITIES, OUTLETS } from './fixture-coverage.ts';

type Change = RegistryHistory['items'][number]['change'];

/** What was changed in the registry of the fixtures, oldest first. */
export interface FakeRegistry {
  readonly entries: { readonly change: Change; undoneBy: number | null }[];
}

/** The id that a merged entity has now. */
export function currentId(id: string, registry: FakeRegistry): string {
  const merge = registry.entries.find(
    ({ change, undoneBy }) => change.kind === 'merge' && change.id === id && undoneBy === null,
  )?.change;
  return merge?.kind === 'merge' ? merge.into : id;
}

export function formerIds(id: string, registry: FakeRegistry): string[] {
  return Object.values(ENTITIES)
    .map((entity) => entity.id)
    .filter((other) => other !== id && currentId(other, registry) === id);
}

/** Names that an analyst added. */
export function addedNames(id: string, registry: FakeRegistry): EntityName[] {
  return registry.entries.flatMap(({ change, undoneBy }) =>
    change.kind === 'add-names' && change.id === id && undoneBy === null ? change.names : [],
  );
}

export function changeRegistry(change: Change, registry: FakeRegistry): RegistryChanged {
  const number = registry.entries.length + 1;
  registry.entries.push({ change, undoneBy: null });
  if (change.kind === 'undo') {
    const undone = registry.entries[change.entry - 1];
    if (undone !== undefined) undone.undoneBy = number;
  }
  return { number, version: `v${number}`, effect: effectOf(change), entity: null };
}

export function effectOf(change: Change): RegistryEffect {
  const names =
    change.kind === 'merge'
      ? Object.entries(Object.values(ENTITIES).find(({ id }) => id === change.id)?.names ?? {}).map(
          ([language, text]) => ({ language, text, kind: 'label' as const }),
        )
      : [];
  return { articles: 3, mentions: 5, names, entities: [] };
}

export function history(registry: FakeRegistry, entity: string | undefined): RegistryHistory {
  const items = registry.entries
    .map(({ change, undoneBy }, at) => ({
      number: at + 1,
      at: '2025-07-06T09:00:00.000Z',
      by: 'local',
      note: null,
      change,
      entities: subjectsOf(change, registry),
      undoneBy,
      problem: null,
    }))
    .filter(({ entities }) => entity === undefined || entities.some(({ id }) => id === entity))
    .toReversed();
  return { version: 'v1', total: items.length, items, cursor: null };
}

function subjectsOf(change: Change, registry: FakeRegistry): EntityRef[] {
  switch (change.kind) {
    case 'merge':
      return [entityRef(change.id), entityRef(change.into)].filter((ref) => ref !== null);
    case 'undo': {
      const undone = registry.entries[change.entry - 1]?.change;
      return undone === undefined ? [] : subjectsOf(undone, registry);
    }
    case 'add-entity':
      return [{ id: change.entity.id, type: change.entity.type, label: change.entity.names[0]?.text ?? '' }];
    case 'dismiss-names':
      return [];
    case 'add-names':
    case 'reject-name':
    case 'limit-name':
    case 'rename-label':
    case 'retire':
    case 'change-facts':
    case 'split':
      return [entityRef(change.id)].filter((ref) => ref !== null);
  }
}

export function proposals(registry: FakeRegistry): ProposalList {
  const source = OUTLETS[0];
  const isSettled = registry.entries.some(
    ({ change, undoneBy }) =>
      (change.kind === 'dismiss-names' || change.kind === 'add-entity') && undoneBy === null,
  );
  if (source === undefined || isSettled) return { total: 0, items: [], cursor: null };
  const spelling = { articles: 1, mentions: 2, articleId: 'article3', source };
  return {
    total: 1,
    items: [
      {
        key: 'person bl rl',
        type: 'person',
        articles: 2,
        mentions: 4,
        confidence: 0.6,
        foundBy: 'rule',
        lastAt: '2025-07-05T08:00:00.000Z',
        spellings: [
          { ...spelling, surface: 'Pavel Orlov', language: 'en', sentence: 'The envoy Pavel Orlov left.' },
          { ...spelling, surface: 'پاول اورلوف', language: 'fa-AF', sentence: 'آقای پاول اورلوف رفت.' },
        ],
      },
    ],
    cursor: null,
  };
}
