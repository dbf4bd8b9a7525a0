import { expect, test } from 'vitest';

import type { Search, SearchDocument } from '../port.ts';
import { allIds, corpusDocument, search } from './asking.ts';

/** What building the index anew does, while it is searched and written; the index is empty before and after each test. */
export function rebuildContract(index: () => Search): void {
  const base = corpusDocument('en-cricket');
  const article = (id: string, title: string): SearchDocument => ({ ...base, id, storyId: id, title });
  const titled = (title: string): Promise<string[]> => allIds(index(), `title:${title}`);
  const emptied = async (): Promise<void> => {
    await index().remove(['a', 'b', 'c', 'd']);
    expect((await index().size()).documents).toBe(0);
  };

  test('what is there is found until the end, then what was put since the rebuild began and nothing else', async () => {
    await index().put([article('a', 'Apricot'), article('b', 'Barberry')]);
    const rebuild = await index().beginRebuild('one');
    expect(rebuild.state).toBe('begun');
    await rebuild.put([article('a', 'Apricot'), article('c', 'Cherry')]);
    expect(await titled('apricot OR title:barberry')).toEqual(['b', 'a']);
    await rebuild.finish();
    expect(await allIds(index(), '')).toEqual(['c', 'a']);
    expect(await titled('cher*')).toEqual(['c']);
    await index().put([article('d', 'Date')]);
    expect(await titled('date')).toEqual(['d']);
    await emptied();
  });

  test('what is written or removed meanwhile is neither lost nor undone by what the rebuild read before', async () => {
    await index().put([article('a', 'Old'), article('b', 'Old'), article('c', 'Old')]);
    const rebuild = await index().beginRebuild('two');
    await rebuild.put([article('a', 'Old'), article('c', 'Old')]);
    await index().put([article('a', 'New'), article('b', 'New'), article('d', 'New')]);
    await index().remove(['c']);
    await rebuild.put([article('b', 'Old')]);
    expect(await titled('new')).toEqual(['d', 'b', 'a']);
    await rebuild.finish();
    expect(await allIds(index(), '')).toEqual(['d', 'b', 'a']);
    expect(await titled('new')).toEqual(['d', 'b', 'a']);
    await emptied();
  });

  test('an article written again unchanged since is kept', async () => {
    await index().put([article('a', 'Apricot')]);
    const rebuild = await index().beginRebuild('unchanged');
    await index().put([article('a', 'Apricot')]);
    await rebuild.finish();
    expect(await allIds(index(), '')).toEqual(['a']);
    await emptied();
  });

  test('whoever begins it again by the same id goes on with it, and ending it twice changes nothing', async () => {
    await index().put([article('a', 'Apricot'), article('b', 'Barberry')]);
    await (await index().beginRebuild('three')).put([article('a', 'Apricot')]);
    const again = await index().beginRebuild('three');
    expect(again.state).toBe('resumed');
    await again.put([article('c', 'Cherry')]);
    await again.remove(['a']);
    await again.finish();
    await again.finish();
    const late = await index().beginRebuild('three');
    expect(late.state).toBe('finished');
    await late.finish();
    expect(await allIds(index(), '')).toEqual(['c']);
    await emptied();
  });

  test('one that is given up leaves what is searched, and cannot be ended any more', async () => {
    await index().put([article('a', 'Apricot')]);
    const first = await index().beginRebuild('four');
    const second = await index().beginRebuild('five');
    expect(second.state).toBe('begun');
    await expect(first.put([article('b', 'Barberry')])).rejects.toMatchObject({ code: 'SEARCH_UNAVAILABLE' });
    await expect(first.finish()).rejects.toMatchObject({ code: 'SEARCH_UNAVAILABLE' });
    await second.abandon();
    await expect(second.finish()).rejects.toMatchObject({ code: 'SEARCH_UNAVAILABLE' });
    expect(await allIds(index(), '')).toEqual(['a']);
    await expect(index().beginRebuild('Not/an id')).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    await emptied();
  });

  test('searches go on while it takes over', async () => {
    await index().put([article('a', 'Apricot')]);
    const rebuild = await index().beginRebuild('six');
    await rebuild.put([article('a', 'Apricot')]);
    const totals = async (): Promise<number[]> => {
      const pages = Array.from({ length: 8 }, () => index().find(search('apricot')));
      return (await Promise.all(pages)).map(({ total }) => total);
    };
    const [before, , after] = await Promise.all([totals(), rebuild.finish(), totals()]);
    expect(new Set([...before, ...after, ...(await totals())])).toEqual(new Set([1]));
    await emptied();
  });
}
