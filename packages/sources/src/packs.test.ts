import { expect, test } from 'vitest';

import { loadCatalogue } from './catalogue.ts';
import { loadPacks } from './packs.ts';

test('packs are by subject, by country and by language, and name outlets that exist', async () => {
  const packs = await loadPacks(await loadCatalogue());
  const byId = new Map(packs.map((pack) => [pack.id, pack]));
  expect(byId.get('russia-taliban')?.outlets).toContain('tass.com');
  expect(byId.get('country-af')).toMatchObject({ name: 'Afghanistan' });
  expect(byId.get('language-ps')?.outlets).toEqual(
    expect.arrayContaining(['pashto.pajhwok.com', 'alemarahenglish.af']),
  );
  expect(new Set(packs.map(({ id }) => id)).size).toBe(packs.length);
});

test('an outlet in several languages is in the pack of each', async () => {
  const catalogue = await loadCatalogue();
  const several = catalogue.find(({ languages }) => (languages?.length ?? 0) > 1);
  const packs = await loadPacks(catalogue);
  const inPacks = packs.filter(
    ({ id, outlets }) => id.startsWith('language-') && outlets.includes(several?.id ?? ''),
  );
  expect(inPacks).toHaveLength(several?.languages?.length ?? 0);
});

test('a pack that names an outlet the catalogue has not is refused by its name', async () => {
  await expect(loadPacks([])).rejects.toThrow(/pack russia-taliban: no outlet is called/);
});

test('each outlet of the catalogue says how sure its addresses are and where they are from', async () => {
  const without = (await loadCatalogue()).filter(({ grade, note }) => !grade || !note);
  expect(without).toEqual([]);
});
