import { foldText } from '@khabar/text';
import { beforeAll, describe, expect, test } from 'vitest';

import { loadRegistry, readEntities } from './load-registry.ts';
import { compareIds, type Registry } from './registry.ts';

let registry: Registry;

beforeAll(async () => {
  registry = await loadRegistry();
});

describe('the data', () => {
  test('every id occurs once', () => {
    const ids = registry.entities.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  test.each(['countries', 'organisations', 'people', 'places', 'regions', 'topics'])(
    '%s are sorted by id',
    async (name) => {
      const ids = (await readEntities(name)).map(({ id }) => id);
      expect(ids).toEqual(ids.toSorted(compareIds));
    },
  );

  test('an id says the type of its entity', () => {
    expect(registry.entities.filter(({ id, type }) => !id.startsWith(`${type}:`))).toEqual([]);
  });

  test('what an entity acts for, belongs to or serves exists', () => {
    const named = registry.entities.flatMap(({ id, actsFor, partOf, roles }) =>
      [actsFor, partOf, ...(roles ?? []).map(({ of }) => of)]
        .filter((other) => other !== undefined)
        .map((other) => `${id} -> ${other}`),
    );
    expect(named.filter((link) => registry.byId(link.split(' -> ')[1] ?? '') === undefined)).toEqual([]);
  });

  test('a name in one language belongs to one entity, unless a rule tells them apart', () => {
    const owners = new Map<string, Set<string>>();
    for (const { id, names } of registry.entities) {
      for (const name of names) {
        const hasRule = name.near !== undefined || name.unless !== undefined;
        if (name.kind === 'surname' || name.kind === 'title' || hasRule || id.startsWith('topic:')) continue;
        const key = `${name.language} ${foldText(name.text).text}`;
        owners.set(key, (owners.get(key) ?? new Set()).add(id));
      }
    }
    expect(
      [...owners].filter(([, ids]) => ids.size > 1).map(([name, ids]) => `${name}: ${[...ids].join(', ')}`),
    ).toEqual([]);
  });

  test('every person, organisation and place has an English label', () => {
    const without = registry.entities.filter(
      ({ names }) => !names.some(({ kind, language }) => kind === 'label' && language === 'en'),
    );
    expect(without.map(({ id }) => id)).toEqual([]);
  });

  test('one label a language', () => {
    const labels = registry.entities.flatMap(({ id, names }) =>
      names.filter(({ kind }) => kind === 'label').map(({ language }) => `${id} ${language}`),
    );
    expect(labels.filter((label, index) => labels.indexOf(label) !== index)).toEqual([]);
  });

  test('it holds all countries and at least 600 people and organisations of the subject', async () => {
    expect(await readEntities('countries')).toHaveLength(250);
    expect(
      (await readEntities('people')).length + (await readEntities('organisations')).length,
    ).toBeGreaterThanOrEqual(600);
  });
});

describe('the registry', () => {
  test('shows a label in the language of the reader', () => {
    expect(registry.label('country:russia', 'ru')).toBe('Россия');
    expect(registry.label('country:russia', 'fa-AF')).toBe('روسیه');
    expect(registry.label('org:taliban', 'de')).toBe('Taliban');
  });

  test('shows the id of what it does not know', () => {
    expect(registry.label('person:nobody', 'en')).toBe('person:nobody');
  });

  test('has the same version for the same data', async () => {
    expect((await loadRegistry()).version).toBe(registry.version);
  });
});
