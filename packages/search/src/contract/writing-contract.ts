import { expect, test } from 'vitest';

import type { Search, SearchDocument } from '../port.ts';
import { allIds, corpusDocument, search } from './asking.ts';

/** What putting and removing do to an empty index. */
export function writingContract(index: () => Search): void {
  test('putting twice changes nothing, putting anew replaces, removing removes', async () => {
    const first = { ...corpusDocument('en-cricket'), id: 'one' };
    await index().put([first, { ...first, id: 'two' }, first]);
    await index().put([first]);
    expect(await allIds(index(), 'cricket')).toEqual(['two', 'one']);
    await index().put([{ ...first, title: 'Rugby', text: 'Rugby alone.', stances: [], entities: [] }]);
    expect(await allIds(index(), 'cricket')).toEqual(['two']);
    expect(await allIds(index(), 'title:rugby -entity:Taliban')).toEqual(['one']);
    await index().remove(['two', 'unknown']);
    expect(await allIds(index(), '')).toEqual(['one']);
    await index().remove(['one']);
    await index().put([]);
    expect((await index().size()).documents).toBe(0);
  });

  test('a word is completed though it was first met as the stem of another', async () => {
    const base = { ...corpusDocument('en-cricket'), stances: [], entities: [] };
    await index().put([{ ...base, id: 'plural', title: 'Umbrellas', text: 'Umbrellas, umbrellas.' }]);
    await index().put([{ ...base, id: 'singular', title: 'Umbrella', text: 'An umbrella.' }]);
    expect(await index().terms('umbrella', 5)).toEqual([
      { value: 'umbrella', count: 2 },
      { value: 'umbrellas', count: 1 },
    ]);
    await index().remove(['plural', 'singular']);
  });

  test('a page continues where the last one ended though articles are added', async () => {
    const base = corpusDocument('en-facto');
    const at = (minute: number, id: string): SearchDocument => ({
      ...base,
      id,
      storyId: id,
      publishedAt: `2025-01-01T00:0${minute}:00.000Z`,
    });
    await index().put([at(1, 'p1'), at(2, 'p2'), at(3, 'p3'), at(3, 'p4')]);
    const first = await index().find(search('', { size: 2, duplicates: 'fold' }));
    await index().put([at(5, 'p5')]);
    const second = await index().find(
      search('', { size: 2, duplicates: 'fold', cursor: first.cursor ?? '' }),
    );
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(['p4', 'p3', 'p2', 'p1']);
    await index().remove(['p1', 'p2', 'p3', 'p4', 'p5']);
  });

  test('a word said very often and a text of one word repeated are found by their neighbours', async () => {
    const base = corpusDocument('en-facto');
    const text = `${'again '.repeat(40_000)}and finally peace`;
    await index().put([{ ...base, id: 'drone', text }]);
    expect(await allIds(index(), '"again and finally peace"')).toEqual(['drone']);
    expect(await allIds(index(), '"peace again"')).toEqual([]);
    expect(await allIds(index(), 'body:peace body:again')).toEqual(['drone']);
    await index().remove(['drone']);
  });

  test('three words near each other stand in one part of the article', async () => {
    const base = corpusDocument('en-facto');
    const apart = { title: 'Lavrov met Kabulov', text: 'Lavrov saw Muttaqi.' };
    await index().put([
      { ...base, id: 'apart', ...apart },
      { ...base, id: 'near', text: 'Lavrov met Kabulov and Muttaqi.' },
    ]);
    expect(await allIds(index(), '"lavrov kabulov muttaqi"~6')).toEqual(['near']);
    expect(await allIds(index(), '"lavrov kabulov"~6 "lavrov muttaqi"~6')).toEqual(['near', 'apart']);
    await index().remove(['apart', 'near']);
  });

  test('a word of the title that stands in a long text at its end alone is in the text', async () => {
    const base = corpusDocument('en-facto');
    const text = `${'saffron and carpets went north '.repeat(5000)}to Zaranjabad`;
    await index().put([
      { ...base, id: 'long', title: 'Zaranjabad', text },
      { ...base, id: 'short', title: 'Zaranjabad', text: 'A town.' },
    ]);
    expect(await allIds(index(), 'body:zaranjabad')).toEqual(['long']);
    expect(await allIds(index(), 'title:zaranjabad -body:zaranjabad')).toEqual(['short']);
    await index().remove(['long', 'short']);
  });

  test('a language is covered by each longer name, a confidence is compared exactly', async () => {
    const base = corpusDocument('en-facto');
    const [stance] = base.stances;
    const stated = (confidence: number): SearchDocument['stances'] =>
      stance === undefined ? [] : [{ ...stance, confidence }];
    await index().put([
      { ...base, id: 'below', language: 'zh-Hant-TW', stances: stated(0.3) },
      { ...base, id: 'above', language: 'zh', stances: stated(0.1 + 0.2) },
    ]);
    const filters = { language: { include: ['zh-Hant'], exclude: [] } };
    const { items } = await index().find(search('', { filters }));
    expect(items.map(({ id }) => id)).toEqual(['below']);
    expect(await allIds(index(), 'score:>0.3')).toEqual(['above']);
    await index().remove(['below', 'above']);
  });

  test('pages by relevance continue though articles make a word less rare', async () => {
    const base = corpusDocument('en-facto');
    const at = (id: string, text: string): SearchDocument => ({ ...base, id, storyId: id, title: id, text });
    await index().put(
      [1, 2, 3, 6, 9].map((times) => at(`w${times}`, `${'walnut '.repeat(times)} and one saffron.`)),
    );
    const asked = search('walnut OR saffron', { sort: 'rel', size: 2 });
    const first = await index().find(asked);
    await index().put(Array.from({ length: 8 }, (_, n) => at(`new${n}`, 'saffron')));
    const second = await index().find({ ...asked, cursor: first.cursor ?? '' });
    const third = await index().find({ ...asked, cursor: second.cursor ?? '' });
    const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    expect(ids.slice(0, 5)).toEqual(['w9', 'w6', 'w3', 'w2', 'w1']);
    for await (const page of index().ids(search(''))) await index().remove(page);
  });
}
