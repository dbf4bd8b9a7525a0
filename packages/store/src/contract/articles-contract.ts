import { expect, test } from 'vitest';

import type { NewArticle } from '../articles.ts';
import type { TwoStores } from '../contract.ts';
import type { Store } from '../open-store.ts';
import { article, LATER, NOW, TAGS } from './asking.ts';

const put = (store: Store, one: NewArticle) =>
  store.transaction((records) => records.articles.put(one, LATER));

/** Articles, their revisions and what the tagger says of them. */
export function articlesContract(stores: () => TwoStores): void {
  test('the same words are the same article; other words are a revision, and the first stay', async () => {
    const { one } = stores();
    expect(await one.articles.put(article('x1', 'Первый текст'), NOW)).toBe('new');
    expect(await one.articles.put(article('x1', 'Первый текст'), LATER)).toBe('same');
    expect(await one.articles.put(article('x1', 'Второй текст'), LATER)).toBe('changed');
    expect(await one.articles.get('x1')).toMatchObject({
      text: 'Второй текст',
      revision: 2,
      first_seen_at: NOW,
      updated_at: LATER,
    });
    expect((await one.articles.revisions('x1')).map((row) => row.text)).toEqual(['Первый текст']);
  });

  test('a date that a second sighting brings is kept; one that is known is not moved by an edit', async () => {
    const { one } = stores();
    await one.articles.put(article('x2', 'Текст'), NOW);
    const published = '2025-07-03T10:00:00.000Z';
    const dated = article('x2', 'Текст', {
      published_at: published,
      published_from: 'feed',
      published_confidence: 0.8,
    });
    expect(await one.articles.put(dated, LATER)).toBe('changed');
    await one.articles.put(article('x2', 'Другой', { published_at: LATER, published_from: 'meta' }), LATER);
    expect(await one.articles.get('x2')).toMatchObject({ published_at: published });
  });

  test('an article that two put at once is there once', async () => {
    const { one, other } = stores();
    const same = article('twice', 'Один текст');
    const results = await Promise.all([put(one, same), put(other, same), put(one, same), put(other, same)]);
    expect(results.toSorted()).toEqual(['new', 'same', 'same', 'same']);
  });

  test('two edits at once are two revisions, and no words are lost', async () => {
    const { one, other } = stores();
    await one.articles.put(article('edited', 'Начало'), NOW);
    await Promise.all([
      put(one, article('edited', 'Первая правка')),
      put(other, article('edited', 'Вторая правка')),
    ]);
    const current = await one.articles.get('edited');
    const earlier = (await one.articles.revisions('edited')).map((row) => row.text);
    expect(new Set([...earlier, current?.text])).toEqual(
      new Set(['Начало', 'Первая правка', 'Вторая правка']),
    );
    expect(current?.revision).toBe(3);
  });

  test('articles that share a band are candidates for copies, oldest first, without the article itself', async () => {
    const { one } = stores();
    for (const id of ['c3', 'c1', 'c2']) {
      await one.articles.put(article(id, `Копия ${id}`), id === 'c2' ? NOW : LATER);
      await one.articles.putBands(id, [4_503_599_627_370_496, 7], { fresh: true });
    }
    const sharing = async (band: number): Promise<string[] | undefined> =>
      (await one.articles.copyCandidates([{ id: 'c3', bands: [band] }])).get('c3')?.map((row) => row.id);
    expect(await sharing(4_503_599_627_370_496)).toEqual(['c2', 'c1']);
    await one.articles.putBands('c1', [8], { fresh: false });
    expect(await sharing(7)).toEqual(['c2']);
  });

  test('ids come in pages that miss none and repeat none, also those of another tag version only', async () => {
    const { one } = stores();
    for (const id of ['page-b', 'page-A', 'page-a', 'page-ё', 'page-1']) {
      await one.articles.put(article(id, id), NOW);
      await one.tags.put(
        id,
        { ...TAGS, version: id === 'page-b' ? 'new' : 'old' },
        { now: NOW, fresh: true },
      );
    }
    const walk = async (version?: string): Promise<string[]> => {
      const seen: string[] = [];
      for (let ids = await one.articles.idsAfter(null, 2, version); ids.length > 0;) {
        seen.push(...ids);
        ids = await one.articles.idsAfter(ids.at(-1) ?? null, 2, version);
      }
      return seen.filter((id) => id.startsWith('page-')).toSorted();
    };
    expect(await walk()).toEqual(['page-1', 'page-A', 'page-a', 'page-b', 'page-ё']);
    expect(await walk('new')).toEqual(['page-1', 'page-A', 'page-a', 'page-ё']);
  });

  test('tagging twice leaves one set of tags, and statements keep their names', async () => {
    const { one } = stores();
    await one.articles.put(article('t1', 'Талибан'), NOW);
    await one.tags.put('t1', TAGS, { now: NOW, fresh: true });
    const before = (await one.tags.stances(['t1'])).get('t1');
    await one.tags.put('t1', TAGS, { now: LATER, fresh: false });
    expect((await one.tags.mentions(['t1'])).get('t1')).toEqual(TAGS.mentions);
    expect(await one.tags.quotes('t1')).toEqual(TAGS.quotes);
    expect((await one.tags.stances(['t1'])).get('t1')).toEqual(before);
    expect(before).toMatchObject(TAGS.stances);
    expect(await one.articles.get('t1')).toMatchObject({
      topics: TAGS.topics,
      relevance: TAGS.relevance,
      tag_version: 'v1',
      tagged_at: LATER,
    });
  });

  test('mentions come in the order of the text, the title first', async () => {
    const { one } = stores();
    await one.articles.put(article('order', 'Талибан и Талибан'), NOW);
    const [mention] = TAGS.mentions;
    if (mention === undefined) throw new Error('the tags of the contract have a mention');
    const mentions = [
      { ...mention, start: 10, end: 17 },
      { ...mention },
      { ...mention, field: 'title' as const, start: 3, end: 10 },
    ];
    await one.tags.put('order', { ...TAGS, mentions }, { now: NOW, fresh: true });
    const found = (await one.tags.mentions(['order'])).get('order') ?? [];
    expect(found.map(({ field, start }) => [field, start])).toEqual([
      ['title', 3],
      ['text', 0],
      ['text', 10],
    ]);
  });
}
