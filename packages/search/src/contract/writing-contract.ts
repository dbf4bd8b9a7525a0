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
}
