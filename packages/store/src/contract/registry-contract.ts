import type { ProposedName, RegistryChange } from '@khabar/article';
import { expect, test } from 'vitest';

import type { TwoStores } from '../contract.ts';
import { article, NOW, outlet } from './asking.ts';

const RETIRE: RegistryChange = { kind: 'retire', id: 'org:mill', reason: 'closed' };

const NAME: ProposedName = {
  field: 'text',
  start: 10,
  end: 21,
  surface: 'Павел Орлов',
  type: 'PER',
  foundBy: 'rule',
  sound: 'пвлрлв',
  sentence: 'Секретарь Павел Орлов приехал.',
  confidence: 0.6,
};

/** Adds a change and says how many there were before. */
async function retireSeeing(store: TwoStores['one']): Promise<number> {
  return store.transaction(async (records) => {
    await records.registryEdits.lock();
    const seen = (await records.registryEdits.list()).length;
    await records.registryEdits.add([RETIRE], { userId: 'local', now: NOW });
    return seen;
  });
}

/** Changes of the registry, and names that it lacks. */
export function registryContract(stores: () => TwoStores): void {
  test('changes of the registry are kept in order with who, when and why, and seen by every process', async () => {
    const { one, other } = stores();
    expect(await one.registryEdits.newest()).toBe(0);
    const numbers = await one.registryEdits.add([RETIRE], { userId: 'local', now: NOW, note: 'a note' });
    await other.registryEdits.add([{ kind: 'undo', entry: numbers[0] ?? 0 }], { userId: 'local', now: NOW });
    const entries = await other.registryEdits.list();
    expect(entries.map(({ number: _number, ...entry }) => entry)).toEqual([
      { at: NOW, userId: 'local', note: 'a note', change: RETIRE },
      { at: NOW, userId: 'local', note: null, change: { kind: 'undo', entry: numbers[0] } },
    ]);
    expect(await one.registryEdits.newest()).toBe(entries.at(-1)?.number);
  });

  test('of two who change the registry at once, the second sees what the first did', async () => {
    const { one, other } = stores();
    const seen = await Promise.all([one, other].map(retireSeeing));
    expect(new Set(seen).size).toBe(2);
    await one.db.deleteFrom('registry_edits').execute();
  });

  test('proposed names are replaced with their article, counted by spelling and gone with it', async () => {
    const { one } = stores();
    await one.outlets.put(outlet('proposing'), NOW);
    for (const id of ['p-1', 'p-2'])
      await one.articles.put(article(id, 'Секретарь приехал', { outlet_id: 'proposing' }), NOW);
    await one.proposedNames.put(
      [
        { articleId: 'p-1', names: [NAME, { ...NAME, start: 40, end: 51 }] },
        { articleId: 'p-2', names: [{ ...NAME, surface: 'Павла Орлова' }] },
        { articleId: 'p-none', names: [NAME] },
      ],
      { fresh: true },
    );
    expect(await one.proposedNames.spellings(10)).toMatchObject([
      { surface: 'Павел Орлов', mentions: 2, articles: 1, articleId: 'p-1', sentence: NAME.sentence },
      { surface: 'Павла Орлова', mentions: 1, sound: 'пвлрлв', foundBy: 'rule', outletId: 'proposing' },
    ]);
    await one.proposedNames.put([{ articleId: 'p-1', names: [] }], { fresh: false });
    expect(await one.proposedNames.spellings(10)).toHaveLength(1);
    await one.outlets.remove('proposing');
    expect(await one.proposedNames.spellings(10)).toEqual([]);
  });
}
