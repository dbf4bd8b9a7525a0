import { type Entity, KhabarError, type RegistryChange, type RegistryEntry } from '@khabar/article';
import { describe, expect, test } from 'vitest';

import { applyEntries, checkChange } from './apply-edits.ts';
import { editLines, readEditLines } from './exchange.ts';
import { openLiveRegistry } from './live-registry.ts';
import { loadRegistryData } from './load-registry.ts';
import { buildRegistry } from './registry.ts';

const label = (language: string, text: string) => ({ language, text, kind: 'label' as const });
const alias = (language: string, text: string) => ({ language, text, kind: 'alias' as const });

const NORD: Entity = { id: 'country:nord', type: 'country', names: [label('en', 'Nord')] };
const ORLOV: Entity = {
  id: 'person:pavel-orlov',
  type: 'person',
  names: [label('en', 'Pavel Orlov'), label('ru', 'Павел Орлов'), alias('en', 'P. Orlov')],
  roles: [{ title: 'envoy', of: 'country:nord' }],
};
const ORLOFF: Entity = {
  id: 'person:pawel-orloff',
  type: 'person',
  names: [label('en', 'Pawel Orloff'), label('fa', 'پاول اورلوف')],
  wikidata: 'Q42',
};
const DATA = { entities: [NORD, ORLOV, ORLOFF] };

function entries(...changes: RegistryChange[]): RegistryEntry[] {
  return changes.map((change, at) => ({
    number: at + 1,
    at: '2025-07-01T00:00:00.000Z',
    userId: 'local',
    note: null,
    change,
  }));
}

/** What a change is refused with. */
function refusal(change: RegistryChange, before: readonly RegistryEntry[] = []): string {
  try {
    checkChange(DATA, before, change);
    return 'it was taken';
  } catch (error) {
    return error instanceof KhabarError ? error.message : String(error);
  }
}

const MERGE = { kind: 'merge', id: 'person:pawel-orloff', into: 'person:pavel-orlov' } as const;
const ADDED: Entity = {
  id: 'org:mill',
  type: 'org',
  names: [label('en', 'The Mill')],
  partOf: 'country:nord',
};

describe('an edit', () => {
  test('adds an entity, a name and a rule, in order over the data', () => {
    const registry = applyEntries(
      DATA,
      entries(
        { kind: 'add-entity', entity: ADDED },
        { kind: 'add-names', id: 'org:mill', names: [alias('ru', 'Мельница')] },
        {
          kind: 'limit-name',
          id: 'org:mill',
          name: { language: 'ru', text: 'Мельница' },
          unless: ['мука'],
          near: ['центр'],
        },
      ),
    );
    expect(registry.problems).toEqual([]);
    expect(registry.byId('org:mill')?.names).toEqual([
      label('en', 'The Mill'),
      { ...alias('ru', 'Мельница'), unless: ['мука'], near: ['центр'] },
    ]);
    expect(registry.version).not.toBe(buildRegistry(DATA).version);
  });

  test('no edit leaves the version as it is', () => {
    expect(applyEntries(DATA, []).version).toBe(buildRegistry(DATA).version);
  });

  test('a renamed label leaves the old one as an alias; an alias becomes the label', () => {
    const registry = applyEntries(
      DATA,
      entries({
        kind: 'rename-label',
        id: 'person:pavel-orlov',
        name: { language: 'en', text: 'P. Orlov' },
      }),
    );
    expect(registry.label('person:pavel-orlov', 'en')).toBe('P. Orlov');
    expect(registry.byId('person:pavel-orlov')?.names).toContainEqual(alias('en', 'Pavel Orlov'));
  });

  test('after a merge the old id answers as the one it went into', () => {
    const registry = applyEntries(DATA, entries(MERGE));
    expect(registry.currentId('person:pawel-orloff')).toBe('person:pavel-orlov');
    expect(registry.idsOf('person:pavel-orlov')).toEqual(['person:pavel-orlov', 'person:pawel-orloff']);
    expect(registry.idsOf('person:pawel-orloff')).toEqual(['person:pavel-orlov', 'person:pawel-orloff']);
    expect(registry.byId('person:pawel-orloff')).toMatchObject({ id: 'person:pavel-orlov', wikidata: 'Q42' });
    expect(registry.label('person:pawel-orloff', 'fa')).toBe('پاول اورلوف');
    expect(registry.byId('person:pavel-orlov')?.names).toContainEqual(alias('en', 'Pawel Orloff'));
    expect(registry.entities.map(({ id }) => id)).not.toContain('person:pawel-orloff');
  });

  test('links to what was merged follow it', () => {
    const registry = applyEntries(
      DATA,
      entries(
        {
          kind: 'add-entity',
          entity: { id: 'country:north', type: 'country', names: [label('en', 'North')] },
        },
        { kind: 'merge', id: 'country:nord', into: 'country:north' },
      ),
    );
    expect(registry.byId('person:pavel-orlov')?.roles).toEqual([{ title: 'envoy', of: 'country:north' }]);
  });

  test('names are split off to an entity of their own, which then has a label', () => {
    const registry = applyEntries(
      DATA,
      entries({
        kind: 'split',
        id: 'person:pavel-orlov',
        entity: { id: 'person:pyotr-orlov', type: 'person' },
        names: [{ language: 'en', text: 'P. Orlov' }],
      }),
    );
    expect(registry.byId('person:pyotr-orlov')?.names).toEqual([label('en', 'P. Orlov')]);
    expect(registry.byId('person:pavel-orlov')?.names).toHaveLength(2);
  });

  test('what was merged by mistake is split off under its old id', () => {
    const registry = applyEntries(
      DATA,
      entries(MERGE, {
        kind: 'split',
        id: 'person:pavel-orlov',
        entity: { id: 'person:pawel-orloff', type: 'person' },
        names: [{ language: 'en', text: 'Pawel Orloff' }],
      }),
    );
    expect(registry.problems).toEqual([]);
    expect(registry.currentId('person:pawel-orloff')).toBe('person:pawel-orloff');
  });

  test('a retired entity is not looked for and still has its name', () => {
    const registry = applyEntries(DATA, entries({ kind: 'retire', id: 'person:pawel-orloff' }));
    expect(registry.entities.map(({ id }) => id)).toEqual(['country:nord', 'person:pavel-orlov']);
    expect(registry.label('person:pawel-orloff', 'en')).toBe('Pawel Orloff');
    expect(registry.isRetired('person:pawel-orloff')).toBe(true);
  });

  test('facts change, and null takes one away', () => {
    const registry = applyEntries(
      DATA,
      entries(
        { kind: 'change-facts', id: 'person:pawel-orloff', wikidata: null, note: 'seen once' },
        { kind: 'change-facts', id: 'person:pavel-orlov', wikidata: 'Q42' },
      ),
    );
    expect(registry.problems).toEqual([]);
    expect(registry.byId('person:pawel-orloff')).not.toHaveProperty('wikidata');
    expect(registry.byId('person:pavel-orlov')?.wikidata).toBe('Q42');
  });
});

describe('what is refused says why', () => {
  test.each([
    [
      { kind: 'add-names', id: 'person:pawel-orloff', names: [alias('en', 'Pavel Orlov')] },
      /is a name of person:pavel-orlov too; give it a rule/,
    ],
    [{ kind: 'add-names', id: 'person:pavel-orlov', names: [alias('en', 'Pavel Orlov')] }, /already/],
    [{ kind: 'add-names', id: 'person:nobody', names: [alias('en', 'X Y')] }, /no entity of this id/],
    [
      { kind: 'add-entity', entity: { ...ADDED, partOf: 'country:south' } },
      /partOf country:south: there is no entity/,
    ],
    [{ kind: 'add-entity', entity: { ...ADDED, type: 'person' } }, /an id says the type/],
    [
      { kind: 'add-entity', entity: { ...ADDED, names: [alias('en', 'The Mill')] } },
      /at least one name of kind/,
    ],
    [{ kind: 'add-entity', entity: NORD }, /of this id already/],
    [{ kind: 'merge', id: 'country:nord', into: 'person:pavel-orlov' }, /only two of one type/],
    [{ kind: 'merge', id: 'country:nord', into: 'country:nord' }, /into itself/],
    [
      { kind: 'reject-name', id: 'country:nord', name: { language: 'en', text: 'Nord' } },
      /its only shown name/,
    ],
    [{ kind: 'reject-name', id: 'country:nord', name: { language: 'ru', text: 'Норд' } }, /has no name/],
    [
      { kind: 'limit-name', id: 'country:nord', name: { language: 'en', text: 'Nord' } },
      /say near which words/,
    ],
    [{ kind: 'change-facts', id: 'person:pavel-orlov', wikidata: 'Q42' }, /belongs to person:pawel-orloff/],
    [{ kind: 'undo', entry: 7 }, /change 7: there is none/],
  ] satisfies [RegistryChange, RegExp][])('%o', (change, message) => {
    expect(refusal(change)).toMatch(message);
  });

  test('a name with a rule may be shared', () => {
    const shared = { ...alias('en', 'Pavel Orlov'), near: ['painter'] };
    expect(refusal({ kind: 'add-names', id: 'person:pawel-orloff', names: [shared] })).toBe('it was taken');
  });
});

describe('undoing', () => {
  test('takes one edit out and leaves the others', () => {
    const registry = applyEntries(
      DATA,
      entries(MERGE, { kind: 'add-entity', entity: ADDED }, { kind: 'undo', entry: 1 }),
    );
    expect(registry.entities.map(({ id }) => id)).toEqual([
      'country:nord',
      'org:mill',
      'person:pavel-orlov',
      'person:pawel-orloff',
    ]);
    expect(registry.currentId('person:pawel-orloff')).toBe('person:pawel-orloff');
    expect([...registry.undone]).toEqual([1]);
  });

  test('is undone itself', () => {
    const registry = applyEntries(
      DATA,
      entries(MERGE, { kind: 'undo', entry: 1 }, { kind: 'undo', entry: 2 }),
    );
    expect(registry.currentId('person:pawel-orloff')).toBe('person:pavel-orlov');
  });

  test('is refused while another edit builds on it, and names that', () => {
    const before = entries(
      { kind: 'add-entity', entity: ADDED },
      { kind: 'add-names', id: 'org:mill', names: [alias('ru', 'Мельница')] },
    );
    expect(refusal({ kind: 'undo', entry: 1 }, before)).toMatch(/while change 2 builds on it/);
    expect(refusal({ kind: 'undo', entry: 2 }, before)).toBe('it was taken');
  });

  test('twice is refused', () => {
    expect(refusal({ kind: 'undo', entry: 1 }, entries(MERGE, { kind: 'undo', entry: 1 }))).toMatch(
      /undone already/,
    );
  });
});

test('an edit that the data overtook is left out and told, and the others hold', () => {
  const made = entries({ kind: 'add-entity', entity: ADDED }, MERGE);
  const registry = applyEntries({ entities: [...DATA.entities, ADDED] }, made);
  expect(registry.problems).toEqual([
    { entry: 1, message: 'org:mill: there is an entity of this id already' },
  ]);
  expect(registry.currentId('person:pawel-orloff')).toBe('person:pavel-orlov');
});

describe('lines of edits', () => {
  test('what was exported makes the same registry elsewhere, and nothing the second time', () => {
    const made = entries(
      { kind: 'add-entity', entity: ADDED },
      MERGE,
      { kind: 'retire', id: 'org:mill' },
      {
        kind: 'undo',
        entry: 3,
      },
    );
    const lines = readEditLines(editLines(made), DATA, []);
    expect(lines.map(({ problem }) => problem)).toEqual([null, null]);
    const taken = entries(...lines.flatMap(({ edit }) => (edit === null ? [] : [edit])));
    expect(applyEntries(DATA, taken).version).toBe(applyEntries(DATA, made).version);
    expect(readEditLines(editLines(made), DATA, taken).every(({ edit }) => edit === null)).toBe(true);
  });

  test('a line of data adds an entity, or the names that a known one lacks', () => {
    const more = { ...NORD, names: [label('en', 'The Nord'), label('ru', 'Норд'), label('en', 'Nord')] };
    expect(
      readEditLines(`${JSON.stringify(ADDED)}\n\n${JSON.stringify(more)}\n`, DATA, []).map(
        ({ edit }) => edit,
      ),
    ).toEqual([
      { kind: 'add-entity', entity: ADDED },
      {
        kind: 'add-names',
        id: 'country:nord',
        names: [alias('en', 'The Nord'), label('ru', 'Норд')],
      },
    ]);
  });

  test('a line that cannot be taken says why, and the others are read', () => {
    const lines = readEditLines(
      `no json\n{"kind":"retire","id":"Somebody"}\n${JSON.stringify(MERGE)}\n${JSON.stringify(MERGE)}\n`,
      DATA,
      [],
    );
    expect(lines.map(({ problem }) => problem)).toEqual([
      expect.stringMatching(/no JSON/),
      expect.stringMatching(/an id is person:/),
      null,
      expect.stringMatching(/it was merged into person:pavel-orlov/),
    ]);
  });
});

test('a running registry changes under those who hold it, and tells who listens', async () => {
  const registry = openLiveRegistry(DATA);
  const heard: string[] = [];
  registry.onChange(async () => {
    heard.push(registry.version);
  });
  const before = registry.version;
  expect(await registry.take(entries(MERGE))).toBe(true);
  expect(await registry.take(entries(MERGE))).toBe(false);
  expect(heard).toEqual([registry.version]);
  expect(registry.version).not.toBe(before);
  expect(registry.newest).toBe(1);
  expect(await registry.take([])).toBe(true);
  expect(registry.version).toBe(before);
});

test('two hundred edits over the whole data are applied in well under a second', async () => {
  const data = await loadRegistryData();
  const made = entries(
    ...Array.from({ length: 200 }, (_, at): RegistryChange => ({
      kind: 'add-entity',
      entity: { id: `org:mill-${at}`, type: 'org', names: [label('en', `The Mill ${at}`)] },
    })),
  );
  const begun = performance.now();
  expect(applyEntries(data, made).problems).toEqual([]);
  expect(performance.now() - begun).toBeLessThan(1500);
});
