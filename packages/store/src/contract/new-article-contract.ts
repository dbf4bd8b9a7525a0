import { expect, test } from 'vitest';

import type { TwoStores } from '../contract.ts';
import type { Store } from '../open-store.ts';
import { article, LATER, NOW, page, TAGS } from './asking.ts';

/** An article that the record does not have comes in with all that hangs on it at once. */
export function newArticleContract(stores: () => TwoStores): void {
  test('a new article is kept with bands, tags, its mark for the index and its page read, at once', async () => {
    const { one } = stores();
    await one.pages.put(page('kept-page', 'gazeta'));
    const kept = article('kept', 'Талибан', { page_id: 'kept-page' });
    const parts = { article: kept, bands: [7001, 7001, 7002], tags: TAGS };
    expect(await one.articles.keepNew([parts], NOW)).toEqual(new Set(['kept']));
    expect(await one.articles.get('kept')).toMatchObject({
      ...kept,
      revision: 1,
      first_seen_at: NOW,
      updated_at: NOW,
      tag_version: TAGS.version,
      tagged_at: NOW,
      topics: TAGS.topics,
      relevance: TAGS.relevance,
    });
    expect((await one.tags.mentions(['kept'])).get('kept')).toEqual(TAGS.mentions);
    expect(await one.tags.quotes('kept')).toEqual(TAGS.quotes);
    expect((await one.tags.stances(['kept'])).get('kept')).toMatchObject(TAGS.stances);
    expect(await one.pages.get('kept-page')).toMatchObject({ outcome: 'article', article_id: 'kept' });
    expect(await candidates(one, [7002])).toEqual(['kept']);
    expect(
      await one.db.selectFrom('pending_index').select('since').where('article_id', '=', 'kept').execute(),
    ).toHaveLength(1);
  });

  test('an article that the record has is left as it is, and nothing is written', async () => {
    const { one } = stores();
    const known = article('known', 'Первый');
    await one.articles.put(known, NOW);
    const again = { article: { ...known, text: 'Второй' }, bands: [7003], tags: TAGS };
    const beside = { article: article('beside', 'Новый'), bands: [], tags: TAGS };
    expect(await one.articles.keepNew([again, beside], LATER)).toEqual(new Set(['beside']));
    expect(await one.articles.get('known')).toMatchObject({ text: 'Первый', tag_version: null });
    expect((await one.tags.mentions(['known'])).get('known')).toBeUndefined();
    expect(await candidates(one, [7003])).toEqual([]);
  });

  test('the same new article from two sides is new once', async () => {
    const { one, other } = stores();
    const both = [{ article: article('from-two', 'Один текст'), bands: [7004], tags: TAGS }];
    const kept = await Promise.all([one.articles.keepNew(both, NOW), other.articles.keepNew(both, NOW)]);
    expect(kept.flatMap((ids) => [...ids])).toEqual(['from-two']);
  });

  test('characters that PostgreSQL has no place for cost nothing but themselves', async () => {
    const { one } = stores();
    const odd = article('odd', 'Тал\0ибан \ud83d', { authors: ['a\0b'], title: String.raw`\u0000 \ud800` });
    await one.articles.keepNew([{ article: odd, bands: [], tags: TAGS }], NOW);
    expect(await one.articles.get('odd')).toMatchObject({
      title: odd.title,
      text: 'Тал ибан \ufffd',
      authors: ['a b'],
    });
  });

  test('candidates for a copy that share more bands come first, then the older ones', async () => {
    const { one } = stores();
    const keep = (id: string, bands: number[], now: string): Promise<unknown> =>
      one.articles.keepNew([{ article: article(id, `Копия ${id}`), bands, tags: TAGS }], now);
    await keep('shares-one', [7010], NOW);
    await keep('shares-two-late', [7010, 7011], LATER);
    await keep('shares-two', [7010, 7011], NOW);
    expect(await candidates(one, [7010, 7011, 7012])).toEqual([
      'shares-two',
      'shares-two-late',
      'shares-one',
    ]);
    const two = await one.articles.copyCandidates([
      { id: 'shares-one', bands: [7010] },
      { id: 'alone', bands: [7013] },
    ]);
    expect(two.get('shares-one')?.map(({ id }) => id)).toEqual(['shares-two', 'shares-two-late']);
    expect(two.get('alone')).toEqual([]);
  });
}

async function candidates(store: Store, bands: readonly number[]): Promise<string[]> {
  const found = await store.articles.copyCandidates([{ id: 'another', bands }]);
  return (found.get('another') ?? []).map(({ id }) => id);
}
